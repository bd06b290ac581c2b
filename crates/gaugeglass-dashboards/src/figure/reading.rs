//! A metric's batch as rows: bucket, dimensions, measures, n, interval, maturity.

use arrow::array::{Array, AsArray, Float64Array, Int64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use gaugeglass_engine::MetricAnswer;
use gaugeglass_metrics::Direction;

use crate::format::sentence::movement;

/// One row of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Start of the bucket.
    pub at: DateTime<Utc>,
    /// Values of the dimensions asked for.
    pub dimensions: Vec<String>,
    /// The measures in declared order; `None` is unknown.
    pub values: Vec<Option<f64>>,
    /// Rows behind the headline.
    pub n: Option<i64>,
    /// Lower end of the headline's interval.
    pub lo: Option<f64>,
    /// Upper end of the headline's interval.
    pub hi: Option<f64>,
    /// The values may still change.
    pub provisional: bool,
}

impl Reading {
    /// The first measure.
    pub fn headline(&self) -> Option<f64> {
        self.values.first().copied().flatten()
    }

    /// The interval, when both ends are known.
    pub fn band(&self) -> Option<(f64, f64)> {
        self.lo.zip(self.hi)
    }
}

/// Whether two periods differ no more than their intervals allow; `None` where an interval is missing.
pub fn is_within_chance(now: &Reading, before: &Reading) -> Option<bool> {
    let half = |(lo, hi): (f64, f64)| (hi - lo) / 2.0;
    let (now_half, before_half) = (half(now.band()?), half(before.band()?));
    // Half widths of independent estimates add up as the sides of a right triangle.
    Some((now.headline()? - before.headline()?).abs() <= now_half.hypot(before_half))
}

/// The word for a change, in terms of what is good.
pub fn movement_word(now: &Reading, before: &Reading, direction: Direction) -> &'static str {
    match is_within_chance(now, before) {
        Some(true) => "within chance",
        _ => movement(now.headline(), before.headline(), direction).unwrap_or(""),
    }
}

/// Reads the rows of an answer that was asked `by` these dimensions.
pub fn readings(answer: &MetricAnswer, by: &[String]) -> Result<Vec<Reading>, ArrowError> {
    let columns = Columns::of(answer, by)?;
    Ok((0..answer.batch.num_rows()).map(|row| columns.reading(row)).collect())
}

struct Columns {
    bucket: Int64Array,
    dimensions: Vec<StringArray>,
    measures: Vec<Float64Array>,
    n: Int64Array,
    lo: Float64Array,
    hi: Float64Array,
    maturity: StringArray,
}

impl Columns {
    fn of(answer: &MetricAnswer, by: &[String]) -> Result<Columns, ArrowError> {
        let batch = &answer.batch;
        let micros = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let bucket = cast(&column(batch, "bucket", &micros)?, &micros)?;
        let text = |name: &String| Ok(column(batch, name, &DataType::Utf8)?.as_string::<i32>().clone());
        let float = |name: &str| Ok::<_, ArrowError>(column(batch, name, &DataType::Float64)?.as_primitive::<Float64Type>().clone());
        Ok(Columns {
            bucket: bucket.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>(),
            dimensions: by.iter().map(text).collect::<Result<_, ArrowError>>()?,
            measures: answer.metric.measures.iter().map(|name| float(name)).collect::<Result<_, _>>()?,
            n: column(batch, "n", &DataType::Int64)?.as_primitive::<Int64Type>().clone(),
            lo: float("lo")?,
            hi: float("hi")?,
            maturity: text(&"maturity".to_owned())?,
        })
    }

    fn reading(&self, row: usize) -> Reading {
        let at = DateTime::from_timestamp_micros(self.bucket.value(row));
        let text = |array: &StringArray| if array.is_null(row) { String::new() } else { array.value(row).to_owned() };
        Reading {
            at: at.unwrap_or(DateTime::UNIX_EPOCH),
            dimensions: self.dimensions.iter().map(text).collect(),
            values: self.measures.iter().map(|array| float_at(array, row)).collect(),
            n: (!self.n.is_null(row)).then(|| self.n.value(row)),
            lo: float_at(&self.lo, row),
            hi: float_at(&self.hi, row),
            provisional: text(&self.maturity) == "provisional",
        }
    }
}

/// NaN is nobody's value: it counts as unknown from here on.
fn float_at(array: &Float64Array, row: usize) -> Option<f64> {
    (!array.is_null(row)).then(|| array.value(row)).filter(|value| !value.is_nan())
}

/// The column under a type; all unknown where the relation does not have it.
fn column(batch: &RecordBatch, name: &str, kind: &DataType) -> Result<arrow::array::ArrayRef, ArrowError> {
    match batch.column_by_name(name) {
        Some(found) => cast(found, kind),
        None => Ok(arrow::array::new_null_array(kind, batch.num_rows())),
    }
}
