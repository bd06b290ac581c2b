//! The sizes of a calendar bucket.

use chrono::{Datelike, Days, Months, NaiveDate};
use datafusion::common::{Result, plan_err};

/// How much calendar one bucket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// All time: there is no bucket.
    Total,
    Hour,
    Calendar(Period),
}

/// A whole number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Day,
    Week,
    Month,
    Quarter,
}

const GRAINS: [(&str, Grain); 6] = [
    ("total", Grain::Total),
    ("hour", Grain::Hour),
    ("day", Grain::Calendar(Period::Day)),
    ("week", Grain::Calendar(Period::Week)),
    ("month", Grain::Calendar(Period::Month)),
    ("quarter", Grain::Calendar(Period::Quarter)),
];

impl Grain {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        match GRAINS.iter().find(|(name, _)| *name == text) {
            Some((_, grain)) => Ok(*grain),
            None => {
                let allowed = GRAINS.map(|(name, _)| name).join(", ");
                plan_err!("unknown grain `{text}`: use one of {allowed}")
            }
        }
    }
}

impl Period {
    /// The first day of the period that holds `date`. Weeks start on Monday.
    pub(crate) fn first_day(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => Some(date),
            Self::Week => date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())),
            Self::Month => date.with_day(1),
            Self::Quarter => date.with_day(1)?.with_month(date.month0() / 3 * 3 + 1),
        }
    }

    /// The first day of the next period.
    pub(crate) fn next(self, first_day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first_day.checked_add_days(Days::new(1)),
            Self::Week => first_day.checked_add_days(Days::new(7)),
            Self::Month => first_day.checked_add_months(Months::new(1)),
            Self::Quarter => first_day.checked_add_months(Months::new(3)),
        }
    }
}
