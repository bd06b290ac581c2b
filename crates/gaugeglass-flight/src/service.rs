//! The Flight service: one method per call, each of which finds out who asks and what for, and hands on.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow_flight::flight_service_server::FlightService;
use arrow_flight::sql::{Command, CommandPreparedStatementQuery, DoPutPreparedStatementResult};
use arrow_flight::{
    Action, ActionType, Criteria, Empty, FlightData, FlightDescriptor, FlightInfo, HandshakeRequest, HandshakeResponse, PollInfo,
    PutResult, SchemaResult, Ticket,
};
use futures::stream;
use gaugeglass_engine::{BatchStream, Door, Engine, Error, Session};
use prost::Message;
use prost::bytes::Bytes;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

use crate::access::{Access, Gate};
use crate::cancel::Running;
use crate::prepared::Store;
use crate::status::status;
use crate::wire::{self, Answers, answers};
use crate::{actions, command, handshake, metadata, parameters, statements};

/// Flight SQL over an engine.
pub(crate) struct Service {
    engine: Engine,
    gate: Gate,
    prepared: Store,
    running: Arc<Running>,
}

/// One call: who asks, and the engine's session for it.
struct Call {
    principal: String,
    session: Session,
}

impl Service {
    pub(crate) fn new(engine: Engine, access: Access, running: Arc<Running>) -> Service {
        Service { engine, gate: Gate::new(access), prepared: Store::default(), running }
    }

    fn call(&self, headers: &MetadataMap) -> Result<Call, Status> {
        let principal = self.gate.principal(headers)?;
        let request = gaugeglass_engine::Request::new(principal.clone(), Door::Flight);
        Ok(Call { principal, session: self.engine.session(request) })
    }

    /// The schema of what `command` fetches. Statements are planned for it, nothing is run.
    async fn schema(&self, call: &Call, command: &Command) -> Result<SchemaRef, Status> {
        match command {
            Command::CommandStatementQuery(query) => Ok(statements::plan(&call.session, query).await?.schema()),
            Command::CommandPreparedStatementQuery(query) => {
                Ok(self.prepared.get(&call.principal, &query.prepared_statement_handle)?.schema())
            }
            other => metadata::schema(other).unwrap_or_else(|| Err(not_offered(other))),
        }
    }

    async fn info(&self, call: &Call, descriptor: FlightDescriptor) -> Result<FlightInfo, Status> {
        let command = command::decode(&descriptor.cmd)?;
        let schema = self.schema(call, &command).await?;
        let ticket = match &command {
            Command::CommandStatementQuery(query) => statements::ticket(&query.query),
            Command::CommandPreparedStatementQuery(query) => {
                self.prepared.get(&call.principal, &query.prepared_statement_handle)?.all_bound()?;
                descriptor.cmd.clone()
            }
            _ => descriptor.cmd.clone(),
        };
        wire::flight_info(&schema, ticket, descriptor)
    }

    async fn fetch(&self, call: Call, ticket: Bytes) -> Result<Answers<FlightData>, Status> {
        match command::decode(&ticket)? {
            Command::TicketStatementQuery(handle) => {
                let sql = statements::sql(&handle)?;
                self.run(&call.principal, ticket, statements::run(call.session, sql)).await
            }
            Command::CommandPreparedStatementQuery(query) => {
                let prepared = self.prepared.get(&call.principal, &query.prepared_statement_handle)?;
                prepared.all_bound()?;
                self.run(&call.principal, ticket, prepared.run(call.session)).await
            }
            other => {
                let batch = metadata::batch(&call.session, &other).await.unwrap_or_else(|| Err(not_offered(&other)))?;
                Ok(wire::data(batch.schema(), stream::iter([Ok(batch)])))
            }
        }
    }

    async fn run(
        &self,
        principal: &str,
        ticket: Bytes,
        work: impl Future<Output = Result<BatchStream, Error>>,
    ) -> Result<Answers<FlightData>, Status> {
        let entry = self.running.enter(principal, ticket).map_err(|error| status(&error))?;
        let batches = entry.start(work).await.map_err(|error| status(&error))?;
        Ok(wire::data(batches.schema(), batches))
    }

    async fn bind(
        &self,
        call: &Call,
        query: CommandPreparedStatementQuery,
        first: FlightData,
        rest: Streaming<FlightData>,
    ) -> Result<PutResult, Status> {
        let handle = query.prepared_statement_handle;
        let row = parameters::read(first, rest).await?;
        self.prepared.bind(&call.principal, &handle, row)?;
        let result = DoPutPreparedStatementResult { prepared_statement_handle: Some(handle) };
        Ok(PutResult { app_metadata: result.encode_to_vec().into() })
    }
}

#[tonic::async_trait]
impl FlightService for Service {
    type HandshakeStream = Answers<HandshakeResponse>;
    type ListFlightsStream = Answers<FlightInfo>;
    type DoGetStream = Answers<FlightData>;
    type DoPutStream = Answers<PutResult>;
    type DoExchangeStream = Answers<FlightData>;
    type DoActionStream = Answers<arrow_flight::Result>;
    type ListActionsStream = Answers<ActionType>;

    async fn handshake(&self, request: Request<Streaming<HandshakeRequest>>) -> Result<Response<Self::HandshakeStream>, Status> {
        handshake::handshake(&self.gate, request).await
    }

    async fn list_flights(&self, request: Request<Criteria>) -> Result<Response<Self::ListFlightsStream>, Status> {
        self.call(request.metadata())?;
        Err(Status::unimplemented("flights are not listed: GetTables lists the relations, and any SELECT is a flight"))
    }

    async fn get_flight_info(&self, request: Request<FlightDescriptor>) -> Result<Response<FlightInfo>, Status> {
        let call = self.call(request.metadata())?;
        Ok(Response::new(self.info(&call, request.into_inner()).await?))
    }

    /// A flight is complete as soon as it is planned, so the first poll is the last.
    async fn poll_flight_info(&self, request: Request<FlightDescriptor>) -> Result<Response<PollInfo>, Status> {
        let call = self.call(request.metadata())?;
        let info = self.info(&call, request.into_inner()).await?;
        Ok(Response::new(PollInfo::new().with_info(info)))
    }

    async fn get_schema(&self, request: Request<FlightDescriptor>) -> Result<Response<SchemaResult>, Status> {
        let call = self.call(request.metadata())?;
        let command = command::decode(&request.get_ref().cmd)?;
        let schema = self.schema(&call, &command).await?;
        Ok(Response::new(SchemaResult { schema: wire::schema_bytes(&schema)? }))
    }

    async fn do_get(&self, request: Request<Ticket>) -> Result<Response<Self::DoGetStream>, Status> {
        let call = self.call(request.metadata())?;
        Ok(Response::new(self.fetch(call, request.into_inner().ticket).await?))
    }

    async fn do_put(&self, request: Request<Streaming<FlightData>>) -> Result<Response<Self::DoPutStream>, Status> {
        let call = self.call(request.metadata())?;
        let mut rest = request.into_inner();
        let first = rest.message().await?.unwrap_or_default();
        let command = first.flight_descriptor.as_ref().map(|descriptor| descriptor.cmd.clone()).unwrap_or_default();
        match command::decode(&command)? {
            Command::CommandPreparedStatementQuery(query) => {
                let result = self.bind(&call, query, first, rest).await?;
                Ok(Response::new(answers([result])))
            }
            other => Err(not_written(&other)),
        }
    }

    async fn do_exchange(&self, request: Request<Streaming<FlightData>>) -> Result<Response<Self::DoExchangeStream>, Status> {
        self.call(request.metadata())?;
        Err(Status::unimplemented("DoExchange is not offered: send SQL by GetFlightInfo and fetch it by DoGet"))
    }

    async fn do_action(&self, request: Request<Action>) -> Result<Response<Self::DoActionStream>, Status> {
        let Call { principal, session } = self.call(request.metadata())?;
        let context = actions::Context { session: &session, principal: &principal, prepared: &self.prepared, running: &self.running };
        let body = actions::run(&context, request.get_ref()).await?;
        Ok(Response::new(answers(body.map(arrow_flight::Result::new))))
    }

    async fn list_actions(&self, request: Request<Empty>) -> Result<Response<Self::ListActionsStream>, Status> {
        self.call(request.metadata())?;
        Ok(Response::new(answers(actions::list())))
    }
}

fn not_offered(command: &Command) -> Status {
    Status::unimplemented(format!("`{}` is not offered here", short_name(command)))
}

/// Everything that would change data.
fn not_written(command: &Command) -> Status {
    match command {
        Command::CommandStatementUpdate(_) | Command::CommandPreparedStatementUpdate(_) => {
            Status::invalid_argument("this service only reads: run the statement as a query, one row of parameters at a time")
        }
        Command::CommandStatementIngest(_) => {
            Status::unimplemented("this service only reads and takes no data in: write files to the log's location in storage instead")
        }
        other => not_offered(other),
    }
}

fn short_name(command: &Command) -> &str {
    let name = command.type_url();
    name.rsplit(['.', '/']).next().unwrap_or(name)
}
