//! The story that the rows of the world tell: which words they say, which of them belong together, and when what happened.

use super::values::COUNT;

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;
/// So many rows of a log without a time tell the story.
pub const FEW: usize = 20;

/// What decides what a row counts for: log (any, where empty), column, and the words it says in turn.
pub const MEANT: [(&str, &str, &[&str]); 26] = [
    ("events", "type", &["product_viewed", "product_added", "order_completed", "products_searched", "product_viewed"]),
    ("orders", "status", &["paid"]),
    ("decisions", "identity_method", &["deterministic", "probabilistic"]),
    ("decisions", "decision_kind", &["contextual"]),
    ("deliveries", "status", &["sent", "delivered", "displayed", "clicked", "sent", "delivered", "dismissed", "suppressed"]),
    ("approvals", "action", &["submitted", "assigned", "approved", "published", "submitted", "assigned", "rejected", "resubmitted"]),
    ("identity_map", "id_type", &["anonymous_id"]),
    ("identity_links", "left_type", &["anonymous_id"]),
    ("identity_links", "right_type", &["user_id"]),
    ("identity_links", "method", &["deterministic", "probabilistic"]),
    ("experiments", "kind", &["ab", "holdout", "latency_injection", "feature_lag", "fast_lane", "send_delay"]),
    ("experiments", "unit_type", &["user_id"]),
    ("experiments", "primary_metric_id", &["conversion_rate"]),
    ("assignments", "unit_type", &["user_id"]),
    ("exposures", "unit_type", &["user_id"]),
    ("use_cases", "intent_rule", &["type = 'product_added'"]),
    ("consents", "state", &["granted", "withdrawn"]),
    ("consents", "purpose", &["marketing"]),
    ("labels", "kind", &["identity_pair"]),
    ("labels", "truth", &["true", "false"]),
    ("fx_rates", "to_currency", &["EUR"]),
    ("", "time_precision", &["ms"]),
    ("", "clock_source", &["server"]),
    ("", "environment", &["prod"]),
    ("", "tz", &["Europe/Berlin"]),
    ("", "currency", &["EUR"]),
];

/// Columns that hold what another column names.
pub const SAME: [(&str, &str); 11] = [
    ("system_id", "source"),
    ("person_id", "user_id"),
    ("person_id_used", "user_id"),
    ("person_id_at_ingest", "user_id"),
    ("subject", "user_id"),
    ("unit_id_hash", "user_id"),
    ("right_hash", "user_id"),
    ("id_hash", "anonymous_id"),
    ("left_hash", "anonymous_id"),
    ("trigger_event_id", "event_id"),
    ("decision_id", "event_id"),
];

/// Columns in which rows share a text: log (any, where empty), column, how many neighbours share it, and how many texts there are.
pub const SHARED: [(&str, &str, usize, usize); 11] = [
    ("deliveries", "message_id", 4, COUNT),
    ("deliveries", "decision_id", 4, COUNT),
    ("approvals", "workflow_id", 4, COUNT),
    ("approvals", "object_id", 4, COUNT),
    ("approvals", "object_version", 4, COUNT),
    ("", "variant_id", FEW, 2),
    ("", "experiment_id", 1, FEW),
    ("", "use_case_id", 1, FEW),
    ("", "campaign_id", 1, FEW),
    ("", "stage_name", 1, FEW),
    ("", "source", 1, 8),
];

/// Instants that a row fills, in milliseconds after its own.
pub const INSTANTS: [(&str, i64); 25] = [
    ("event_time", 0),
    ("client_time", 0),
    ("sent_time", 0),
    ("received_time", 1000),
    ("ingest_time", MINUTE),
    ("trigger_time", 0),
    ("request_time", 1000),
    ("decision_time", 1050),
    ("response_time", 1100),
    ("rendered_time", 1400),
    ("identity_as_of", 0),
    ("feature_min_time", -10 * MINUTE),
    ("feature_max_time", -MINUTE),
    ("placed_time", 0),
    ("due_time", DAY),
    ("label_time", 0),
    ("recorded_time", -60 * MINUTE),
    ("valid_from", -60 * DAY),
    ("declared_time", -60 * DAY),
    ("start_time", -DAY),
    ("plan_registered_time", -40 * DAY),
    ("planned_start", -30 * DAY),
    ("planned_end", 30 * DAY),
    ("open_from", 0),
    ("open_to", 20 * MINUTE),
];
