//! OpenTelemetry log records of feature-flag evaluations, one a line, by day in `otel/year=YYYY/month=MM/day=DD/`.

use super::Feed;
use super::json::object;
use super::table::Row;

pub(super) const EXPOSURES: Feed = Feed {
    log: "exposures",
    path: |date, _| format!("otel/year={}/month={}/day={}/part-{{shard}}.ndjson.gz", date.year, date.month, date.day),
    header: "",
    has: |_| true,
    line,
};

/// Times are nanoseconds since 1970, as text.
fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    object(text, |line| {
        for (name, column) in [("Timestamp", "event_time"), ("ObservedTimestamp", "received_time")] {
            line.text(name, row.instant(column).map(|at| (at * 1_000).to_string()).as_deref());
        }
        line.text("EventName", Some("feature_flag.evaluation"));
        line.object("Resource", |resource| resource.text("service.name", row.text("source")));
        line.object("Attributes", |attributes| {
            attributes.text("log.record.uid", row.text("event_id"));
            attributes.text("feature_flag.key", row.text("experiment_id"));
            attributes.text("feature_flag.result.variant", row.text("variant_id"));
            attributes.text("feature_flag.result.reason", Some("split"));
            attributes.text("feature_flag.context.id", row.text("unit_id_hash"));
            attributes.text("feature_flag.context.kind", row.text("unit_type"));
        });
    });
}
