//! The events of a promise, counted by the SELECT of its metric.

use std::sync::Arc;

use arrow::array::{AsArray, BooleanArray, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::ScalarValue;
use gaugeglass_metrics::{CountedSql, Grain, Step};

use super::{Asked, Promise, kept};
use crate::relations::columns::instant_type;
use crate::scope::Scope;
use crate::{Error, metric, range};

/// The slice of a promise that is made for all.
const ALL: &str = "(all)";

/// Rows of counts, column by column.
#[derive(Debug)]
pub struct Counts {
    by: Vec<String>,
    /// The minute of each row; none in counts of a whole period.
    pub minutes: Option<TimestampMicrosecondArray>,
    values: Vec<StringArray>,
    /// Whether an exclusion leaves the events of a row out.
    pub excluded: BooleanArray,
    /// Good events.
    pub good: Int64Array,
    /// Valid events.
    pub valid: Int64Array,
}

impl Counts {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.valid.len()
    }

    /// The slice of a row by these dimensions, such as `use_case_id=home_hero`.
    pub fn slice(&self, dimensions: &[String], row: usize) -> String {
        let parts: Vec<String> = dimensions.iter().map(|name| format!("{name}={}", self.value(name, row))).collect();
        match parts.is_empty() {
            true => ALL.to_owned(),
            false => parts.join(", "),
        }
    }

    /// The value of a dimension in a row.
    pub fn value(&self, dimension: &str, row: usize) -> &str {
        let column = self.by.iter().position(|name| name == dimension).and_then(|place| self.values.get(place));
        column.map_or("", |column| column.value(row))
    }

    fn of(by: &[String], step: Step, batch: &RecordBatch) -> Counts {
        let first = if step == Step::Minute { 1 } else { 0 };
        let column = |place: usize| batch.column(place);
        Counts {
            by: by.to_vec(),
            minutes: (step == Step::Minute).then(|| column(0).as_primitive::<TimestampMicrosecondType>().clone()),
            values: (first..first + by.len()).map(|place| column(place).as_string::<i32>().clone()).collect(),
            excluded: column(first + by.len()).as_boolean().clone(),
            good: column(first + by.len() + 1).as_primitive::<Int64Type>().clone(),
            valid: column(first + by.len() + 2).as_primitive::<Int64Type>().clone(),
        }
    }
}

/// The events of every minute since minutes are counted, by the promise's own dimensions; none where a log is missing.
pub async fn by_minute(scope: &Scope, promise: &Promise) -> Result<Option<Counts>, Error> {
    match promise.evaluated_to {
        Some(_) => {
            let to = super::minute(scope.as_of);
            counts(scope, promise, Step::Minute, &promise.slo.by, promise.counted_from, to).await.map(Some)
        }
        None => Ok(None),
    }
}

/// The evaluated events of the current period by the promise's own dimensions and one more; none where a log is missing.
pub async fn of_period(scope: &Scope, promise: &Promise, dimension: &str) -> Result<Option<Counts>, Error> {
    let mut by = promise.slo.by.clone();
    if !by.iter().any(|name| name == dimension) {
        by.push(dimension.to_owned());
    }
    match promise.evaluated_to {
        Some(to) => counts(scope, promise, Step::Whole, &by, promise.period_from, to).await.map(Some),
        None => Ok(None),
    }
}

async fn counts(
    scope: &Scope,
    promise: &Promise,
    step: Step,
    by: &[String],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Counts, Error> {
    check_whole(scope, promise)?;
    let statement = promise.metric.counted(step, by).ok_or_else(|| Error::internal("a promise has nothing to count"))?;
    let asked = Asked {
        definition: &promise.metric.definition,
        values: values(scope, promise, &statement, from, to)?,
        sql: statement.sql,
        inputs: &promise.metric.inputs,
        schema: schema(step, by.len()),
    };
    Ok(Counts::of(by, step, &kept(scope, asked).await?))
}

/// Events are counted in whole numbers.
fn check_whole(scope: &Scope, promise: &Promise) -> Result<(), Error> {
    let figures = scope.snapshot.metrics.get(&promise.metric.name).map(Vec::as_slice).unwrap_or_default();
    let is_whole = |name: &&String| figures.iter().any(|field| field.name() == *name && field.data_type().is_integer());
    match [&promise.slo.good, &promise.slo.valid].iter().find(|name| !is_whole(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Config(format!(
            "{}: `{name}` counts the events of an slo and is not a whole number; cast it to bigint",
            promise.metric.path
        ))),
    }
}

fn values(
    scope: &Scope,
    promise: &Promise,
    statement: &CountedSql,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(String, ScalarValue)>, Error> {
    let mut values = metric::standard(scope, from, to);
    // The finest step that a statement may ask for inside.
    values.push(metric::grain(Grain::Hour));
    values.extend(metric::declared(scope, &promise.metric.parameters, &[])?);
    values.extend(statement.texts.iter().map(|(name, value)| (name.clone(), ScalarValue::from(value.as_str()))));
    for (name, written) in &statement.instants {
        values.push((name.clone(), instant(scope, promise, written)?));
    }
    Ok(values)
}

fn instant(scope: &Scope, promise: &Promise, written: &str) -> Result<ScalarValue, Error> {
    let read = range::instant(written, scope.as_of, scope.engine.settings.time_zone);
    let instant = read.map_err(|why| Error::Config(format!("{}: an exclusion of the slo: {why}", promise.metric.path)))?;
    Ok(ScalarValue::TimestampMicrosecond(Some(instant.timestamp_micros()), Some("UTC".into())))
}

/// The columns of a counting statement, by their places: no name of a dimension can meet another.
fn schema(step: Step, dimensions: usize) -> SchemaRef {
    let minute = (step == Step::Minute).then(instant_type);
    let values = std::iter::repeat_n(DataType::Utf8, dimensions);
    let kinds = minute.into_iter().chain(values).chain([DataType::Boolean, DataType::Int64, DataType::Int64]);
    let fields: Vec<Field> = kinds.enumerate().map(|(place, kind)| Field::new(place.to_string(), kind, true)).collect();
    Arc::new(Schema::new(fields))
}
