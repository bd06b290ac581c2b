//! The stamp that every figure carries: maturity, grade, as-of, watermark, definition.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array, StringArray, new_null_array};
use arrow::datatypes::{SchemaRef, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use gaugeglass_metrics::{Grain, Metric};

use super::compute::Work;
use crate::relations::columns::instant;
use crate::scope::Scope;
use crate::snapshot::LogState;
use crate::{Error, materialise, range};

/// Rows still arrive for a day after the fact; until then a figure may move (rule G6).
pub const LATENESS_HOURS: i64 = 24;

/// Adds the stamp to a metric's rows.
pub fn stamp(work: &Work, rows: &RecordBatch) -> Result<RecordBatch, Error> {
    let Work { scope, metric, .. } = work;
    let buckets = rows.column(0).as_primitive::<TimestampMicrosecondType>();
    let maturity: StringArray =
        buckets.iter().map(|micros| Some(work.maturity(micros.and_then(DateTime::from_timestamp_micros)?))).collect();
    let count = rows.num_rows();
    let stamp: [ArrayRef; 5] = [
        Arc::new(maturity),
        Arc::new(StringArray::from(vec![metric.grade.as_str(); count])),
        instant(std::iter::repeat_n(Some(scope.as_of), count)),
        instant(std::iter::repeat_n(work.watermark, count)),
        Arc::new(StringArray::from(vec![metric.definition.as_str(); count])),
    ];
    let columns = rows.columns().iter().cloned().chain(stamp).collect();
    RecordBatch::try_new(Arc::clone(&work.schema), columns).map_err(Error::internal)
}

impl Work {
    /// Whether the figure of the bucket that starts here may still change.
    fn maturity(&self, start: DateTime<Utc>) -> &'static str {
        let end = bucket_end(start, self.grain, self.scope.engine.settings.time_zone).unwrap_or(self.to).min(self.to);
        maturity(end, self.wait_s, self.scope.as_of)
    }
}

/// One row that says that nothing can be said.
pub fn unknown(scope: &Scope, metric: &Metric, schema: &SchemaRef, from: DateTime<Utc>) -> Result<RecordBatch, Error> {
    let columns = schema
        .fields()
        .iter()
        .map(|field| match field.name().as_str() {
            "bucket" => instant([Some(from)].into_iter()),
            "n" => Arc::new(Int64Array::from(vec![0])),
            "maturity" => Arc::new(StringArray::from(vec!["unknown"])),
            "grade" => Arc::new(StringArray::from(vec!["E0"])),
            "as_of" => instant([Some(scope.as_of)].into_iter()),
            "definition" => Arc::new(StringArray::from(vec![metric.definition.as_str()])),
            _ => new_null_array(field.data_type(), 1),
        })
        .collect();
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(Error::internal)
}

/// The newest event of the input that lags most; rows dated after as-of do not count.
pub async fn watermark(scope: &Scope, metric: &Metric) -> Result<Option<DateTime<Utc>>, Error> {
    let mut oldest: Option<DateTime<Utc>> = None;
    for log in materialise::logs_behind(scope, &metric.inputs) {
        let Some(LogState::Listed(sources)) = scope.snapshot.logs.get(log.as_str()) else {
            continue;
        };
        for source in sources.clone() {
            let prepared = scope.engine.prepared(&source).await?;
            let newest = prepared.measured.iter().filter_map(|measured| measured.max_event_time).max();
            if let Some(newest) = newest.map(|newest| newest.min(scope.as_of)) {
                oldest = Some(oldest.map_or(newest, |oldest| oldest.min(newest)));
            }
        }
    }
    Ok(oldest)
}

fn maturity(end: DateTime<Utc>, wait_s: i64, as_of: DateTime<Utc>) -> &'static str {
    let wait = Duration::seconds(wait_s) + Duration::hours(LATENESS_HOURS);
    match end + wait <= as_of {
        true => "final",
        false => "provisional",
    }
}

fn bucket_end(start: DateTime<Utc>, grain: Grain, zone: Tz) -> Option<DateTime<Utc>> {
    let day = start.with_timezone(&zone).date_naive();
    let day_after = |days: i64| range::start_of_day(day + Duration::days(days), zone);
    let months_after = |months: u32| {
        let first = NaiveDate::from_ymd_opt(day.year(), day.month(), 1)?;
        Some(range::start_of_day(first.checked_add_months(Months::new(months))?, zone))
    };
    match grain {
        Grain::Total => None,
        Grain::Hour => Some(start + Duration::hours(1)),
        Grain::Day => Some(day_after(1)),
        Grain::Week => Some(day_after(7)),
        Grain::Month => months_after(1),
        Grain::Quarter => months_after(3),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn a_bucket_ends_where_the_next_begins_also_when_the_clock_changes() {
        let zone = Tz::Europe__Berlin;
        let cases = [
            ("2026-03-28T23:00:00Z", Grain::Day, "2026-03-29T22:00:00Z"),
            ("2025-10-25T22:00:00Z", Grain::Day, "2025-10-26T23:00:00Z"),
            ("2026-03-22T23:00:00Z", Grain::Week, "2026-03-29T22:00:00Z"),
            ("2026-02-28T23:00:00Z", Grain::Month, "2026-03-31T22:00:00Z"),
            ("2025-12-31T23:00:00Z", Grain::Quarter, "2026-03-31T22:00:00Z"),
            ("2026-03-29T00:00:00Z", Grain::Hour, "2026-03-29T01:00:00Z"),
        ];
        for (start, grain, end) in cases {
            assert_eq!(bucket_end(at(start), grain, zone), Some(at(end)), "{start} {grain}");
        }
        assert_eq!(bucket_end(at("2026-03-29T00:00:00Z"), Grain::Total, zone), None);
    }

    #[test]
    fn a_figure_is_final_a_day_after_its_window_closed() {
        let week = 7 * 86_400;
        let cases = [
            ("2026-05-01T00:00:00Z", 0, "final"),
            ("2026-05-04T00:00:00Z", 0, "final"),
            ("2026-05-04T00:00:01Z", 0, "provisional"),
            ("2026-04-27T00:00:00Z", week, "final"),
            ("2026-04-27T00:00:01Z", week, "provisional"),
        ];
        for (end, wait_s, stamped) in cases {
            assert_eq!(maturity(at(end), wait_s, at("2026-05-05T00:00:00Z")), stamped, "{end}");
        }
    }
}
