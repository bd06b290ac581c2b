//! Calendar arithmetic of the business zone, and how instants are written.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use gaugeglass_metrics::Grain;

/// More buckets than this and a chart would be finer than its pixels.
pub const BUCKETS_MAX: usize = 1000;

/// An instant with its zone: `4 May 2026 22:40 CEST`.
pub fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %b %Y %H:%M %Z").to_string()
}

/// An instant for machines: ISO 8601 in UTC.
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// The days of a range, its exclusive end given: `7 Apr – 4 May 2026`.
pub fn range(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let last = to - TimeDelta::microseconds(1);
    let (from, last) = (from.with_timezone(&zone), last.with_timezone(&zone));
    let end = last.format("%-d %b %Y");
    if from.date_naive() == last.date_naive() {
        return end.to_string();
    }
    let start = if from.year() == last.year() { from.format("%-d %b") } else { from.format("%-d %b %Y") };
    format!("{start} – {end}")
}

/// The name of a bucket, as short as an axis needs it.
pub fn bucket(at: DateTime<Utc>, grain: Grain, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    match grain {
        Grain::Hour => local.format("%-d %b %H:%M").to_string(),
        Grain::Month => local.format("%b %Y").to_string(),
        Grain::Quarter => format!("Q{} {}", local.month0() / 3 + 1, local.year()),
        Grain::Day | Grain::Week | Grain::Total => local.format("%-d %b").to_string(),
    }
}

/// The name of a bucket within a sentence or a table.
pub fn bucket_long(at: DateTime<Utc>, grain: Grain, zone: Tz) -> String {
    match grain {
        Grain::Day => at.with_timezone(&zone).format("%-d %b %Y").to_string(),
        Grain::Week => at.with_timezone(&zone).format("week of %-d %b %Y").to_string(),
        _ => bucket(at, grain, zone),
    }
}

/// How long ago, in the largest whole unit.
pub fn age(span: TimeDelta) -> String {
    match span.num_minutes().max(0) {
        minutes if minutes < 120 => format!("{minutes} min"),
        minutes if minutes < 72 * 60 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / (24 * 60)),
    }
}

/// Midnight of a day in the zone; where clocks skip it, the first instant after.
pub fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    localize(day.and_time(NaiveTime::MIN), zone)
}

fn localize(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&local).earliest();
    // Clocks skip at most a few hours, so a later quarter of an hour exists.
    let later = || (1..24).find_map(|step| zone.from_local_datetime(&(local + TimeDelta::minutes(15 * step))).earliest());
    found.or_else(later).map_or_else(|| local.and_utc(), |at| at.to_utc())
}

/// Start of the bucket that holds `at`.
pub fn bucket_start(at: DateTime<Utc>, grain: Grain, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone);
    let day = local.date_naive();
    match grain {
        Grain::Total => at,
        Grain::Hour => at - TimeDelta::seconds(i64::from(local.minute() * 60 + local.second())) - nanos(at),
        Grain::Day => midnight(day, zone),
        Grain::Week => midnight(day - Days::new(u64::from(day.weekday().num_days_from_monday())), zone),
        Grain::Month => midnight(day - Days::new(u64::from(day.day0())), zone),
        Grain::Quarter => {
            let first = day - Days::new(u64::from(day.day0()));
            midnight(first - Months::new(day.month0() % 3), zone)
        }
    }
}

fn nanos(at: DateTime<Utc>) -> TimeDelta {
    TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

/// Start of the bucket after the one that starts at `start`.
pub fn bucket_end(start: DateTime<Utc>, grain: Grain, zone: Tz) -> DateTime<Utc> {
    let day = start.with_timezone(&zone).date_naive();
    match grain {
        Grain::Total => start,
        Grain::Hour => start + TimeDelta::hours(1),
        Grain::Day => midnight(day + Days::new(1), zone),
        Grain::Week => midnight(day + Days::new(7), zone),
        Grain::Month => midnight(day + Months::new(1), zone),
        Grain::Quarter => midnight(day + Months::new(3), zone),
    }
}

/// Every bucket that overlaps the range; `None` when there are more than a chart can show.
pub fn buckets(from: DateTime<Utc>, to: DateTime<Utc>, grain: Grain, zone: Tz) -> Option<Vec<DateTime<Utc>>> {
    if grain == Grain::Total {
        return Some(vec![from]);
    }
    let mut starts = Vec::new();
    let mut start = bucket_start(from, grain, zone);
    while start < to {
        if starts.len() == BUCKETS_MAX {
            return None;
        }
        starts.push(start);
        start = bucket_end(start, grain, zone);
    }
    Some(starts)
}
