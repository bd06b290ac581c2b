//! From an instant to the bucket that holds it, in a time zone whose clocks jump.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use datafusion::common::{Result, plan_datafusion_err};

use super::grain::{Grain, Period};
use super::hour::hour;

/// Years 1 to 9999: what a calendar can show without running over its ends.
const INSTANTS: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;

/// Half-open `[start, end)`, in microseconds of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub start: i64,
    pub end: i64,
}

/// Buckets of one grain in one zone; those already worked out are remembered.
#[derive(Debug)]
pub(crate) struct Buckets {
    grain: Grain,
    zone: Tz,
    last: Option<Bucket>,
    known: BTreeMap<i64, Bucket>,
}

impl Buckets {
    pub(crate) fn new(grain: &str, zone: &str) -> Result<Self> {
        let (grain, zone) = (Grain::parse(grain)?, parse_zone(zone)?);
        Ok(Self { grain, zone, last: None, known: BTreeMap::new() })
    }

    /// Start of the bucket that holds `instant`.
    pub(crate) fn start(&mut self, instant: i64) -> Option<i64> {
        let holds = |bucket: &Bucket| (bucket.start..bucket.end).contains(&instant);
        if !self.last.as_ref().is_some_and(holds) {
            let known = self.known.range(..=instant).next_back().map(|(_, bucket)| *bucket);
            self.last = known.filter(holds).or_else(|| self.find(instant));
        }
        self.last.map(|bucket| bucket.start)
    }

    fn find(&mut self, instant: i64) -> Option<Bucket> {
        let local = utc(instant)?.with_timezone(&self.zone);
        let bucket = match self.grain {
            Grain::Total => return None,
            Grain::Hour => hour(self.zone, instant)?,
            Grain::Calendar(period) => calendar(period, self.zone, instant, local.date_naive())?,
        };
        self.known.insert(bucket.start, bucket);
        Some(bucket)
    }
}

/// An IANA zone by name.
pub(crate) fn parse_zone(name: &str) -> Result<Tz> {
    name.parse()
        .map_err(|_| plan_datafusion_err!("unknown time zone `{name}`: use an IANA name such as UTC, Europe/Berlin or America/New_York"))
}

/// An instant as a date and time, within the calendar.
pub(crate) fn utc(instant: i64) -> Option<DateTime<Utc>> {
    INSTANTS.contains(&instant).then(|| DateTime::from_timestamp_micros(instant)).flatten()
}

fn calendar(period: Period, zone: Tz, instant: i64, date: NaiveDate) -> Option<Bucket> {
    let first = period.first_day(date)?;
    let next = period.next(first)?;
    let (start, end) = (midnight(zone, first)?, midnight(zone, next)?);
    if instant < end {
        return Some(Bucket { start, end });
    }
    // The clock went back over midnight: the new day had begun, and so it goes on.
    Some(Bucket { start: end, end: midnight(zone, period.next(next)?)? })
}

/// The first instant of `date`. Where the clock jumps over midnight, that is the end of the jump.
fn midnight(zone: Tz, date: NaiveDate) -> Option<i64> {
    const MINUTES_JUMPED_MAX: i64 = 25 * 60;
    let midnight = date.and_time(NaiveTime::MIN);
    let minutes = (0..MINUTES_JUMPED_MAX).map(|minute| midnight + TimeDelta::minutes(minute));
    let mut instants = minutes.filter_map(|local| zone.from_local_datetime(&local).earliest());
    instants.next().map(|instant| instant.timestamp_micros())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn micros(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros()
    }

    fn check(grain: &str, zone: &str, cases: &[(&str, &str)]) {
        let mut one = Buckets::new(grain, zone).unwrap();
        for (instant, expected) in cases.iter().chain(cases.iter().rev()) {
            for buckets in [&mut one, &mut Buckets::new(grain, zone).unwrap()] {
                let start = buckets.start(micros(instant));
                assert_eq!(start, Some(micros(expected)), "{grain} of {instant} in {zone}");
            }
        }
    }

    fn hours(grain: &str, zone: &str, instant: &str) -> i64 {
        let mut buckets = Buckets::new(grain, zone).unwrap();
        buckets.start(micros(instant));
        let bucket = buckets.last.unwrap();
        (bucket.end - bucket.start) / HOUR
    }

    // Berlin: clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
    #[test]
    fn days_in_berlin_have_23_and_25_hours_when_clocks_change() {
        check(
            "day",
            "Europe/Berlin",
            &[
                ("2026-03-28T22:59:59.999999Z", "2026-03-27T23:00:00Z"),
                ("2026-03-28T23:00:00Z", "2026-03-28T23:00:00Z"),
                ("2026-03-29T21:59:59.999999Z", "2026-03-28T23:00:00Z"),
                ("2026-03-29T22:00:00Z", "2026-03-29T22:00:00Z"),
                ("2026-10-24T22:00:00Z", "2026-10-24T22:00:00Z"),
                ("2026-10-25T22:59:59.999999Z", "2026-10-24T22:00:00Z"),
                ("2026-10-25T23:00:00Z", "2026-10-25T23:00:00Z"),
            ],
        );
        assert_eq!(hours("day", "Europe/Berlin", "2026-03-29T12:00:00Z"), 23);
        assert_eq!(hours("day", "Europe/Berlin", "2026-10-25T12:00:00Z"), 25);
        assert_eq!(hours("week", "Europe/Berlin", "2026-03-29T12:00:00Z"), 167);
    }

    // New York: 8 March 2026 at 02:00, and 1 November at 02:00.
    #[test]
    fn days_in_new_york_have_23_and_25_hours_when_clocks_change() {
        check(
            "day",
            "America/New_York",
            &[
                ("2026-03-08T04:59:59Z", "2026-03-07T05:00:00Z"),
                ("2026-03-08T05:00:00Z", "2026-03-08T05:00:00Z"),
                ("2026-03-09T03:59:59Z", "2026-03-08T05:00:00Z"),
                ("2026-03-09T04:00:00Z", "2026-03-09T04:00:00Z"),
                ("2026-11-02T04:59:59Z", "2026-11-01T04:00:00Z"),
                ("2026-11-02T05:00:00Z", "2026-11-02T05:00:00Z"),
            ],
        );
        assert_eq!(hours("day", "America/New_York", "2026-03-08T12:00:00Z"), 23);
        assert_eq!(hours("day", "America/New_York", "2026-11-01T12:00:00Z"), 25);
    }

    #[test]
    fn an_hour_that_the_clock_shows_twice_is_two_buckets() {
        check(
            "hour",
            "Europe/Berlin",
            &[
                ("2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z"),
                ("2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z"),
                ("2026-03-29T00:59:59Z", "2026-03-29T00:00:00Z"),
                ("2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
            ],
        );
    }

    #[test]
    fn hours_follow_zones_that_are_half_an_hour_off() {
        check("hour", "Asia/Kolkata", &[("2026-01-05T00:15:00Z", "2026-01-04T23:30:00Z")]);
        // Lord Howe goes back from 02:00 to 01:30 at 15:00 UTC on 4 April 2026.
        check(
            "hour",
            "Australia/Lord_Howe",
            &[
                ("2026-04-04T14:45:00Z", "2026-04-04T14:00:00Z"),
                ("2026-04-04T15:10:00Z", "2026-04-04T15:00:00Z"),
                ("2026-04-04T15:40:00Z", "2026-04-04T15:30:00Z"),
            ],
        );
    }

    #[test]
    fn weeks_start_on_monday_and_months_and_quarters_on_their_first() {
        check("week", "UTC", &[("2026-01-04T23:59:59Z", "2025-12-29T00:00:00Z")]);
        check("week", "UTC", &[("2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z")]);
        check("month", "Europe/Berlin", &[("2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z")]);
        check("month", "Europe/Berlin", &[("2026-03-31T21:59:59Z", "2026-02-28T23:00:00Z")]);
        check("quarter", "America/New_York", &[("2026-05-05T00:00:00Z", "2026-04-01T04:00:00Z")]);
        check("quarter", "UTC", &[("2026-12-31T23:59:59Z", "2026-10-01T00:00:00Z")]);
    }

    // Beirut jumped from 24:00 on 25 March to 01:00 on 26 March 2022: that day has no midnight.
    #[test]
    fn a_day_without_midnight_starts_where_the_clock_lands() {
        check(
            "day",
            "Asia/Beirut",
            &[
                ("2022-03-26T21:59:59Z", "2022-03-25T22:00:00Z"),
                ("2022-03-26T22:00:00Z", "2022-03-26T22:00:00Z"),
                ("2022-03-27T20:59:59Z", "2022-03-26T22:00:00Z"),
            ],
        );
    }

    #[test]
    fn total_has_no_bucket_and_neither_has_a_year_off_the_calendar() {
        assert_eq!(Buckets::new("total", "UTC").unwrap().start(0), None);
        assert_eq!(Buckets::new("day", "UTC").unwrap().start(i64::MAX), None);
        assert_eq!(Buckets::new("hour", "UTC").unwrap().start(i64::MIN), None);
    }

    #[test]
    fn an_unknown_grain_or_zone_names_what_would_do() {
        let grain = Buckets::new("fortnight", "UTC").unwrap_err().to_string();
        assert!(grain.contains("total, hour, day, week, month, quarter"), "{grain}");
        let zone = Buckets::new("day", "Berlin").unwrap_err().to_string();
        assert!(zone.contains("`Berlin`") && zone.contains("Europe/Berlin"), "{zone}");
    }
}
