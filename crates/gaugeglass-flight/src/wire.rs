//! How a schema, a flight and a stream of batches are put on the wire.
//!
//! Two rules that clients depend on: a flight has exactly one endpoint without a location, and its schema is the
//! schema of its stream. The stream opens with the schema even when no row follows.

use std::pin::Pin;

use arrow::datatypes::{Schema, SchemaRef};
use arrow::ipc::writer::IpcWriteOptions;
use arrow::record_batch::RecordBatch;
use arrow_flight::encode::FlightDataEncoderBuilder;
use arrow_flight::error::FlightError;
use arrow_flight::{FlightData, FlightDescriptor, FlightEndpoint, FlightInfo, IpcMessage, SchemaAsIpc, Ticket};
use futures::{Stream, StreamExt, TryStreamExt};
use gaugeglass_engine::Error;
use prost::bytes::Bytes;
use tonic::Status;

use crate::status::{fault, status};

/// The stream of one gRPC answer.
pub(crate) type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// An answer of the messages at hand.
pub(crate) fn answers<T: Send + 'static>(messages: impl IntoIterator<Item = T>) -> Answers<T> {
    let messages: Vec<_> = messages.into_iter().map(Ok).collect();
    futures::stream::iter(messages).boxed()
}

/// The schema as an IPC message, as FlightInfo, GetSchema and prepared statements carry it.
pub(crate) fn schema_bytes(schema: &Schema) -> Result<Bytes, Status> {
    let options = IpcWriteOptions::default();
    let message: IpcMessage = SchemaAsIpc::new(schema, &options).try_into().map_err(fault)?;
    Ok(message.0)
}

/// The flight that `ticket` fetches.
pub(crate) fn flight_info(schema: &Schema, ticket: Bytes, descriptor: FlightDescriptor) -> Result<FlightInfo, Status> {
    let endpoint = FlightEndpoint::new().with_ticket(Ticket::new(ticket));
    let info = FlightInfo::new().with_endpoint(endpoint).with_descriptor(descriptor);
    info.try_with_schema(schema).map_err(fault)
}

/// Batches as Flight data, uncompressed: not every driver reads compressed IPC.
pub(crate) fn data<S>(schema: SchemaRef, batches: S) -> Answers<FlightData>
where
    S: Stream<Item = Result<RecordBatch, Error>> + Send + 'static,
{
    let batches = batches.map_err(|error| FlightError::from(status(&error)));
    let encoder = FlightDataEncoderBuilder::new().with_schema(schema).build(batches);
    encoder.map_err(told).boxed()
}

fn told(error: FlightError) -> Status {
    match error {
        FlightError::Tonic(status) => *status,
        other => fault(other),
    }
}
