//! Durations as OpenSLO writes them: `5m`, `28d`, `1M`.

use serde::Serialize;

use super::fields::{Fields, Findings};
use crate::duration::parse_seconds;

/// Minutes, hours, days and weeks, then the units of the calendar: months, quarters and years.
const UNITS: &[char] = &['m', 'h', 'd', 'w', 'M', 'Q', 'Y'];

/// A whole number and one of `m`, `h`, `d`, `w`, `M`, `Q` and `Y`; `m` are minutes, `M` months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Shorthand(String);

impl Shorthand {
    /// Reads a duration; the error says what is expected.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let digits = text.strip_suffix(UNITS).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
        match digits.map(str::parse::<u32>) {
            Some(Ok(_)) => Ok(Self(text.to_owned())),
            _ => Err("write a whole number and m, h, d, w, M (months), Q or Y, such as 28d"),
        }
    }

    /// The duration of so many seconds in whole days or hours, else in minutes, of which there are no parts.
    pub fn of_seconds(seconds: i64) -> Self {
        let whole = [('d', 86_400_i64), ('h', 3_600)].into_iter().find(|(_, length)| seconds % length == 0);
        let (unit, length) = whole.unwrap_or(('m', 60));
        Self(format!("{}{unit}", seconds / length))
    }

    /// Its seconds; `None` where the calendar says how long it is.
    pub fn seconds(&self) -> Option<i64> {
        parse_seconds(&self.0).ok()
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The duration under a key.
    pub(crate) fn read(fields: &mut Fields, key: &str, findings: &mut Findings<'_>) -> Option<Self> {
        fields.duration(key, Self::parse, findings)
    }

    /// The duration under a key that must be there.
    pub(crate) fn required(fields: &mut Fields, key: &str, findings: &mut Findings<'_>) -> Self {
        fields.require(key, "write a duration, such as 28d", findings);
        Self::read(fields, key, findings).unwrap_or_default()
    }
}

impl Default for Shorthand {
    fn default() -> Self {
        Self("0m".to_owned())
    }
}
