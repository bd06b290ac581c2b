//! What the metrics and tables of approvals say, against the approvals that were planted.

use std::collections::BTreeMap;

use gaugeglass_tests::rows_over_http;
use serde_json::Value;

use super::{ALL, check, complaint, item, rows, text, total, truth};

/// A planted share as a reading: id, metric, its share, and its count of those.
const SHARES: [(&str, &str, &str, &str); 2] =
    [("A3.rework", "rework_rate", "rework_rate", "reworked"), ("A3.rubber_stamp", "rubber_stamp", "rubber_stamp", "stamped")];

/// The row of a metric over messages, the versions whose approval is planted; segments are those of the fast lane.
fn of_messages(metric: &str) -> Value {
    total(metric, &format!("{ALL}&f.object_type=message"))
}

fn sql(statement: &str) -> Vec<Value> {
    rows_over_http(&truth().server.http, statement).as_array().unwrap().clone()
}

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("{column} of {row} is no number"))
}

fn assert_close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {found}, expected {expected}");
}

#[test]
fn layers_rework_and_rubber_stamps_are_exact() {
    let layers = of_messages("approval_layers");
    check([("A2".to_owned(), &layers, "three_layers")]);
    assert_eq!(layers["n"], item("A2")["n"][0]);
    for (id, metric, share, count) in SHARES {
        let row = of_messages(metric);
        check([(id.to_owned(), &row, share)]);
        assert_eq!((&row["n"], &row[count]), (&item(id)["n"][0], &item(id)["n"][1]), "{row}");
    }
}

#[test]
fn self_approvals_are_counted_exactly() {
    check([("A3.self_approval".to_owned(), &total("self_approval", ALL), "self_approved")]);
}

#[test]
fn what_was_not_sent_back_and_is_published_passed_at_first() {
    let (passes, rework) = (of_messages("first_pass_yield"), of_messages("rework_rate"));
    let never_approved = sql(
        "select count(*) as versions from model.approval_cycles where object_type = 'message' and is_published and approved_stages = 0 \
         and not is_reworked",
    );
    let passed = number(&rework, "n") - number(&rework, "reworked") - number(&never_approved[0], "versions");
    assert_close(number(&passes, "passed"), passed, "passed");
    // The versions that are being reworked have failed, and completed ones alone do not know of them.
    assert!(number(&passes, "first_pass_yield") < number(&passes, "completed_only"), "{passes}");
}

#[test]
fn published_rejected_and_waiting_are_all_there_is() {
    let row = of_messages("approval_turnaround");
    // Nothing is rejected in this world, so that nothing competes.
    assert_eq!(number(&row, "rejected_48h"), 0.0);
    assert_close(number(&row, "published_48h") + number(&row, "over_48h"), 1.0, "published and waiting");
    assert!(number(&row, "open_age_p50_h") < number(&row, "open_age_max_h"), "{row}");
}

/// What is wrong with the intervals of each version, if anything: they begin with the submission, follow each other, and
/// end with the version.
const TORN: &str = "with intervals as (
       select i.*,
         coalesce(lag(i.ended_at) over version, c.submitted_at) as expected_start,
         coalesce(lead(i.began_at) over version, c.published_at, c.ended_at) as expected_end
       from model.approval_intervals i
       join model.approval_cycles c on c.object_id = i.object_id and c.object_version = i.object_version
       window version as (partition by i.object_id, i.object_version order by i.place)
     )
     select count(*) as intervals,
       count(*) filter (where began_at is distinct from expected_start) as torn_starts,
       count(*) filter (where ended_at is distinct from expected_end) as torn_ends,
       count(*) filter (where ended_at <= began_at) as empty,
       count(distinct kind) as kinds
     from intervals";

#[test]
fn intervals_of_a_version_tile_its_life() {
    let torn = sql(TORN)[0].clone();
    assert!(number(&torn, "intervals") > 20_000.0, "{torn}");
    for defect in ["torn_starts", "torn_ends", "empty"] {
        assert_eq!(torn[defect], 0, "{torn}");
    }
    assert_eq!(torn["kinds"], 4, "{torn}");
    let lives = sql("select count(*) as versions, count(distinct object_id) as seen from model.approval_cycles");
    let tiled = sql("select count(distinct object_id) as seen from model.approval_intervals");
    assert_eq!(lives[0]["seen"], tiled[0]["seen"]);
}

#[test]
fn shares_of_time_add_up_and_the_stage_that_blocks_is_named() {
    let row = total("approval_stages", ALL);
    let shares = ["queue_share", "touch_share", "rework_share", "publish_wait_share"];
    assert_close(shares.iter().map(|share| number(&row, share)).sum(), 1.0, "shares");
    // Open versions wait the longest, so that completed ones flatter.
    assert!(number(&row, "completed_only_queue_share") < number(&row, "queue_share"), "{row}");

    let table = sql("select * from metrics.approval_stage_hours");
    let hours: BTreeMap<(&str, &str), f64> =
        table.iter().map(|row| ((text(row, "stage_name"), text(row, "kind")), number(row, "hours"))).collect();
    for row in rows("approval_stages", &format!("{ALL}&by=stage_name")) {
        for kind in ["queue", "touch", "rework", "publish_wait"] {
            let expected = hours.get(&(text(&row, "stage_name"), kind)).copied().unwrap_or(0.0);
            assert_close(number(&row, &format!("{kind}_h")), expected, kind);
        }
    }
    let blocking: Vec<&Value> = table.iter().filter(|row| row["is_top_blocking"] == true).collect();
    // Every version passes the first stage, and each stage takes as long.
    assert!(matches!(blocking[..], [row] if row["stage_name"] == "brand" && row["kind"] == "queue"), "{blocking:?}");
}

#[test]
fn every_open_version_is_in_the_queue_with_who_holds_it() {
    let queue = sql("select * from metrics.approval_queue");
    assert_eq!(queue.len() as f64, item("A1.open")["truth"].as_f64().unwrap());
    for row in &queue {
        assert!(number(row, "age_h") >= number(row, "in_state_h"), "{row}");
        assert!(row["stage_name"].is_string(), "{row}");
        // The log does not say who is to publish.
        assert_eq!(row["holder_id"].is_null(), row["state"] == "publish_wait", "{row}");
        // Nor does it say when anything is due.
        assert!(row["due_time"].is_null() && row["is_overdue"].is_null(), "{row}");
    }
    let ages: Vec<f64> = queue.iter().map(|row| number(row, "age_h")).collect();
    assert!(ages.is_sorted_by(|older, younger| older >= younger), "the oldest comes first");
}

/// Open hours of the office in Berlin, by adding up what each stretch has in common with the whole of each approval;
/// versions that nobody is known to publish are left out.
const BUSINESS: &str = "with stays as (
       select c.object_id, c.submitted_at, c.is_published,
         coalesce(c.published_at, arrow_cast('2026-05-05T00:00:00Z', 'Timestamp(Microsecond, Some(\"UTC\"))')) as left_at
       from model.approval_cycles c
       left join metrics.approval_queue q on q.object_id = c.object_id
       where c.object_type = 'message' and coalesce(q.state, '') <> 'publish_wait'
     ),
     spent as (
       select s.object_id, s.is_published, coalesce(sum(
         greatest(0, cast(least(b.open_to, s.left_at) as bigint) - cast(greatest(b.open_from, s.submitted_at) as bigint))
       ), 0) / 3.6e9 as hours
       from stays s
       join logs.business_calendar b on b.calendar_id = 'office-DE'
       group by s.object_id, s.is_published
     )
     select km_quantile(0.5, hours, is_published) as p50, km_quantile(0.9, hours, is_published) as p90, count(*) as n from spent";

#[test]
fn business_hours_stand_beside_those_of_the_wall() {
    let row = of_messages("approval_turnaround");
    let business = sql(BUSINESS)[0].clone();
    assert_close(number(&row, "business_p50_h"), number(&business, "p50"), "business p50");
    assert_close(number(&row, "business_p90_h"), number(&business, "p90"), "business p90");
    assert_close(number(&row, "business_known") * number(&row, "n"), number(&business, "n"), "versions whose hours are known");
    assert!(number(&row, "business_p50_h") < number(&row, "p50_h") / 2.0, "{row}");
}

#[test]
fn policy_asks_for_one_two_and_three_layers_and_no_version_takes_more() {
    for row in rows("mandatory_layers", &format!("{ALL}&f.object_type=message&by=risk_tier")) {
        let stages = match text(&row, "risk_tier") {
            "low" => 1.0,
            "standard" => 2.0,
            _ => 3.0,
        };
        assert_eq!((number(&row, "mandatory_layers"), number(&row, "extra_layers")), (stages, 0.0), "{row}");
    }
}

#[test]
fn nothing_is_backdated_where_nothing_was() {
    let row = total("backdated_approvals", ALL);
    assert!(row["backdated_approvals"] == 0 && number(&row, "n") > 5_000.0, "{row}");
}

/// Half the mean difference of two counts, over their mean: Gini's own definition, which needs no order.
fn gini(counts: &[f64]) -> f64 {
    let differences: f64 = counts.iter().map(|one| counts.iter().map(|other| (one - other).abs()).sum::<f64>()).sum();
    differences / (2.0 * counts.len() as f64 * counts.iter().sum::<f64>())
}

#[test]
fn the_load_of_approvers_is_ginis_of_their_verdicts() {
    let verdicts = sql("select stage_name, actor_id, count(*) as verdicts from logs.approvals \
         where object_type = 'message' and action in ('approved', 'changes_requested', 'rejected') group by stage_name, actor_id");
    let mut counts: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for row in &verdicts {
        counts.entry(text(row, "stage_name")).or_default().push(number(row, "verdicts"));
    }
    let found = rows("approver_load", &format!("{ALL}&f.object_type=message&by=stage_name"));
    assert_eq!(found.len(), counts.len());
    for row in &found {
        let counts = &counts[text(row, "stage_name")];
        assert_eq!(number(row, "approvers"), counts.len() as f64, "{row}");
        assert_close(number(row, "load_gini"), gini(counts), text(row, "stage_name"));
    }
}

#[test]
fn a_steady_process_keeps_littles_law() {
    let steady = total("approval_littles_law", "from=2026-01-19&to=2026-04-20&grain=total&f.object_type=message");
    assert!(steady["in_band"] == 1 && (number(&steady, "ratio") - 1.0).abs() < 0.05, "{steady}");
}

#[test]
fn the_fast_lane_is_faster_and_rolls_back_no_more() {
    let table = sql("select * from metrics.fast_lane");
    let row = |measure: &str| table.iter().find(|row| row["measure"] == measure).unwrap_or_else(|| panic!("no {measure}"));
    let (mean, median, rollback) = (row("turnaround_h"), row("turnaround_p50_h"), row("rolled_back_7d"));
    assert!(table.iter().all(|row| row["experiment_id"] == "fast_lane" && row["grade"] == "E5"), "{table:?}");

    assert_eq!(complaint("A4", &mean["difference"]), None);
    let planted = item("A4")["truth"].as_f64().unwrap();
    assert!(number(mean, "lo") <= planted && planted <= number(mean, "hi"), "{mean}");
    assert_eq!(serde_json::json!([mean["n_treated"], mean["n_control"]]), item("A4")["n"]);

    // Medians of 4 and 30 hours.
    let standard_error = (number(median, "hi") - number(median, "lo")) / (2.0 * 1.96);
    assert!((number(median, "difference") + 26.0).abs() <= 4.0 * standard_error, "{median}");

    // Two of a hundred in either arm.
    let (treated, control) = (number(rollback, "n_treated"), number(rollback, "n_control"));
    let standard_error = (0.02 * 0.98 * (1.0 / treated + 1.0 / control)).sqrt();
    assert!(number(rollback, "difference").abs() <= 4.0 * standard_error, "{rollback}");
    let rolled_back = number(rollback, "treated") * treated + number(rollback, "control") * control;
    assert_close(rolled_back, 0.02 * (treated + control), "rolled back");
    assert_close(number(&total("rollback_rate_7d", &format!("{ALL}&f.object_type=segment")), "rolled_back"), rolled_back, "rolled back");
}
