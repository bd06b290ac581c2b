//! What both worlds are asked: every kind of page, the files of figures, and the rows of every log.

use gaugeglass_logs::{Column, ColumnType, Log};
use gaugeglass_tests::{escaped, root};

use super::values::COUNT;
use super::world::meaning;

/// Rows that a page shows.
const ROWS_MAX: usize = 500;

/// Figures by the dimensions that hold texts of logs, and by some that are made of them.
const SLICES: [(&str, &str); 24] = [
    ("abandonment_rate", "market"),
    ("approval_layers", "object_type"),
    ("approval_littles_law", "risk_tier"),
    ("approval_stages", "stage_name"),
    ("approver_load", "role"),
    ("as_of_correctness", "identity_method"),
    ("as_of_correctness", "use_case_id"),
    ("click_to_conversion", "campaign_id"),
    ("clock_defects", "source"),
    ("decision_latency", "placement"),
    ("faster_irrelevance", "experiment_id"),
    ("link_methods", "left_type"),
    ("link_methods", "model_version"),
    ("link_methods", "rule_id"),
    ("match_rate_obs", "context"),
    ("match_rate_obs", "id_type"),
    ("null_rate", "column_name"),
    ("order_reconciliation", "currency"),
    ("orphan_rate", "edge"),
    ("personalized_reach", "consent"),
    ("recognised_at_decision", "channel"),
    ("soft_duplicate_rate", "type"),
    ("suppression_lag", "reason"),
    ("time_to_link", "first_channel"),
];

/// Every dashboard, and the pages that are none.
pub fn pages() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("dashboards")).unwrap().map(|entry| entry.unwrap().path());
    let files = folder.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let dashboards = files.map(|path| format!("/d/{}", path.file_stem().unwrap().to_str().unwrap()));
    let others = ["/", "/readiness", "/catalog", "/sql", "/patterns"].map(str::to_owned);
    others.into_iter().chain(dashboards).collect()
}

/// Figures sliced: their course, and the whole range.
pub fn slices() -> Vec<String> {
    SLICES.iter().flat_map(|(metric, by)| ["", "&grain=total"].map(|grain| format!("/m/{metric}?by={by}{grain}"))).collect()
}

/// One figure over stretches so short that every text has a row, a mark and a link.
pub fn stretches() -> Vec<String> {
    let ends: Vec<String> = (14..=70).map(instant).collect();
    ends.windows(2).map(|ends| format!("/m/recognised_at_decision?by=channel&from={}&to={}", ends[0], ends[1])).collect()
}

/// Half days counted from the last of March 2026.
fn instant(half_days: u32) -> String {
    let (day, hour) = (half_days / 2, half_days % 2 * 12);
    let (month, day) = if day > 30 { (5, day - 30) } else { (4, day) };
    format!("2026-{month:02}-{day:02}T{hour:02}:00:00Z")
}

/// The same figures as a file of a kind.
pub fn files(ending: &str) -> Vec<String> {
    SLICES.iter().map(|(metric, by)| format!("/m/{metric}.{ending}?by={by}&grain=total")).collect()
}

/// All texts of a log, and of its loose rows those that mean something elsewhere.
pub fn rows_of(log: &Log) -> Vec<String> {
    let texts: Vec<&Column> = log.columns.iter().filter(|column| is_text(column.kind)).collect();
    let meant: Vec<&Column> = texts.iter().copied().filter(|column| meaning(log, column).is_some()).collect();
    // Loose rows come first.
    let parts = if log.time.is_some() { vec![(0, meant), (COUNT, texts)] } else { vec![(0, texts)] };
    parts.iter().flat_map(|(first, columns)| [*first, first + ROWS_MAX].map(|first| statement(log, columns, first))).collect()
}

fn statement(log: &Log, columns: &[&Column], first: usize) -> String {
    let list = |names: Vec<&str>| names.into_iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let names = list(columns.iter().map(|column| column.name).collect());
    let order = list(log.time.map_or_else(|| log.key.to_vec(), |time| vec![time]));
    let sql = format!("select {names} from logs.{} order by {order} limit {ROWS_MAX} offset {first}", log.name);
    format!("/sql?q={}", escaped(&sql))
}

fn is_text(kind: ColumnType) -> bool {
    use ColumnType::{Date, Flag, Float32, Float64, Instant, Int16, Int32, Int64, Money};
    !matches!(kind, Instant | Date | Flag | Money | Int16 | Int32 | Int64 | Float32 | Float64)
}
