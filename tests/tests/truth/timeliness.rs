//! What became of intents and decisions, against the fates that were planted.

use gaugeglass_tests::rows_over_http;
use serde_json::Value;

use super::{ALL, check, item, rows, text, total, truth};

const FATES: [&str; 6] = ["on_time", "early", "late", "never", "moot", "suppressed_ok"];

/// The rows of a statement.
pub(super) fn sql(query: &str) -> Vec<Value> {
    rows_over_http(&truth().server.http, query).as_array().unwrap().clone()
}

/// A column that holds a number.
pub(super) fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("{column} of {row} is no number"))
}

fn planted(id: &str) -> f64 {
    item(id)["truth"].as_f64().unwrap()
}

#[test]
fn every_intent_has_one_fate_and_each_share_is_exact() {
    let row = total("timeliness", &format!("{ALL}&f.use_case_id=browse_follow_up"));
    check(FATES.iter().map(|fate| (format!("T1.{fate}"), &row, *fate)));
    assert_eq!(row["n"], item("T1.on_time")["n"][0]);
    let due = 1.0 - planted("T1.moot") - planted("T1.suppressed_ok");
    assert!((number(&row, "on_time_rate") - planted("T1.on_time") / due).abs() < 1e-9, "{row}");
    for row in rows("timeliness", &format!("{ALL}&by=use_case_id")) {
        let sum: f64 = FATES.iter().map(|fate| number(&row, fate)).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{row}");
    }
}

#[test]
fn what_arrives_after_the_purchase_is_exact() {
    let row = total("too_late_to_matter", &format!("{ALL}&f.use_case_id=browse_follow_up"));
    check([("T2".to_owned(), &row, "too_late_to_matter")]);
}

#[test]
fn answers_to_downloads_are_exact() {
    let row = total("download_response", ALL);
    check([("B1.within_the_hour", "within_the_hour"), ("B1.answer_hours", "mean_hours")].map(|(id, column)| (id.to_owned(), &row, column)));
    // The quantile function of the answers passes through 5.2 hours at one half.
    assert!((number(&row, "median_hours") / 5.2 - 1.0).abs() < 0.05, "{row}");
    assert_eq!(row["unanswered"], 0, "{row}");
}

#[test]
fn the_curve_of_deliveries_ends_where_the_shares_do() {
    let points = sql("select deadlines, answered, naive, n from metrics.delivery_curve where use_case_id = 'browse_follow_up' order by 1");
    let at_deadline = points.iter().find(|point| point["deadlines"] == 1.0).unwrap();
    // Nobody is censored here: the incidence is the share of all that no rule held back.
    let unheld = 1.0 - planted("T1.suppressed_ok");
    let answered = (planted("T1.on_time") + planted("T1.early")) / unheld;
    assert!((number(at_deadline, "answered") - answered).abs() < 1e-9, "{at_deadline}");
    assert!(number(at_deadline, "naive") > number(at_deadline, "answered"), "who ordered first must not count as waiting: {at_deadline}");
    assert!(points.windows(2).all(|pair| number(&pair[0], "answered") <= number(&pair[1], "answered")), "{points:?}");
}

#[test]
fn every_late_answer_has_one_cause() {
    let causes = sql("select use_case_id, sum(n) as n, sum(share) as share from metrics.late_causes group by 1 order by 1");
    let late = causes.iter().find(|row| text(row, "use_case_id") == "browse_follow_up").unwrap();
    assert_eq!(late["n"], item("T1.late")["n"][1]);
    assert!(causes.iter().all(|row| (number(row, "share") - 1.0).abs() < 1e-9), "{causes:?}");
}

#[test]
fn fast_decisions_on_old_features_are_found_irrelevant() {
    let row = total("faster_irrelevance", &format!("{ALL}&f.use_case_id=fast_but_stale"));
    check([("P8.faster_irrelevance".to_owned(), &row, "irrelevant")]);
    assert!(number(&row, "irrelevant") >= 0.6, "{row}");
    let parts = number(&row, "unrecognised") + number(&row, "stale") + number(&row, "fallback");
    assert!((parts - number(&row, "irrelevant")).abs() < 1e-9, "{row}");
    let shares = sql("select use_case_id, speed, sum(share) as share from metrics.irrelevance_reasons group by 1, 2");
    assert!(!shares.is_empty() && shares.iter().all(|row| (number(row, "share") - 1.0).abs() < 1e-9), "{shares:?}");
}

#[test]
fn theatre_is_a_share_of_answers_and_not_of_holdouts() {
    let row = total("same_as_default", &format!("{ALL}&f.use_case_id=theater"));
    check([("P7.same_as_default".to_owned(), &row, "same_as_default")]);
    assert_eq!(row["n"], item("P7.same_as_default")["n"][0]);
}

/// Decisions, and intents that none of them names, counted from the logs alone. The second search is replayed elsewhere.
const COUNTED: &str = "with decisions as (\
    select use_case_id, trigger_event_id, coalesce(trigger_time, request_time) as at from logs.decisions \
    where environment = 'prod' and not coalesce(is_test, false) and not coalesce(is_bot, false)), \
  intents as (\
    select case type when 'content_downloaded' then 'b2b_download' else category end as use_case_id, event_id, event_time as at \
    from logs.events where type in ('intent_detected', 'content_downloaded') and not coalesce(is_bot, false)), \
  whole as (\
    select use_case_id, at from decisions \
    union all \
    select i.use_case_id, i.at from intents i left join decisions d on d.trigger_event_id = i.event_id where d.at is null), \
  counted as (\
    select date_trunc('hour', at) as hour, cast(use_case_id as varchar) as use_case_id, count(*) as n from whole group by 1, 2), \
  told as (\
    select hour, use_case_id, cast(sum(n) as bigint) as n from metrics.ledger_hours group by 1, 2) \
  select count(*) as hours, count(*) filter (where c.n is distinct from t.n) as differing, sum(c.n) as counted, sum(t.n) as told \
  from counted c full outer join told t on t.hour = c.hour and t.use_case_id = c.use_case_id \
  where coalesce(c.use_case_id, t.use_case_id) <> 'search_push'";

#[test]
fn nothing_disappears_from_the_ledger_in_any_hour() {
    let found = sql(COUNTED)[0].clone();
    assert!(number(&found, "hours") > 1_000.0, "{found}");
    assert_eq!(found["differing"], 0, "{found}");
    assert_eq!(found["counted"], found["told"], "{found}");
    let twice = sql("select hour, use_case_id, state, state_reason from metrics.ledger_hours group by 1, 2, 3, 4 having count(*) > 1");
    assert!(twice.is_empty(), "a state is told twice: {twice:?}");
}

#[test]
fn states_of_the_ledger_are_those_that_were_planted() {
    let states = sql("select state, coalesce(state_reason, '') as reason, cast(sum(n) as bigint) as n from metrics.ledger_hours \
         where use_case_id = 'browse_follow_up' group by 1, 2 order by 1, 2");
    let count = |state: &str, reason: &str| {
        let row = states.iter().find(|row| text(row, "state") == state && text(row, "reason") == reason);
        row.unwrap_or_else(|| panic!("no {state} {reason} in {states:?}"))["n"].as_i64().unwrap()
    };
    let fate = |id: &str| item(id)["n"][1].as_i64().unwrap();
    let sent_after_the_purchase = fate("T2");
    assert_eq!(count("delivered", ""), fate("T1.on_time") + fate("T1.early") + fate("T1.late") + sent_after_the_purchase);
    assert_eq!(count("suppressed", "frequency_cap"), fate("T1.suppressed_ok"));
    assert_eq!(count("suppressed", "moot"), fate("T1.moot") - sent_after_the_purchase);
    assert_eq!(count("lost", "never_asked"), fate("T1.never"));
    assert_eq!(states.len(), 4, "{states:?}");
}

#[test]
fn seen_is_a_part_of_delivered_and_converted_a_part_of_seen() {
    let states = sql("select state, sum(n) n, sum(exposed) exposed, sum(converted) converted from metrics.ledger_hours group by 1");
    assert!(!states.is_empty());
    for row in &states {
        assert!(number(row, "converted") <= number(row, "exposed") && number(row, "exposed") <= number(row, "n"), "{row}");
        assert!(text(row, "state") == "delivered" || number(row, "exposed") == 0.0, "{row}");
    }
}
