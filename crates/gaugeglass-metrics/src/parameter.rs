//! The `$name` placeholders a statement may use: standard ones, bound for every query, and declared ones.

use crate::duration::parse_seconds;
use crate::vocabulary::ParameterKind;

/// A placeholder bound for every statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardParameter {
    /// Without the `$`.
    pub name: &'static str,
    /// The type it is bound as.
    pub kind: &'static str,
    /// What it stands for.
    pub doc: &'static str,
}

/// The placeholders every statement may use without declaring them.
pub const STANDARD_PARAMETERS: &[StandardParameter] = &[
    StandardParameter { name: "from", kind: "timestamp", doc: "Start of the range, included." },
    StandardParameter { name: "to", kind: "timestamp", doc: "End of the range, excluded." },
    StandardParameter { name: "as_of", kind: "timestamp", doc: "The moment the answer is for; use it in place of a clock." },
    StandardParameter { name: "grain", kind: "text", doc: "The time step asked for." },
    StandardParameter { name: "time_zone", kind: "text", doc: "The business time zone." },
];

/// A placeholder a file declares, with the value it has until a reader chooses another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Without the `$`.
    pub name: String,
    /// Its type.
    pub kind: ParameterKind,
    /// Its value as written; [`Parameter::value`] reads it.
    pub default: String,
    /// What it does.
    pub doc: String,
}

/// A parameter's value, ready to be bound.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterValue {
    /// Any text.
    Text(String),
    /// A number.
    Number(f64),
    /// A duration in seconds.
    Seconds(i64),
    /// A day or an RFC 3339 instant, as written.
    Instant(String),
}

impl Parameter {
    /// Reads `text` as a value of this parameter's type; the error says what is expected.
    pub fn value(&self, text: &str) -> Result<ParameterValue, String> {
        match self.kind {
            ParameterKind::Text => Ok(ParameterValue::Text(text.to_owned())),
            ParameterKind::Number => number(text).map(ParameterValue::Number),
            ParameterKind::Duration => parse_seconds(text).map(ParameterValue::Seconds),
            ParameterKind::Instant => instant(text).map(ParameterValue::Instant),
        }
    }
}

fn number(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(format!("`{text}` is not a number")),
    }
}

/// The calendar is the engine's business; here only the shape is checked.
pub(crate) fn instant(text: &str) -> Result<String, String> {
    let text = text.trim();
    let day = text.split('T').next().unwrap_or(text).as_bytes();
    let is_day = day.len() == 10
        && day.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day && (text.len() == 10 || text.len() > 16) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not an instant: write 2026-01-31 or 2026-01-31T12:00:00Z"))
    }
}
