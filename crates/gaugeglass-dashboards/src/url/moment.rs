//! A point in time as an address writes it: `now`, `-28d`, a day, or an instant.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::format::time::{iso, midnight};

/// A point in time, perhaps relative to the page's as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The page's as-of.
    Now,
    /// So long before it.
    Ago(u32, Unit),
    /// Midnight of a day in the business zone.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
}

/// The unit of a relative moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

const UNITS: [(char, Unit, &str); 5] = [
    ('h', Unit::Hour, "hours"),
    ('d', Unit::Day, "days"),
    ('w', Unit::Week, "weeks"),
    ('m', Unit::Month, "months"),
    ('y', Unit::Year, "years"),
];

/// The forms a moment may have, for a reader.
pub const ALLOWED: &str = "write `now`, a span before now such as `-12h`, `-28d`, `-4w`, `-3m` or `-1y`, \
                           a day such as `2026-04-07`, or an instant such as `2026-04-07T12:00:00Z`";

impl Moment {
    /// The instant that is meant.
    pub fn resolve(self, as_of: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Moment::Now => Some(as_of),
            Moment::Day(day) => Some(midnight(day, zone)),
            Moment::At(at) => Some(at),
            Moment::Ago(count, unit) => before(as_of, count, unit),
        }
    }

    /// The name of the period that began at this moment: `28 days`.
    pub fn span_name(self) -> Option<String> {
        let Moment::Ago(count, unit) = self else { return None };
        let (_, _, plural) = UNITS.iter().find(|(_, known, _)| *known == unit)?;
        let word = if count == 1 { plural.trim_end_matches('s') } else { plural };
        Some(format!("{count} {word}"))
    }
}

fn before(as_of: DateTime<Utc>, count: u32, unit: Unit) -> Option<DateTime<Utc>> {
    match unit {
        Unit::Hour => as_of.checked_sub_signed(TimeDelta::hours(i64::from(count))),
        Unit::Day => as_of.checked_sub_days(Days::new(u64::from(count))),
        Unit::Week => as_of.checked_sub_days(Days::new(u64::from(count) * 7)),
        Unit::Month => as_of.checked_sub_months(Months::new(count)),
        Unit::Year => as_of.checked_sub_months(Months::new(count.checked_mul(12)?)),
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Moment, &'static str> {
        let text = text.trim();
        if text == "now" {
            return Ok(Moment::Now);
        }
        if let Some(span) = text.strip_prefix('-') {
            return ago(span).ok_or(ALLOWED);
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Moment::Day);
        let instant = || DateTime::parse_from_rfc3339(text).ok().map(|at| Moment::At(at.to_utc()));
        day.or_else(instant).ok_or(ALLOWED)
    }
}

fn ago(span: &str) -> Option<Moment> {
    let letter = span.chars().last()?;
    let (_, unit, _) = UNITS.iter().find(|(known, ..)| *known == letter)?;
    let count = span.strip_suffix(letter)?.parse().ok()?;
    Some(Moment::Ago(count, *unit))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Now => f.write_str("now"),
            Moment::Day(day) => write!(f, "{day}"),
            Moment::At(at) => f.write_str(&iso(*at)),
            Moment::Ago(count, unit) => {
                let letter = UNITS.iter().find(|(_, known, _)| known == unit).map_or('d', |(letter, ..)| *letter);
                write!(f, "-{count}{letter}")
            }
        }
    }
}
