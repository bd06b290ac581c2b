//! Instants and ranges as people write them: `2026-03-01`, `2026-03-01T10:00:00Z`, `-28d`, `now`.

use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::Error;

/// Days of the range where nothing is said.
pub const DEFAULT_DAYS: u64 = 28;

/// Reads an instant; a bare date is the start of that day in `zone`, `-28d` is counted back from `now`.
pub fn instant(text: &str, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, Error> {
    let text = text.trim();
    if text == "now" {
        return Ok(now);
    }
    if let Some(span) = text.strip_prefix('-').and_then(back) {
        return Ok(now - span);
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    for pattern in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f"] {
        if let Ok(local) = NaiveDateTime::parse_from_str(text, pattern) {
            return Ok(in_zone(local, zone));
        }
    }
    match text.parse::<NaiveDate>() {
        Ok(day) => Ok(start_of_day(day, zone)),
        Err(_) => Err(Error::Invalid(format!(
            "`{text}` is not a time. Write a date (2026-03-01), an instant (2026-03-01T10:00:00Z), `-28d`, `-12h` or `now`"
        ))),
    }
}

fn back(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.len().checked_sub(1)?);
    let count: i64 = number.parse().ok().filter(|count| (0..100_000).contains(count))?;
    match unit {
        "h" => Some(Duration::hours(count)),
        "d" => Some(Duration::days(count)),
        "w" => Some(Duration::weeks(count)),
        _ => None,
    }
}

/// The first instant of a calendar day; where the clock skips midnight, the first that exists.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    in_zone(day.and_time(NaiveTime::MIN), zone)
}

fn in_zone(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let mut candidate = local;
    loop {
        match zone.from_local_datetime(&candidate) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return found.to_utc(),
            LocalResult::None => candidate += Duration::minutes(15),
        }
    }
}

/// `[from, to)`, with the defaults: up to `now`, and 28 whole days back from there.
pub fn resolve(
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
    let to = to.unwrap_or(now);
    let from = from.unwrap_or_else(|| {
        let day = to.with_timezone(&zone).date_naive();
        start_of_day(day.checked_sub_days(Days::new(DEFAULT_DAYS)).unwrap_or(day), zone)
    });
    match from < to {
        true => Ok((from, to)),
        false => Err(Error::Invalid(format!("the range is empty: it starts {from} and ends {to}; put `from` before `to`"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const BERLIN: Tz = Tz::Europe__Berlin;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let now = at("2026-05-05T00:00:00Z");
        let cases = [
            ("now", "2026-05-05T00:00:00Z"),
            ("-28d", "2026-04-07T00:00:00Z"),
            ("-12h", "2026-05-04T12:00:00Z"),
            ("-2w", "2026-04-21T00:00:00Z"),
            ("2026-03-01", "2026-02-28T23:00:00Z"),
            ("2026-07-01", "2026-06-30T22:00:00Z"),
            ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
            ("2026-03-01T10:00", "2026-03-01T09:00:00Z"),
            ("2026-03-01 10:00:00", "2026-03-01T09:00:00Z"),
        ];
        for (written, meant) in cases {
            assert_eq!(instant(written, now, BERLIN).unwrap(), at(meant), "{written}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_with_examples() {
        for written in ["", "yesterday", "2026-13-01", "-5", "-5y", "28d", "-999999999d"] {
            let error = instant(written, at("2026-05-05T00:00:00Z"), BERLIN).unwrap_err().to_string();
            assert!(error.contains("-28d"), "{written}: {error}");
        }
    }

    #[test]
    fn an_hour_that_the_clock_skips_starts_after_the_gap() {
        assert_eq!(instant("2026-03-29T02:30", at("2026-05-05T00:00:00Z"), BERLIN).unwrap(), at("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn the_default_range_is_28_whole_days_and_an_empty_one_is_refused() {
        let now = at("2026-05-05T00:00:00Z");
        let (from, to) = resolve(None, None, now, BERLIN).unwrap();
        assert_eq!((from, to), (at("2026-04-06T22:00:00Z"), now));
        assert!(resolve(Some(now), Some(now), now, BERLIN).unwrap_err().to_string().contains("put `from` before `to`"));
    }
}
