//! Working hours, for durations that count open time alone.

use crate::ColumnType::{Date, Id, Instant, Label};
use crate::{Column, Log};

pub(super) fn log() -> Log {
    Log {
        name: "business_calendar",
        doc: "Hours in which a team works; a day without a row is closed.",
        grain: "one row per calendar and stretch of open hours",
        columns: columns(),
        key: &["calendar_id", "open_from"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("calendar_id", Id, "The calendar."),
        Column::required("date", Date, "Local day of the hours."),
        Column::required("open_from", Instant, "When work starts."),
        Column::required("open_to", Instant, "When work ends."),
        Column::optional("tz", Label, "Time zone of the calendar, by its IANA name."),
    ]
}
