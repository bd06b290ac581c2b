//! Every metric against the truth that the world's generator planted: exact where the generator says exact,
//! within its standard errors where it says so. The figures are read from a served world.
//!
//! The tier is `ci`; `GAUGEGLASS_TRUTH_TIER=demo` or `large` runs the same claims on more people.

#[path = "truth/approvals.rs"]
mod approvals;
#[path = "truth/experiments.rs"]
mod experiments;
#[path = "truth/identity.rs"]
mod identity;
#[path = "truth/latency.rs"]
mod latency;
#[path = "truth/links.rs"]
mod links;
#[path = "truth/slo.rs"]
mod slo;
#[path = "truth/timeliness.rs"]
mod timeliness;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use gaugeglass_tests::{Server, get, serve, world, world_of};
use serde_json::Value;

/// The whole world.
const ALL: &str = "from=2026-01-05T00:00:00Z&to=2026-05-05T00:00:00Z&grain=total";
/// Its last thirty days, which a budget covers.
const LAST_30_DAYS: &str = "from=2026-04-05T00:00:00Z&to=2026-05-05T00:00:00Z&grain=total";

/// A debug build is slow.
const LIMITS: [&str; 2] = ["--limits-query-time-ms-max", "300000"];

struct Truth {
    server: Server,
    items: BTreeMap<String, Value>,
}

fn truth() -> &'static Truth {
    static TRUTH: OnceLock<Truth> = OnceLock::new();
    TRUTH.get_or_init(|| {
        let folder = match std::env::var("GAUGEGLASS_TRUTH_TIER") {
            Ok(tier) if tier != "ci" => {
                let folder = std::env::temp_dir().join(format!("gaugeglass-truth-{tier}"));
                world_of(&tier, &folder);
                folder
            }
            _ => world().to_owned(),
        };
        let text = std::fs::read_to_string(folder.join("truth/truth.json")).unwrap();
        let parsed: Value = serde_json::from_str(&text).unwrap();
        let items =
            parsed["items"].as_array().unwrap().iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item.clone())).collect();
        Truth { server: serve(&folder.join("gaugeglass.toml"), &LIMITS, &[]), items }
    })
}

/// The rows of a metric.
fn rows(metric: &str, query: &str) -> Vec<Value> {
    let answer = get(&truth().server.http, &format!("/m/{metric}.json?{query}"));
    assert_eq!(answer.status, 200, "{metric}?{query}: {}", answer.text());
    answer.json()["rows"].as_array().unwrap().clone()
}

/// The one row of a total.
fn total(metric: &str, query: &str) -> Value {
    let rows = rows(metric, query);
    assert_eq!(rows.len(), 1, "{metric}?{query}");
    rows[0].clone()
}

fn item(id: &str) -> &'static Value {
    truth().items.get(id).unwrap_or_else(|| panic!("no truth is planted as {id}"))
}

/// What is wrong with `found` as a reading of the truth `id`, if anything.
fn complaint(id: &str, found: &Value) -> Option<String> {
    let item = item(id);
    let planted = &item["truth"];
    let (Some(planted), Some(found)) = (planted.as_f64(), found.as_f64()) else {
        // JSON has no infinity: an infinite quantile is null in both.
        let both_endless = planted.as_str() == Some("infinity") && found.is_null();
        return (!both_endless).then(|| format!("{id}: planted {planted}, found {found}"));
    };
    let tolerance = &item["tolerance"];
    let allowed = match tolerance["type"].as_str() {
        Some("se") => tolerance["k"].as_f64().unwrap() * tolerance["se"].as_f64().unwrap(),
        _ => tolerance["relative"].as_f64().unwrap_or(1e-9) * planted.abs().max(1e-12),
    };
    ((planted - found).abs() > allowed).then(|| format!("{id}: planted {planted}, found {found}, allowed ±{allowed}"))
}

/// Asserts a table of readings: truth id, row, column.
fn check<'a>(readings: impl IntoIterator<Item = (String, &'a Value, &'a str)>) {
    let mut count = 0;
    let wrong: Vec<String> = readings
        .into_iter()
        .inspect(|_| count += 1)
        .filter_map(|(id, row, column)| complaint(&id, row.get(column).unwrap_or_else(|| panic!("no column {column} in {row}"))))
        .collect();
    assert!(count > 0, "nothing was compared");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_else(|| panic!("{column} of {row} is not text"))
}

/// Rows by use case whose clock is fine enough to time a decision.
fn by_use_case(metric: &str, range: &str) -> Vec<Value> {
    rows(metric, &format!("{range}&by=use_case_id")).into_iter().filter(|row| text(row, "use_case_id") != "email_content").collect()
}

#[test]
fn decision_latency_counts_the_unanswered_as_endless() {
    let by = by_use_case("decision_latency", ALL);
    let all = total("decision_latency", ALL);
    let columns = [("p50", "p50_ms"), ("p90", "p90_ms"), ("p95", "p95_ms"), ("p99", "p99_ms")];
    let each = by
        .iter()
        .flat_map(|row| columns.map(|(quantile, column)| (format!("latency.{}.{quantile}", text(row, "use_case_id")), row, column)));
    let whole = columns.map(|(quantile, column)| (format!("latency.all.{quantile}"), &all, column));
    check(each.chain(whole).chain([("latency.all.p999".to_owned(), &all, "p999_ms")]));
    // Dropping the unanswered, as a log of served requests does, flatters the tail.
    assert!(all["p99_answered_ms"].as_f64() < all["p99_ms"].as_f64());
}

#[test]
fn the_last_thousandth_is_told_only_where_there_are_enough_requests() {
    let by = by_use_case("decision_latency", ALL);
    let enough: Vec<&Value> = by.iter().filter(|row| row["n"].as_i64() >= Some(10_000)).collect();
    check(enough.into_iter().map(|row| (format!("latency.{}.p999", text(row, "use_case_id")), row, "p999_ms")));
    assert!(by.iter().filter(|row| row["n"].as_i64() < Some(10_000)).all(|row| row["p999_ms"].is_null()));
}

#[test]
fn a_clock_of_whole_seconds_proves_no_latency() {
    let row = rows("decision_latency", &format!("{ALL}&by=use_case_id&f.use_case_id=email_content"));
    assert!(row.iter().all(|row| row["p99_ms"].is_null() && row["n"] == 0), "{row:?}");
    assert_eq!(item("L7")["truth"], "unknown");
}

#[test]
fn the_decision_slo_and_its_budget_are_exact() {
    let (by, month) = (by_use_case("decision_slo", ALL), by_use_case("decision_slo", LAST_30_DAYS));
    let (all, all_month) = (total("decision_slo", ALL), total("decision_slo", LAST_30_DAYS));
    let good = by.iter().map(|row| (format!("slo.{}.good", text(row, "use_case_id")), row, "good_share"));
    let budget = month.iter().map(|row| (format!("slo.{}.budget_30d", text(row, "use_case_id")), row, "budget_remaining"));
    let whole = [("slo.all.good".to_owned(), &all, "good_share"), ("slo.all.budget_30d".to_owned(), &all_month, "budget_remaining")];
    check(good.chain(budget).chain(whole));
}

#[test]
fn recognition_is_judged_as_of_the_decision() {
    let by = by_use_case("recognised_at_decision", ALL);
    check(by.iter().map(|row| (format!("recognised.{}", text(row, "use_case_id")), row, "recognised")));
    for row in &by {
        let planted = item(&format!("recognised.{}", text(row, "use_case_id")));
        let (latest, then) = (row["recognised_by_latest_map"].as_f64().unwrap(), row["recognised"].as_f64().unwrap());
        assert!((latest - planted["naive"].as_f64().unwrap()).abs() < 1e-9, "{row}");
        assert!(latest > then || latest == 0.0, "hindsight must flatter: {row}");
    }
}

#[test]
fn open_approvals_are_censored_not_dropped() {
    let row = total("approval_turnaround", &format!("{ALL}&f.object_type=message"));
    check([("A1.over_48h", "over_48h"), ("A1.p50", "p50_h"), ("A1.open", "open")].map(|(id, column)| (id.to_owned(), &row, column)));
    let naive = item("A1.over_48h")["naive"].as_f64().unwrap();
    assert!((row["completed_only_over_48h"].as_f64().unwrap() - naive).abs() < 1e-3, "{row}");
    assert!(naive < row["over_48h"].as_f64().unwrap() - 0.02, "completed-only must flatter");
}

#[test]
fn bypasses_are_found_from_deliveries() {
    let row = total("bypass_rate", ALL);
    check([("A3.bypass_rate", "bypass_rate"), ("A3.bypass_versions", "bypassed")].map(|(id, column)| (id.to_owned(), &row, column)));
}

#[test]
fn duplicates_are_counted_by_log() {
    let found = rows("duplicate_rate", &format!("{ALL}&by=log"));
    let planted: Vec<&Value> = found.iter().filter(|row| truth().items.contains_key(&format!("duplicates.{}", text(row, "log")))).collect();
    assert_eq!(planted.len(), truth().items.keys().filter(|id| id.starts_with("duplicates.")).count());
    check(planted.into_iter().map(|row| (format!("duplicates.{}", text(row, "log")), row, "duplicate_rate")));
}

#[test]
fn freshness_is_the_age_of_the_newest_load() {
    let world_end = 1_777_939_200.0;
    let mut compared = 0;
    for row in rows("freshness", "grain=total&by=log&by=source") {
        let id = format!("freshness.{}.{}.max_ingest_time", text(&row, "log"), text(&row, "source"));
        if let Some(planted) = truth().items.get(&id) {
            let newest = seconds(planted["truth"].as_str().unwrap());
            let age = row["ingest_age_h"].as_f64().unwrap();
            assert!((age - (world_end - newest) / 3600.0).abs() < 1e-6, "{id}: {row}");
            compared += 1;
        }
    }
    assert_eq!(compared, truth().items.keys().filter(|id| id.starts_with("freshness.") && id.ends_with(".max_ingest_time")).count());
}

/// Seconds since 1970 of an instant like `2026-05-04T23:43:32.537623Z`, in the year of the world.
fn seconds(instant: &str) -> f64 {
    let parts: Vec<f64> = instant.trim_end_matches('Z').split(['-', 'T', ':']).map(|part| part.parse().unwrap()).collect();
    let days_before = [0.0, 31.0, 59.0, 90.0, 120.0];
    let day = days_before[parts[1] as usize - 1] + parts[2] - 1.0;
    1_767_225_600.0 + day * 86_400.0 + parts[3] * 3600.0 + parts[4] * 60.0 + parts[5]
}

#[test]
fn orders_and_revenue_of_the_whole_world_are_exact() {
    let aov = total("aov", ALL);
    check([("all.aov", "aov_before_refunds"), ("all.without_rate", "unpriced")].map(|(id, column)| (id.to_owned(), &aov, column)));
    // A user-clustered interval is wider than one that takes orders for independent.
    let margin = (aov["hi"].as_f64().unwrap() - aov["lo"].as_f64().unwrap()) / 2.0;
    assert!(margin > aov["order_level_margin"].as_f64().unwrap(), "{aov}");
    let revenue = total("revenue_per_user", ALL);
    let users = revenue["n"].as_f64().unwrap();
    let gross = Value::from(revenue["before_refunds"].as_f64().unwrap() * users);
    let net = Value::from(revenue["revenue_per_user"].as_f64().unwrap() * users);
    let complaints: Vec<String> = [complaint("all.revenue", &gross), complaint("all.revenue_net", &net)].into_iter().flatten().collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[test]
fn the_three_figures_of_cart_recovery_stand_side_by_side() {
    let row = total("cart_recovery", ALL);
    check(
        [("P1", "recovery"), ("P1.window", "window_recovery"), ("P1.click", "click_recovery")]
            .map(|(id, column)| (id.to_owned(), &row, column)),
    );
    // What ordered after the reminder is not what the reminder won back.
    assert!(row["window_recovery"].as_f64().unwrap() > 2.0 * row["recovery"].as_f64().unwrap(), "{row}");
}

fn lift(experiment: &str, outcome: &str, window: &str) -> Value {
    total("experiment_lift", &format!("{ALL}&p.experiment={experiment}&p.outcome={outcome}&p.window={window}"))
}

#[test]
fn arms_of_every_healthy_experiment_are_exact() {
    let outcomes = [("conversion", "converted"), ("orders_per_user", "orders"), ("revenue_per_user_net", "revenue"), ("aov_net", "aov")];
    let mut answers: BTreeMap<(String, String, String), Value> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (id, planted) in truth().items.iter().filter(|(id, _)| id.starts_with("arm.")) {
        let slice = &planted["slice"];
        let (Some(experiment), Some(variant)) = (slice["experiment_id"].as_str(), slice["variant_id"].as_str()) else { continue };
        let (Some(days), Some((_, outcome))) =
            (slice["window_days"].as_i64(), outcomes.iter().find(|(measure, _)| planted["measure"] == *measure))
        else {
            continue;
        };
        // A/A repeats the same code twenty times; the injection has three arms and the fast lane is about approvals.
        if days != 7 || (experiment.starts_with("aa_") && experiment != "aa_01") || ["latency_injection", "fast_lane"].contains(&experiment)
        {
            continue;
        }
        let key = (experiment.to_owned(), (*outcome).to_owned(), format!("{days}d"));
        let row = answers.entry(key.clone()).or_insert_with(|| lift(&key.0, &key.1, &key.2));
        if row["blocked"] == 1 {
            continue;
        }
        let column = if variant == "control" { "control_mean" } else { "treated_mean" };
        compared += 1;
        let absent = planted["truth"].is_null() && row[column].is_null();
        wrong.extend(complaint_within(id, &row[column], 1e-6).filter(|_| !absent));
    }
    assert!(compared > 60, "{compared}");
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn complaint_within(id: &str, found: &Value, relative: f64) -> Option<String> {
    let planted = item(id)["truth"].as_f64()?;
    let found = found.as_f64().unwrap_or(0.0);
    ((planted - found).abs() > relative * planted.abs().max(1.0)).then(|| format!("{id}: planted {planted}, found {found}"))
}

#[test]
fn planted_effects_are_covered() {
    let readings = [
        ("P2.conversion_7d.difference", "behaviour_flow", "converted", "7d", "difference"),
        ("P4.aov_28d.difference", "carousels", "aov", "28d", "difference"),
        ("P4.orders_28d.difference", "carousels", "orders", "28d", "difference"),
        ("P6.retention_30d.difference", "search_push", "retained", "7d", "difference"),
        ("P2.srm", "behaviour_flow", "converted", "7d", "srm_p_value"),
    ];
    let rows: Vec<Value> = readings.iter().map(|(_, experiment, outcome, window, _)| lift(experiment, outcome, window)).collect();
    check(readings.iter().zip(&rows).map(|((id, _, _, _, column), row)| ((*id).to_owned(), row, *column)));
}

#[test]
fn an_experiment_with_a_broken_split_is_blocked_and_its_cause_named() {
    let whole = lift("srm_ios", "converted", "7d");
    assert!(whole["blocked"] == 1 && whole["lift"].is_null() && whole["difference"].is_null(), "{whole}");
    let by_source = rows("experiment_lift", &format!("{ALL}&p.experiment=srm_ios&by=source"));
    let broken: Vec<&str> =
        by_source.iter().filter(|row| row["srm_p_value"].as_f64() < Some(0.001)).map(|row| text(row, "source")).collect();
    assert_eq!(broken, ["/shop/ios"]);
    check(by_source.iter().map(|row| (format!("P9.{}", text(row, "source")), row, "srm_p_value")));
    let healthy = lift("behaviour_flow", "converted", "7d");
    assert_eq!(healthy["blocked"], 0, "{healthy}");
}

#[test]
fn units_seen_in_two_arms_are_told_exactly() {
    let row = lift("jumping", "converted", "7d");
    check([("P10".to_owned(), &row, "several_arms_share")]);
}

#[test]
fn retention_waits_until_a_cohort_is_mature() {
    let row = total("retention_30d", &format!("{ALL}&p.cohort=arrivals"));
    let planted = truth().items.iter().find(|(id, _)| id.starts_with("P11")).map(|(id, _)| id.clone()).expect("P11 is planted");
    check([(planted, &row, "retention")]);
    assert!(row["so_far"].as_f64() < row["retention"].as_f64(), "the provisional figure must be lower: {row}");
}
