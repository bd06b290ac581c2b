//! The window that an objective covers: one that rolls with time, or one of the calendar.

use serde::Serialize;

use super::fields::{Fields, Findings, Part};
use super::shorthand::Shorthand;
use super::value::Map;

/// A window. One with a calendar does not roll.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeWindow {
    /// How long it is.
    pub duration: Shorthand,
    /// Where windows of the calendar begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// Whether it ends now; where it is left out, only one without a calendar does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_rolling: Option<bool>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// Where windows of the calendar begin.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    /// When the first one begins, `2020-01-21 12:30:00` in local time.
    pub start_time: String,
    /// The time zone by its IANA name.
    pub time_zone: String,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for TimeWindow {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let window = Self {
            duration: Shorthand::required(&mut fields, "duration", findings),
            calendar: fields.part("calendar", findings),
            is_rolling: fields.flag("isRolling", findings),
            rest: Map::new(),
        };
        match (window.is_rolling, fields.has("calendar")) {
            (Some(true), true) => {
                findings.report(fields.place_of("calendar"), "a rolling window has no calendar", "keep `isRolling: true` or `calendar:`");
            }
            (Some(false), false) => fields.missing("calendar", "say when the window begins, or write `isRolling: true`", findings),
            _ => {}
        }
        Self { rest: fields.rest(), ..window }
    }
}

impl Part for Calendar {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let start_time = fields.required_text("startTime", "write the local time, such as 2026-01-01 00:00:00", findings);
        if !start_time.is_empty() && !is_local_time(&start_time) {
            let message = format!("`{start_time}` is not a local time");
            findings.report(fields.place_of("startTime"), message, "write it as 2026-01-01 00:00:00");
        }
        Self {
            start_time,
            time_zone: fields.required_text("timeZone", "write its IANA name, such as Europe/Berlin", findings),
            rest: fields.rest(),
        }
    }
}

/// `2020-01-21 12:30:00`; whether the calendar has the day is another's business.
fn is_local_time(text: &str) -> bool {
    let form = "dddd-dd-dd dd:dd:dd";
    let fits = |(letter, expected): (char, char)| if expected == 'd' { letter.is_ascii_digit() } else { letter == expected };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}
