//! The metrics of consistency against the ledger of what the world's generator spoilt.
//!
//! What a row says is counted exactly: DuckDB reads the ledger and the logs, and both must come to the same number.
//! What is judged against a rhythm, such as an unusual hour, must be found where it was planted and seldom elsewhere.

use std::sync::OnceLock;

use gaugeglass_tests::{Server, get, python, python_available, serve, world, write_config};
use serde_json::Value;

/// The whole world.
const ALL: &str = "from=2026-01-05T00:00:00Z&to=2026-05-05T00:00:00Z&grain=total";

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| serve(&world().join("gaugeglass.toml"), &["--limits-query-time-ms-max", "300000"], &[]))
}

/// Counts that DuckDB finds in the ledger and the logs; none without Python.
fn planted() -> Option<&'static Value> {
    static PLANTED: OnceLock<Option<Value>> = OnceLock::new();
    let planted = PLANTED.get_or_init(|| {
        let document = python_available().then(|| python("tests/clients/planted_defects.py", &[world().to_str().unwrap()]))?;
        Some(serde_json::from_str(&document).unwrap())
    });
    if planted.is_none() {
        eprintln!("skipped: no python3");
    }
    planted.as_ref()
}

fn rows_from(address: &str, metric: &str, query: &str) -> Vec<Value> {
    let answer = get(address, &format!("/m/{metric}.json?{query}"));
    assert_eq!(answer.status, 200, "{metric}?{query}: {}", answer.text());
    answer.json()["rows"].as_array().unwrap().clone()
}

fn rows(metric: &str, query: &str) -> Vec<Value> {
    rows_from(&server().http, metric, query)
}

/// The one row of a slice of the whole world.
fn slice(metric: &str, filter: &str) -> Value {
    let rows = rows(metric, &format!("{ALL}{filter}"));
    assert_eq!(rows.len(), 1, "{metric}{filter}: {rows:?}");
    rows[0].clone()
}

fn count(row: &Value, column: &str) -> i64 {
    row[column].as_i64().unwrap_or_else(|| panic!("{column} of {row} is no count"))
}

/// Asserts that figures are the planted counts: metric, filter, column, name of the count.
fn check(readings: &[(&str, &str, &str, &str)]) {
    let Some(planted) = planted() else { return };
    let wrong: Vec<String> = readings
        .iter()
        .filter_map(|(metric, filter, column, name)| {
            let expected = planted[name].as_i64().unwrap_or_else(|| panic!("{name} is not counted"));
            assert!(expected > 0, "nothing is planted as {name}");
            let found = count(&slice(metric, filter), column);
            (found != expected).then(|| format!("{metric}{filter}.{column}: {found}, planted as {name}: {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_action_told_twice_is_found_under_its_other_id() {
    check(&[("soft_duplicate_rate", "", "soft_duplicates", "soft_duplicates")]);
    assert_eq!(count(&slice("soft_duplicate_rate", "&f.type=product_added"), "soft_duplicates"), 0);
}

#[test]
fn references_to_nothing_are_counted_by_edge() {
    check(&[
        ("orphan_rate", "&f.edge=deliveries.decision_id%20%3E%20decisions", "orphans", "orphan_deliveries"),
        ("orphan_rate", "&f.edge=exposures.unit_id_hash%20%3E%20assignments", "orphans", "unassigned_exposures"),
    ]);
    let Some(planted) = planted() else { return };
    let all = planted["orphan_deliveries"].as_i64().unwrap() + planted["unassigned_exposures"].as_i64().unwrap();
    assert_eq!(count(&slice("orphan_rate", ""), "orphans"), all, "an edge nobody spoilt has orphans");
}

#[test]
fn each_fault_of_a_clock_is_told_from_the_others() {
    check(&[
        ("clock_defects", "&f.defect=unit", "defects", "clock.unit"),
        ("clock_defects", "&f.defect=future", "defects", "clock.future"),
        ("clock_defects", "&f.defect=local_time", "defects", "clock.local_time"),
        ("clock_defects", "&f.defect=ahead", "defects", "clock.ahead"),
        ("clock_defects", "&f.defect=device_clock", "defects", "clock.device_clock"),
    ]);
    for (defect, log) in [("epoch", "events"), ("negative_duration", "decisions"), ("ahead", "orders"), ("unit", "deliveries")] {
        let row = slice("clock_defects", &format!("&f.defect={defect}&f.log={log}"));
        assert!(count(&row, "defects") == 0 && count(&row, "n") > 0, "{defect} in {log}: {row}");
    }
}

#[test]
fn what_comes_a_day_late_is_counted_and_broken_clocks_are_not_late() {
    check(&[
        ("lateness", "&f.log=events", "over_24h", "late.events"),
        ("lateness", "&f.log=events", "over_72h", "very_late.events"),
        ("lateness", "&f.log=deliveries", "over_24h", "late.deliveries"),
    ]);
    let punctual = slice("lateness", "&f.log=orders");
    assert!(punctual["q999_h"].as_f64() < Some(1.0) && count(&punctual, "over_24h") == 0, "{punctual}");
    // Nothing takes a year: dates of 1970 would.
    assert!(slice("lateness", "&f.log=events")["q999_h"].as_f64() < Some(24.0 * 7.0));
}

#[test]
fn orders_that_one_side_lost_are_reconciled_exactly() {
    check(&[("order_reconciliation", "", "missing_in_events", "one_sided")]);
    let Some(planted) = planted() else { return };
    assert_eq!(planted["one_sided_or_cancelled"], planted["planted_one_sided"], "the logs hold what the ledger says");
    let row = slice("order_reconciliation", "");
    assert_eq!(count(&row, "missing_in_order_system"), 0);
    let expected = count(&row, "missing_in_events") as f64 / count(&row, "n") as f64;
    assert!((row["unreconciled_share"].as_f64().unwrap() - expected).abs() < 1e-12, "no amount was changed: {row}");
    assert!((row["count_gap"].as_f64().unwrap() - expected).abs() < 1e-12, "{row}");
    let beyond = rows("order_reconciliation", &ALL.replace("total", "day")).iter().filter(|day| day["gap"].as_f64() > Some(0.005)).count();
    assert_eq!(count(&row, "days_beyond"), beyond as i64);
}

#[test]
fn fields_that_two_systems_fill_differently_are_counted() {
    check(&[
        ("field_disagreement", "&f.field=placed_time", "different", "orders_timed_apart"),
        ("field_disagreement", "&f.field=currency", "joinable", "pairs_of_orders"),
    ]);
    for field in ["currency", "revenue", "discount", "user_id"] {
        assert_eq!(count(&slice("field_disagreement", &format!("&f.field={field}")), "different"), 0, "{field}");
    }
    let Some(planted) = planted() else { return };
    let currency = slice("field_disagreement", "&f.field=currency");
    let uncompared = count(&currency, "joinable") - count(&currency, "n");
    assert_eq!(Value::from(uncompared), planted["orders_without_currency"], "a missing value is no disagreement but a gap in coverage");
}

#[test]
fn values_that_are_due_and_missing_are_counted() {
    check(&[
        ("null_rate", "&f.column_name=currency&f.log=events&f.need=conditional", "nulls", "null_currency"),
        ("null_rate", "&f.column_name=user_id,%20anonymous_id%20or%20device_id", "nulls", "schema_break"),
    ]);
    let breaks = rows("null_rate", &format!("{ALL}&f.column_name=user_id,%20anonymous_id%20or%20device_id&by=source"));
    let broken: Vec<&Value> = breaks.iter().filter(|row| count(row, "nulls") > 0).map(|row| &row["source"]).collect();
    assert_eq!(broken, ["/shop/android"]);
    assert_eq!(count(&slice("null_rate", "&f.need=required"), "nulls"), 0);
}

#[test]
fn a_renamed_event_breaks_the_contract_where_it_was_renamed() {
    check(&[("schema_violation_rate", "&f.violation=type:%20unknown%20name", "violations", "enum_drift")]);
    let by_source = rows("schema_violation_rate", &format!("{ALL}&f.violation=type:%20unknown%20name&by=source"));
    assert_eq!(by_source.iter().map(|row| &row["source"]).collect::<Vec<_>>(), ["/shop/ios"]);
    let whole = slice("schema_violation_rate", "");
    assert_eq!(count(&whole, "violations"), count(&slice("schema_violation_rate", "&f.source=/shop/ios"), "violations"), "{whole}");
}

#[test]
fn messages_after_they_should_have_stopped_are_found_with_their_delay() {
    check(&[
        ("suppression_lag", "&f.reason=consent", "violated", "consent_violations"),
        ("suppression_lag", "&f.reason=unsubscribe", "violated", "sent_after_unsubscribe"),
    ]);
    // The letter goes out an hour after the withdrawal.
    assert_eq!(slice("suppression_lag", "&f.reason=consent")["lag_h"].as_f64(), Some(1.0));
    assert!(slice("suppression_lag", "&f.reason=unsubscribe")["lag_h"].as_f64() >= Some(48.0));
    let text = std::fs::read_to_string(world().join("truth/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let too_late = truth["items"].as_array().unwrap().iter().find(|item| item["id"] == "T2").expect("T2 is planted");
    let after_purchase = slice("suppression_lag", "&f.reason=purchase&f.use_case_id=browse_follow_up");
    assert_eq!(after_purchase["violated"], too_late["n"][1], "{after_purchase}");
}

#[test]
fn a_signal_reaches_the_decision_and_the_decision_its_message() {
    let signal = slice("propagation_delay", "&f.edge=events%20%3E%20decisions");
    assert_eq!((signal["matched_share"].as_f64(), count(&signal, "before_cause")), (Some(1.0), 0), "{signal}");
    assert!(signal["q99_s"].as_f64() <= Some(2.0), "an engine is asked within two seconds of the signal: {signal}");
    let message = slice("propagation_delay", "&f.edge=decisions%20%3E%20deliveries");
    let matched = message["matched_share"].as_f64().unwrap();
    assert!(matched > 0.9 && matched < 1.0, "{message}");
}

#[test]
fn the_hour_of_machine_traffic_is_the_one_spike_of_its_source() {
    let hours = "from=2026-04-23T00:00:00Z&to=2026-04-24T00:00:00Z&grain=hour&f.log=events&f.source=/shop/web";
    let spikes: Vec<Value> = rows("volume_anomaly", hours).into_iter().filter(|hour| count(hour, "spikes") > 0).collect();
    assert_eq!(spikes.iter().map(|hour| &hour["bucket"]).collect::<Vec<_>>(), ["2026-04-23T03:00:00Z"]);
}

#[test]
fn an_outage_shows_as_silence_and_as_the_flood_after_it() {
    let outage = "from=2026-04-14T01:00:00Z&to=2026-04-14T08:00:00Z&grain=hour&f.log=events";
    let silent = rows("volume_anomaly", outage).iter().filter(|hour| count(hour, "drops") > 0).count();
    assert!(silent >= 5, "{silent} of the seven hours without events");
    let after = "from=2026-04-14T08:00:00Z&to=2026-04-14T09:00:00Z&grain=hour&f.log=events";
    assert_eq!(count(&rows("volume_anomaly", after)[0], "spikes"), 1);
    let provider = "from=2026-03-21T00:00:00Z&to=2026-03-21T01:00:00Z&grain=hour&f.log=deliveries";
    assert_eq!(count(&rows("volume_anomaly", provider)[0], "spikes"), 1);
}

#[test]
fn feeds_that_keep_their_rhythm_are_seldom_unusual() {
    for row in rows("volume_anomaly", &format!("{ALL}&by=log&by=source")) {
        // The engine and the flow of approvals serve programmes that begin and end; that is unusual.
        let is_steady = ["events", "orders", "deliveries", "exposures"].contains(&row["log"].as_str().unwrap());
        assert!(!is_steady || row["anomaly_rate"].as_f64() < Some(0.03), "{row}");
    }
}

#[test]
fn six_days_of_local_time_are_found_in_their_market() {
    let days = rows("time_zone_defects", &format!("{}&f.market=JP", ALL.replace("total", "day")));
    let is_planted = |row: &&Value| row["bucket"].as_str() >= Some("2026-02-24") && row["bucket"].as_str() < Some("2026-03-02");
    let found = days.iter().filter(is_planted).filter(|row| count(row, "shifted_days") > 0).count();
    assert_eq!(found, 6, "{days:?}");
    let whole = slice("time_zone_defects", "&f.market=JP");
    assert!((whole["shift_h"].as_f64().unwrap() - 9.0).abs() <= 1.0, "{whole}");
    let by_market = rows("time_zone_defects", &format!("{ALL}&by=market"));
    for row in by_market.iter().filter(|row| row["market"] != "JP") {
        assert!(row["shifted_share"].as_f64() < Some(0.01), "{row}");
    }
    let elsewhere: i64 = days.iter().filter(|row| !is_planted(row)).map(|row| count(row, "shifted_days")).sum();
    assert!(elsewhere <= 3, "{elsewhere} days of Japan look moved that were not");
}

#[test]
fn people_touched_are_those_whom_the_ledger_names() {
    let Some(planted) = planted() else { return };
    let row = slice("data_inconsistency", "");
    for (share, name) in
        [("orphan_share", "orphan_people"), ("one_sided_share", "one_sided_people"), ("field_share", "orders_timed_apart_people")]
    {
        let people = row[share].as_f64().unwrap() * count(&row, "n") as f64;
        assert!((people - planted[name].as_f64().unwrap()).abs() < 1e-6, "{share}: {people} people, planted {}", planted[name]);
    }
    let parts = ["clock_share", "one_sided_share", "repeated_share", "missing_share", "orphan_share", "field_share"];
    let (whole, sum) = (row["inconsistent_share"].as_f64().unwrap(), parts.iter().map(|part| row[*part].as_f64().unwrap()).sum::<f64>());
    assert!(whole <= sum && parts.iter().all(|part| row[*part].as_f64() <= Some(whole)), "{row}");
}

#[test]
fn what_is_not_logged_is_unknown_and_never_nought() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "as_of = \"2026-05-05T00:00:00Z\"\n[stores.lake]\nurl = \"file:{}\"\n[logs.deliveries]\nstore = \"lake\"\npath = \"deliveries/\"\nformat = \"parquet\"\n",
        world().join("logs").display()
    );
    let server = serve(&write_config(folder.path(), &text), &[], &[]);
    for (metric, headline) in [
        ("soft_duplicate_rate", "soft_duplicate_rate"),
        ("orphan_rate", "orphan_rate"),
        ("clock_defects", "defect_rate"),
        ("lateness", "q99_h"),
        ("field_disagreement", "disagreement"),
        ("order_reconciliation", "gap"),
        ("volume_anomaly", "anomaly_rate"),
        ("time_zone_defects", "shifted_share"),
        ("propagation_delay", "q99_s"),
        ("data_inconsistency", "inconsistent_share"),
        ("null_rate", "null_rate"),
        ("schema_violation_rate", "violation_rate"),
    ] {
        let rows = rows_from(&server.http, metric, ALL);
        assert!(rows.iter().all(|row| row[headline].is_null()), "{metric}: {rows:?}");
    }
    let purchases = rows_from(&server.http, "suppression_lag", &format!("{ALL}&f.reason=purchase"));
    assert!(purchases.iter().all(|row| row["lag_h"].is_null()), "{purchases:?}");
}
