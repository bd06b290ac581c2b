//! The envelope: the columns that open every fact, whichever log it is in.

use crate::ColumnType::{Attributes, Flag, Id, Instant, Label};
use crate::{Column, Rule};

/// Two rows of one source with one event id are the same fact.
pub(crate) const KEY: &[&str] = &["source", "event_id"];

/// The instant that places a fact in time.
pub(crate) const TIME: &str = "event_time";

pub(crate) fn columns() -> Vec<Column> {
    let mut columns = identity();
    columns.extend(clocks());
    columns.extend(context());
    columns
}

fn identity() -> Vec<Column> {
    vec![
        Column::required("event_id", Id, "Identifies the fact within its source."),
        Column::required("source", Label, "The producing system, such as /shop/web."),
        Column::required("type", Label, "What happened, by its canonical name."),
    ]
}

fn clocks() -> Vec<Column> {
    vec![
        Column::required(
            "event_time",
            Instant,
            "When it happened, corrected for the device clock: received_time - (sent_time - client_time).",
        ),
        Column::optional("client_time", Instant, "When it happened by the device's own clock; not for analysis."),
        Column::optional("sent_time", Instant, "When the device sent it, by its own clock; not for analysis."),
        Column::conditional("received_time", Instant, "First server clock that saw it; filled where a server collects the fact."),
        Column::required("ingest_time", Instant, "When it landed in object storage; stamped at reading where the source has none."),
        Column::required("time_precision", Label, "Finest unit the source's clock shows; a latency finer than this is not claimed.")
            .with(Rule::Only(&["s", "ms", "us"])),
        Column::optional("clock_source", Label, "Whose clock event_time comes from.").with(Rule::OneOf(&["client", "server", "provider"])),
        Column::optional("tz", Label, "Time zone of the place, by its IANA name."),
    ]
}

fn context() -> Vec<Column> {
    vec![
        Column::optional("trace_id", Id, "W3C trace, 32 hexadecimal digits, not all zero."),
        Column::optional("span_id", Id, "W3C span, 16 hexadecimal digits, not all zero."),
        Column::optional("schema_ref", Label, "Data contract and version that the source wrote to."),
        Column::optional("environment", Label, "Deployment, such as prod or staging; null is unknown, not prod."),
        Column::optional("is_test", Flag, "Whether a tester made it; null is unknown."),
        Column::optional("is_bot", Flag, "Whether a machine posing as a customer made it; null is unknown."),
        Column::optional("bot_reason", Label, "Why it was taken for a bot."),
        Column::optional("extra", Attributes, "Fields of the source that no column of the contract holds."),
    ]
}
