//! Durations as OpenSLO writes them: `5m`, `28d`, `1M`.

use serde::Serialize;

use super::fields::{Fields, Findings};

/// Seconds of the units whose length is fixed, the longest first.
const SECONDS: &[(char, i64)] = &[('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60)];
/// Units of the calendar: months, quarters and years.
const CALENDAR: &[char] = &['M', 'Q', 'Y'];

/// A whole number and one of `m`, `h`, `d`, `w`, `M`, `Q` and `Y`; `m` are minutes, `M` months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Shorthand(String);

impl Shorthand {
    /// Reads a duration; the error says what is expected.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let expected = "write a whole number and m, h, d, w, M (months), Q or Y, such as 28d";
        let (digits, unit) = parts(text).ok_or(expected)?;
        let is_unit = CALENDAR.contains(&unit) || SECONDS.iter().any(|(known, _)| *known == unit);
        match digits.parse::<u32>() {
            Ok(_) if is_unit && digits.bytes().all(|digit| digit.is_ascii_digit()) => Ok(Self(text.to_owned())),
            _ => Err(expected),
        }
    }

    /// The duration of so many seconds, in days where it is whole days; `None` where it is not whole minutes.
    pub fn of_seconds(seconds: i64) -> Option<Self> {
        let (unit, length) = SECONDS.iter().skip(1).find(|(_, length)| seconds % length == 0)?;
        Some(Self(format!("{}{unit}", seconds / length)))
    }

    /// Its seconds; `None` where the calendar says how long it is.
    pub fn seconds(&self) -> Option<i64> {
        let (digits, unit) = parts(&self.0)?;
        let (_, length) = SECONDS.iter().find(|(known, _)| *known == unit)?;
        Some(digits.parse::<i64>().ok()? * length)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The duration under a key.
    pub(crate) fn read(fields: &mut Fields, key: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let text = fields.text(key, findings)?;
        match Self::parse(&text) {
            Ok(shorthand) => Some(shorthand),
            Err(help) => {
                findings.report(fields.place_of(key), format!("`{text}` is not a duration"), help);
                None
            }
        }
    }

    /// The duration under a key that must be there.
    pub(crate) fn required(fields: &mut Fields, key: &str, findings: &mut Findings<'_>) -> Self {
        if !fields.has(key) {
            fields.missing(key, "write a duration, such as 28d", findings);
        }
        Self::read(fields, key, findings).unwrap_or_default()
    }
}

impl Default for Shorthand {
    fn default() -> Self {
        Self("0m".to_owned())
    }
}

fn parts(text: &str) -> Option<(&str, char)> {
    let unit = text.chars().next_back()?;
    Some((text.strip_suffix(unit)?, unit))
}
