//! Waits as customers meet them: intents that no decision answers, the time until an answer is seen, and the stage that is to
//! blame, against what was planted.

use serde_json::Value;

use super::timeliness::{number, sql};
use super::{ALL, check, item, rows, text, total};

#[test]
fn every_minute_of_the_stall_is_found_and_no_other() {
    let search = "f.use_case_id=search_suggest";
    let row = total("omitted_decisions", &format!("{ALL}&{search}"));
    check([("L5".to_owned(), &row, "omitted_minutes")]);
    assert_eq!((&row["n"], &row["omitted"]), (&item("L5")["n"][0], &item("L5")["n"][1]), "{row}");
    let hours = rows("omitted_decisions", &format!("{}&{search}", ALL.replace("total", "hour")));
    let found: Vec<(&str, f64)> =
        hours.iter().filter(|row| number(row, "omitted") > 0.0).map(|row| (text(row, "bucket"), number(row, "omitted_minutes"))).collect();
    assert_eq!(found, [("2026-04-02T10:00:00Z", 6.0)]);
}

#[test]
fn a_stall_is_a_deficit_of_its_hour_and_does_not_last() {
    let found = sql(
        "select distinct hour, deficit, finding from metrics.ledger_hours where use_case_id = 'search_suggest' and finding is not null",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((text(&found[0], "hour"), text(&found[0], "finding")), ("2026-04-02T10:00:00Z", "deficit"));
    assert_eq!(found[0]["deficit"], item("L5")["n"][1]);
}

/// Milliseconds that the planted client adds to a decision: from its intention to the request, and from the answer to the
/// screen.
const SHOWN_AFTER_MS: &[(&str, f64)] =
    &[("search_suggest", 95.0), ("home_hero", 165.0), ("category_sort", 165.0), ("checkout_upsell", 165.0)];

#[test]
fn the_wait_until_an_answer_is_seen_adds_what_the_client_adds() {
    for (use_case, added) in SHOWN_AFTER_MS {
        let question = format!("{ALL}&f.use_case_id={use_case}");
        let (decided, seen) = (total("decision_latency", &question), total("e2e_decision_latency", &question));
        for column in ["p50_ms", "p90_ms", "p95_ms", "p99_ms"] {
            // An endless wait is null in both.
            let difference = decided[column].as_f64().map(|decided| number(&seen, column) - decided - added);
            assert_eq!(difference.is_none(), seen[column].is_null(), "{use_case} {column}: {decided} {seen}");
            assert!(difference.is_none_or(|difference| difference.abs() < 1e-6), "{use_case} {column}: {decided} {seen}");
        }
        assert_eq!((&seen["n"], &seen["before_start"]), (&decided["n"], &Value::from(0)), "{use_case}");
    }
    let unanswered = total("e2e_decision_latency", &format!("{ALL}&f.use_case_id=checkout_upsell"));
    assert!(unanswered["p99_ms"].is_null() && number(&unanswered, "p99_shown_ms") < 1_000.0, "{unanswered}");
}

/// Milliseconds from the signal to the request, as planted.
const ASKED_AFTER_MS: &[(&str, f64)] =
    &[("search_suggest", 5.0), ("b2b_download", 1_000.0), ("price_drop", 1_000.0), ("browse_follow_up", 2_000.0), ("search_push", 1_000.0)];

#[test]
fn the_engine_is_asked_as_long_after_the_signal_as_was_planted() {
    let found = rows("queue_delay", &format!("{ALL}&by=use_case_id"));
    assert_eq!(found.len(), ASKED_AFTER_MS.len(), "{found:?}");
    for (use_case, planted) in ASKED_AFTER_MS {
        let row = found.iter().find(|row| text(row, "use_case_id") == *use_case).unwrap();
        assert_eq!((number(row, "p50_ms"), number(row, "p99_ms")), (*planted, *planted), "{row}");
        assert_eq!(row["before_signal"], 0, "{row}");
    }
}

#[test]
fn clocks_of_whole_seconds_time_nothing() {
    for metric in ["e2e_decision_latency", "queue_delay", "decision_time_shares", "faster_irrelevance"] {
        let row = total(metric, &format!("{ALL}&f.use_case_id=email_content"));
        assert_eq!(row["n"], 0, "{metric}: {row}");
    }
    let untimed = sql("select distinct speed from metrics.irrelevance_reasons where use_case_id = 'email_content'");
    assert_eq!(untimed.iter().map(|row| text(row, "speed")).collect::<Vec<_>>(), ["untimed"]);
    assert!(sql("select * from metrics.decision_stages where use_case_id = 'email_content'").is_empty());
    assert_eq!(item("L7")["truth"], "unknown");
}

#[test]
fn the_queue_is_the_bottleneck_of_the_incident() {
    let stages = sql("select use_case_id, stage, slow, longest_in from metrics.decision_stages where is_bottleneck order by 1");
    for use_case in ["home_hero", "category_sort"] {
        let row = stages.iter().find(|row| text(row, "use_case_id") == use_case).unwrap();
        assert_eq!(text(row, "stage"), "queue", "{row}");
        assert!(number(row, "slow") > 0.0 && row["slow"] == row["longest_in"], "{row}");
    }
}

#[test]
fn shares_of_the_stages_are_all_of_the_time() {
    let columns = ["queue_share", "identity_share", "feature_share", "policy_share", "content_share", "other_share"];
    for row in rows("decision_time_shares", &format!("{ALL}&by=use_case_id")) {
        let sum: f64 = columns.iter().filter_map(|column| row[*column].as_f64()).sum();
        assert!(row["n"] == 0 || (sum - 1.0).abs() < 1e-9, "{row}");
    }
}

#[test]
fn sketched_quantiles_of_stages_are_as_close_as_they_say() {
    let pairs = sql("with exact as (\
           select cast(use_case_id as varchar) as use_case_id, quantile_with_misses(0.95, feature_ms) as p95_ms from logs.decisions \
           where decision_time is not null and time_precision <> 's' and feature_ms is not null \
             and not coalesce(is_bot, false) and not coalesce(is_test, false) group by 1) \
         select s.use_case_id, s.p95_ms as sketched, e.p95_ms as exact from metrics.decision_stages s \
         join exact e on e.use_case_id = s.use_case_id where s.stage = 'features'");
    assert!(pairs.len() >= 10, "{pairs:?}");
    for pair in &pairs {
        let (sketched, exact) = (number(pair, "sketched"), number(pair, "exact"));
        assert!((sketched - exact).abs() <= exact / 257.0 + 1e-9, "{pair}");
    }
}
