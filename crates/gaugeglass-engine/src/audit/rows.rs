//! The rows that speak against a check, for those whose file says which: up to twenty ids to begin with.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::ParamValues;

use super::finding::Finding;
use crate::relations::columns::schema as columns;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, metric};

/// Adds the rows to every result that has something to show.
pub async fn attach(scope: &Scope, findings: &mut [Finding], from: DateTime<Utc>) {
    for finding in findings.iter_mut().filter(|finding| finding.is_finding() && finding.evidence.value.is_some()) {
        let Some(evidence) = &finding.check.evidence else {
            continue;
        };
        match rows(scope, &evidence.sql, &finding.fingerprint, from).await {
            Ok(rows) => finding.rows = rows,
            Err(error) => tracing::warn!(check = %finding.check.id, %error, "the rows behind a check cannot be read"),
        }
    }
}

async fn rows(scope: &Scope, sql: &str, fingerprint: &str, from: DateTime<Utc>) -> Result<Vec<String>, Error> {
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let values = ParamValues::from(metric::standard(scope, from, scope.as_of));
    let sql = sql.to_owned();
    let work = async move {
        let batches = session.rows_of(&sql, values).await?;
        let shown: Result<Vec<RecordBatch>, Error> = batches.iter().map(shown).collect();
        concat_batches(&schema(), &shown?).map_err(Error::internal)
    };
    let batch = metric::computed_once(scope, format!("{fingerprint} rows"), work).await?;
    Ok(batch.column(0).as_string::<i32>().iter().flatten().map(str::to_owned).collect())
}

fn schema() -> SchemaRef {
    columns(&[("row", DataType::Utf8)])
}

/// The values of each row in one text.
fn shown(batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let values: Vec<ArrayRef> =
        batch.columns().iter().map(|column| cast(column, &DataType::Utf8)).collect::<Result<_, _>>().map_err(Error::internal)?;
    let text = |row: usize| {
        let cells: Vec<&str> = values.iter().map(|column| column.as_string::<i32>()).map(|column| cell(column, row)).collect();
        Some(cells.join(", "))
    };
    let rows: StringArray = (0..batch.num_rows()).map(text).collect();
    RecordBatch::try_new(schema(), vec![Arc::new(rows)]).map_err(Error::internal)
}

fn cell(column: &StringArray, row: usize) -> &str {
    match column.is_valid(row) {
        true => column.value(row),
        false => "(none)",
    }
}
