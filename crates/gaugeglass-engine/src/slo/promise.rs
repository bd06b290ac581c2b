//! A promise at an instant: the period that its budget covers, and how far its minutes can be judged.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Months, TimeDelta, Utc};
use chrono_tz::Tz;
use gaugeglass_metrics::{Metric, Objective, Period};

use super::arrival::arrival;
use super::minute;
use crate::left_out;
use crate::scope::Scope;
use crate::{Error, metric, range};

/// The longest window of an alert: as far before the first instant judged, minutes are counted.
const LEAD: TimeDelta = TimeDelta::days(3);

/// The promise of a metric, at the instant of a scope.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The metric that makes it.
    pub metric: Arc<Metric>,
    /// What is promised.
    pub slo: Objective,
    /// Logs that the metric needs and that are not there: nothing is known of the promise.
    pub missing: Vec<String>,
    /// Rows that mappings of one's own leave out of the logs that the metric needs: of them nobody knows whether they are good.
    pub left_out: u64,
    /// Start of the period that the budget covers.
    pub period_from: DateTime<Utc>,
    /// Its end: now where the period rolls.
    pub period_to: DateTime<Utc>,
    /// Minutes are counted from here on.
    pub counted_from: DateTime<Utc>,
    /// Alerts are judged after this instant, with whole windows before it.
    pub judged_from: DateTime<Utc>,
    /// The newest event of the slowest log that the metric needs.
    pub watermark: Option<DateTime<Utc>>,
    /// Minutes before this one are evaluated: the watermark has passed them, or what is missing of them is overdue.
    pub evaluated_to: Option<DateTime<Utc>>,
}

/// Every promise of the registry.
pub async fn promises(scope: &Scope) -> Result<Vec<Promise>, Error> {
    let mut promises = Vec::new();
    for metric in scope.metrics() {
        if let Some(slo) = metric.slo.clone() {
            promises.push(promise(scope, metric, slo).await?);
        }
    }
    Ok(promises)
}

async fn promise(scope: &Scope, metric: Arc<Metric>, slo: Objective) -> Result<Promise, Error> {
    let to = minute(scope.as_of);
    let (period_from, period_to) = match slo.period {
        Period::Rolling => (to - TimeDelta::seconds(slo.window), to),
        Period::Calendar => month(to, scope.engine.settings.time_zone),
    };
    let judged_from = period_from.min(to - LEAD);
    let counted_from = judged_from - LEAD;
    let missing = metric::missing_logs(scope, &metric);
    let (watermark, evaluated_to) = match missing.is_empty() {
        true => evaluated(scope, &metric, counted_from, to).await?,
        false => (None, None),
    };
    let left_out = left_out(scope, &metric).await;
    Ok(Promise { metric, slo, missing, left_out, period_from, period_to, counted_from, judged_from, watermark, evaluated_to })
}

async fn left_out(scope: &Scope, metric: &Metric) -> u64 {
    let needed = metric.needs.iter().cloned().collect();
    left_out::of_logs(scope, &needed).await.iter().map(|filter| filter.rows_left_out).sum()
}

/// The watermark, and the end of the minutes that are evaluated. A feed that stopped does not stop the judgement: the minutes
/// in which its events are overdue are evaluated too, as minutes without data.
async fn evaluated(
    scope: &Scope,
    metric: &Metric,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<(Option<DateTime<Utc>>, Option<DateTime<Utc>>), Error> {
    let arrival = arrival(scope, &metric.needs, from, to).await?;
    let passed = arrival.watermark.max(Some(arrival.due_to(to)));
    Ok((arrival.watermark, passed.map(minute)))
}

/// The calendar month that holds an instant.
fn month(instant: DateTime<Utc>, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    let day = instant.with_timezone(&zone).date_naive();
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    (range::start_of_day(first, zone), range::start_of_day(next, zone))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_calendar_month_is_one_of_the_business_zone() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let cases = [
            ("2026-03-31T21:59:00Z", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
            ("2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z"),
            ("2026-12-31T12:00:00Z", "2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z"),
        ];
        for (instant, from, to) in cases {
            assert_eq!(month(at(instant), Tz::Europe__Berlin), (at(from), at(to)), "{instant}");
        }
    }
}
