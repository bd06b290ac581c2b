//! Fixed answers, for the page of patterns and for tests: four days of one metric, with whatever is the matter.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use gaugeglass_engine::{Error, MetricAnswer};
use gaugeglass_metrics::{Grain, Metric};

use super::ask::{Answers, Question};
use crate::url::{Range, View};

/// A row: day of May 2026, slice, value, rows behind it, maturity.
pub type Row<'a> = (u32, &'a str, Option<f64>, i64, &'a str);

/// Midnight of a day of May 2026.
pub fn day(day: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_777_593_600, 0).unwrap_or_default() + TimeDelta::days(i64::from(day) - 1)
}

/// Four days by day, as seen from the fifth.
pub fn question(metric: &Arc<Metric>) -> Question {
    Question {
        metric: Arc::clone(metric),
        view: View { grain: Some(Grain::Day), ..View::default() },
        range: Range { from: day(1), to: day(5) },
        zone: Tz::UTC,
        as_of: day(5),
    }
}

/// The rows as the engine would give them, with an interval of two points; `by` names the dimension of the slices.
pub fn answer(metric: &Arc<Metric>, by: Option<&str>, rows: &[Row]) -> Result<MetricAnswer, ArrowError> {
    let floats = |shift: f64| Arc::new(rows.iter().map(|row| row.2.map(|value| value + shift)).collect::<Float64Array>()) as ArrayRef;
    let texts = |read: fn(&Row) -> String| Arc::new(StringArray::from_iter_values(rows.iter().map(read))) as ArrayRef;
    let buckets = TimestampMicrosecondArray::from_iter_values(rows.iter().map(|row| day(row.0).timestamp_micros()));
    let mut columns: Vec<(String, ArrayRef)> = vec![("bucket".into(), Arc::new(buckets.with_timezone("UTC")))];
    columns.extend(by.map(|name| (name.to_owned(), texts(|row| row.1.to_owned()))));
    columns.extend(metric.measures.iter().map(|name| (name.clone(), floats(0.0))));
    columns.push(("n".into(), Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.3)))));
    columns.push(("lo".into(), floats(-0.01)));
    columns.push(("hi".into(), floats(0.01)));
    columns.push(("maturity".into(), texts(|row| row.4.to_owned())));
    Ok(MetricAnswer {
        from: day(1),
        to: day(5),
        batch: RecordBatch::try_from_iter(columns)?,
        sql: metric.sql.clone(),
        bound: Vec::new(),
        as_of: day(5),
        watermark: Some(day(5) - TimeDelta::hours(1)),
        currency: None,
        missing: Vec::new(),
        holes: Vec::new(),
        elapsed_ms: 1,
        metric: Arc::clone(metric),
    })
}

/// A total and nothing else.
pub fn answers(total: Result<MetricAnswer, Error>) -> Answers {
    Answers { total, total_before: None, series: None, series_before: None, slices: None, slices_before: None, empty: None }
}
