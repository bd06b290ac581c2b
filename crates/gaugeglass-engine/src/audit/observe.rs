//! What the logs say about a check, before any rule makes something of it.
//!
//! The evidence of a check hangs on its SQL alone, not on its thresholds: it can be judged again under the rules of another day.

use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::{ParamValues, ScalarValue};
use futures::{FutureExt, StreamExt, stream};
use gaugeglass_metrics::Check;

use super::cells;
use super::fill::Fills;
use crate::relations::columns::schema as columns;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, metric};

/// Checks that run at the same time.
const AT_ONCE: usize = 4;

/// The one row of a check.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// The value found; none where the logs hold nothing to compute it from.
    pub value: Option<f64>,
    /// Lower bound of its 95 % interval.
    pub lo: Option<f64>,
    /// Upper bound of its 95 % interval.
    pub hi: Option<f64>,
    /// Rows behind it.
    pub n: Option<i64>,
    /// The same rows counted by another source, where the check asks one.
    pub n_other: Option<i64>,
}

/// Columns of a log that would have to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The log.
    pub log: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// What is the matter with them.
    pub why: String,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "logs.{} with {}", self.log, self.columns.join(", "))
    }
}

/// What was seen of a check.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// Its row.
    Evidence(Evidence),
    /// Nothing: these columns are not there.
    Missing(Vec<Gap>),
    /// Its SQL did not run, or the check does not notice what it is for.
    Failed(String),
}

impl Seen {
    /// The row, where there is one.
    pub fn evidence(&self) -> Option<Evidence> {
        match self {
            Seen::Evidence(evidence) => Some(*evidence),
            Seen::Missing(_) | Seen::Failed(_) => None,
        }
    }
}

/// A check and what was seen of it.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The check.
    pub check: Arc<Check>,
    /// What was seen.
    pub seen: Seen,
    /// Hash of all that went in.
    pub fingerprint: String,
}

impl Observed {
    /// What to log: the columns that are not there, or else those that the check names.
    pub fn to_log(&self, why: &str) -> Vec<Gap> {
        match &self.seen {
            Seen::Missing(gaps) => gaps.clone(),
            Seen::Evidence(_) => super::fill::named(&self.check, why),
            // Logging more does not mend a check that does not run.
            Seen::Failed(_) => Vec::new(),
        }
    }
}

/// Observes checks over a range that ends at the scope's instant, in their order.
pub async fn all(scope: &Scope, checks: &[Arc<Check>], from: DateTime<Utc>, fills: &Arc<Fills>) -> Vec<Observed> {
    let each: Vec<_> = checks.iter().map(|check| one(scope.clone(), Arc::clone(check), from, Arc::clone(fills)).boxed()).collect();
    stream::iter(each).buffered(AT_ONCE).collect().await
}

/// Observes one check; one that cannot run is an error of its own, not of the audit.
pub async fn one(scope: Scope, check: Arc<Check>, from: DateTime<Utc>, fills: Arc<Fills>) -> Observed {
    let values = metric::standard(&scope, from, scope.as_of);
    let fingerprint = fingerprint(&scope, &check, &values);
    let gaps = fills.gaps(&scope, &check);
    let seen = match gaps.is_empty() {
        false => Seen::Missing(gaps),
        true => match evidence(&scope, &check, &fingerprint, values).await {
            Ok(evidence) => Seen::Evidence(evidence),
            Err(error) => Seen::Failed(error.to_string()),
        },
    };
    Observed { check, seen, fingerprint }
}

/// A check may call a metric by name, which is not among its inputs: so the whole snapshot is part of its key.
fn fingerprint(scope: &Scope, check: &Check, values: &[(String, ScalarValue)]) -> String {
    let mutation = scope.mutation.as_ref().map(|mutation| mutation.definition.as_str()).unwrap_or_default();
    let definition = format!("{} {} {mutation}", check.definition, scope.snapshot.key);
    metric::answer_key(scope, &definition, &check.sql, values, &check.inputs)
}

async fn evidence(scope: &Scope, check: &Check, key: &str, values: Vec<(String, ScalarValue)>) -> Result<Evidence, Error> {
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let sql = check.sql.clone();
    let work = async move { first_row(&session.rows_of(&sql, ParamValues::from(values)).await?) };
    Ok(read(&metric::computed_once(scope, key.to_owned(), work).await?))
}

fn schema() -> SchemaRef {
    columns(&[
        ("value", DataType::Float64),
        ("lo", DataType::Float64),
        ("hi", DataType::Float64),
        ("n", DataType::Int64),
        ("n_other", DataType::Int64),
    ])
}

/// The first row under the one schema of evidence; columns that the check does not have are null.
fn first_row(rows: &[RecordBatch]) -> Result<RecordBatch, Error> {
    let schema = schema();
    let row = rows.iter().find(|batch| batch.num_rows() > 0).map(|batch| batch.slice(0, 1));
    let column = |name: &str, kind: &DataType| -> Result<ArrayRef, Error> {
        match row.as_ref().and_then(|row| row.column_by_name(name)) {
            Some(column) => cast(column, kind).map_err(Error::internal),
            None => Ok(new_null_array(kind, 1)),
        }
    };
    let columns = schema.fields().iter().map(|field| column(field.name(), field.data_type())).collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema, columns).map_err(Error::internal)
}

fn read(row: &RecordBatch) -> Evidence {
    let real = |column: &str| cells::real(row, column, 0);
    let whole = |column: &str| cells::whole(row, column, 0);
    Evidence { value: real("value"), lo: real("lo"), hi: real("hi"), n: whole("n"), n_other: whole("n_other") }
}
