//! The one row of values that a client binds to a prepared statement.

use arrow::datatypes::Field;
use arrow::record_batch::RecordBatch;
use arrow_flight::FlightData;
use arrow_flight::decode::FlightRecordBatchStream;
use futures::TryStreamExt;
use tonic::{Status, Streaming};

/// Bound values are kept with their statement, so their size is limited.
const PARAMETER_BYTES_MAX: usize = 256 * 1024;

/// Reads the row that follows `first` in an upload. `None`: nothing was bound.
pub(crate) async fn read(first: FlightData, rest: Streaming<FlightData>) -> Result<Option<RecordBatch>, Status> {
    let messages = within_limit(first, rest).await?;
    let messages = futures::stream::iter(messages.into_iter().map(Ok));
    let batches: Vec<RecordBatch> = FlightRecordBatchStream::new_from_flight_data(messages)
        .try_collect()
        .await
        .map_err(|error| Status::invalid_argument(format!("the parameters do not decode: {error}")))?;
    one_row(batches)
}

async fn within_limit(first: FlightData, mut rest: Streaming<FlightData>) -> Result<Vec<FlightData>, Status> {
    let mut bytes = first.data_body.len();
    // Some clients send the command first and the schema after it; a message without a header holds no data.
    let mut messages: Vec<FlightData> = Some(first).into_iter().filter(|data| !data.data_header.is_empty()).collect();
    while let Some(message) = rest.message().await? {
        bytes += message.data_body.len() + message.data_header.len();
        if bytes > PARAMETER_BYTES_MAX {
            return Err(Status::invalid_argument(format!(
                "the parameters are larger than {PARAMETER_BYTES_MAX} bytes; bind one row of shorter values"
            )));
        }
        messages.push(message);
    }
    Ok(messages)
}

fn one_row(batches: Vec<RecordBatch>) -> Result<Option<RecordBatch>, Status> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let bound = batches.into_iter().find(|batch| batch.num_rows() > 0 && batch.num_columns() > 0);
    match (rows, bound) {
        (_, None) => Ok(None),
        (1, bound) => Ok(bound),
        (rows, _) => Err(Status::invalid_argument(format!(
            "{rows} rows of parameters were bound; a statement runs with one row, so bind and execute them one by one"
        ))),
    }
}

/// Puts the values into the order of `wanted`: by name where the names agree, else as they came.
pub(crate) fn arrange(wanted: &[Field], row: RecordBatch) -> Result<RecordBatch, Status> {
    if row.num_columns() != wanted.len() {
        return Err(Status::invalid_argument(format!(
            "{} values were bound, but the statement takes {}: {}",
            row.num_columns(),
            wanted.len(),
            names(wanted)
        )));
    }
    match by_name(wanted, &row) {
        Some(order) => row.project(&order).map_err(|error| Status::invalid_argument(error.to_string())),
        None => Ok(row),
    }
}

fn by_name(wanted: &[Field], row: &RecordBatch) -> Option<Vec<usize>> {
    let schema = row.schema();
    let place = |field: &Field| {
        let name = bare(field.name());
        schema.fields().iter().position(|bound| bare(bound.name()) == name)
    };
    wanted.iter().map(place).collect()
}

fn bare(name: &str) -> &str {
    name.trim_start_matches('$')
}

/// The names of parameters, for an error.
pub(crate) fn names(parameters: &[Field]) -> String {
    let names: Vec<&str> = parameters.iter().map(|field| field.name().as_str()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use arrow::array::{ArrayRef, AsArray, Int64Array};
    use arrow::datatypes::{DataType, Int64Type, Schema};

    use super::*;

    fn row(columns: &[(&str, i64)]) -> RecordBatch {
        let column = |(name, value): &(&str, i64)| (name.to_string(), Arc::new(Int64Array::from(vec![*value])) as ArrayRef);
        RecordBatch::try_from_iter(columns.iter().map(column)).unwrap()
    }

    fn wanted(names: &[&str]) -> Vec<Field> {
        names.iter().map(|name| Field::new(*name, DataType::Int64, true)).collect()
    }

    fn values(batch: &RecordBatch) -> Vec<i64> {
        batch.columns().iter().map(|column| column.as_primitive::<Int64Type>().value(0)).collect()
    }

    #[test]
    fn values_are_taken_by_name_where_the_names_agree_and_else_by_place() {
        let cases = [
            (["$1", "$2"], [("0", 7), ("1", 8)]),
            (["$1", "$2"], [("$2", 8), ("$1", 7)]),
            (["$from", "$to"], [("to", 8), ("from", 7)]),
            (["$2", "$10"], [("$2", 7), ("$10", 8)]),
        ];
        for (names, columns) in cases {
            let arranged = arrange(&wanted(&names), row(&columns)).unwrap();
            assert_eq!(values(&arranged), [7, 8], "{names:?} from {columns:?}");
        }
    }

    #[test]
    fn a_wrong_number_of_values_is_told_with_the_names() {
        let status = arrange(&wanted(&["$1", "$2"]), row(&[("0", 7)])).unwrap_err();
        assert_eq!(status.code(), tonic::Code::InvalidArgument);
        assert!(status.message().contains("$1, $2"), "{}", status.message());
    }

    #[test]
    fn one_row_is_bound_and_more_are_refused() {
        assert_eq!(one_row(vec![]).unwrap(), None);
        assert_eq!(one_row(vec![RecordBatch::new_empty(Arc::new(Schema::empty()))]).unwrap(), None);
        assert_eq!(one_row(vec![row(&[("0", 7)])]).unwrap(), Some(row(&[("0", 7)])));
        let status = one_row(vec![row(&[("0", 7)]), row(&[("0", 8)])]).unwrap_err();
        assert!(status.message().starts_with("2 rows"), "{}", status.message());
    }
}
