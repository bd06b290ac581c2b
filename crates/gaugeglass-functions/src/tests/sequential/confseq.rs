//! Boundaries, shares and quantiles that may be watched: against what their authors published with their package confseq, and
//! against the formulas at 30 digits.

use serde_json::Value;

use super::super::oracles::{folder, get};
use super::super::{close, number, rows, session};

/// Tables for the quantiles: y, and whether treated.
const APART: &str = "(select value as y, true as t from generate_series(1, 30) \
                     union all select value + 20, false from generate_series(1, 30)) as v";
const FAR_APART: &str = "(select value as y, true as t from generate_series(1, 30) \
                     union all select value + 100, false from generate_series(1, 30)) as v";
const TIES: &str = "(select u.y, true as t from generate_series(1, 9), unnest([1, 1, 1, 2, 2, 3, 3, 3, 5]) as u(y) \
                    union all select w.y, false from generate_series(1, 8), unnest([3, 4, 4, 4, 5, 6, 6]) as w(y)) as v";

fn list<'a>(recorded: &'a Value, key: &str) -> &'a [Value] {
    recorded[key].as_array().unwrap()
}

/// Every published figure with the call, and the rows, that must give it.
fn published(recorded: &Value) -> Vec<(String, f64)> {
    let mixture = &recorded["normal_mixture"];
    let planned = get(mixture, "v_opt");
    // Without any variance the bound is √(−2r ln α).
    let root = format!("confidence_sequence_bound(0, {planned:?})");
    let mut figures = vec![
        (format!("confidence_sequence_bound(100, {planned:?})"), get(mixture, "two_sided_bound_at_v100_alpha05")),
        (format!("confidence_sequence_bound_one_sided(100, {planned:?})"), get(mixture, "one_sided_bound_at_v100")),
        (format!("{root} * {root} / (2 * ln(20.0))"), get(mixture, "best_rho")),
    ];
    for case in list(recorded, "poly_stitching_bound") {
        let call = format!("stitched_bound_one_sided({:?}, {:?}, {:?})", get(case, "v"), get(case, "v_min"), get(case, "c"));
        figures.push((call, get(case, "bound")));
    }
    for case in list(recorded, "bernoulli_confidence_interval") {
        let arguments = format!("{:?}, {:?}, {:?}", get(case, "successes"), get(case, "n"), get(case, "t_opt"));
        figures.push((format!("sequential_proportion_lo({arguments})"), case["ci"][0].as_f64().unwrap()));
        figures.push((format!("sequential_proportion_hi({arguments})"), case["ci"][1].as_f64().unwrap()));
    }
    for case in list(recorded, "quantile_ab_p_value") {
        let (q, offset) = (get(case, "p"), get(case, "offset"));
        let rows = format!(
            "(select value as y, true as t from generate_series(1, 1000) \
             union all select value + {offset}, false from generate_series(1, 1000)) as v"
        );
        figures.push((format!("sequential_quantile_p_value({q:?}, 100, y, t) from {rows}"), get(case, "p_value")));
    }
    figures
}

#[tokio::test]
async fn every_figure_published_with_confseq_is_ours_too() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read(folder.join("stats/confidence_sequences.json")).unwrap();
    let recorded: Value = serde_json::from_slice(&text).unwrap();
    let (session, tolerance, figures) = (session(2), get(&recorded, "tolerance"), published(&recorded));
    for (call, expected) in &figures {
        let actual = number(&session, &format!("select {call}")).await.unwrap_or_else(|| panic!("{call} is NULL"));
        println!("{call} is {actual}, published as {expected}");
        assert!((actual - expected).abs() < tolerance, "{call}: {actual} is not {expected}");
    }
    println!("{} figures compared", figures.len());
    assert!(figures.len() >= 19, "only {} figures: has the file changed?", figures.len());
}

/// The formulas at 30 digits (mpmath), roots by bisection.
const ANSWERS: [(&str, f64); 19] = [
    ("confidence_sequence_bound_one_sided(100, 100)", 27.6607088306732),
    ("confidence_sequence_bound_one_sided(0, 100)", 8.55938090857938),
    ("confidence_sequence_bound_one_sided(50, 100)", 19.945260489740058),
    ("confidence_sequence_bound_one_sided(1e6, 100)", 3957.394301022021),
    ("stitched_bound_one_sided(100, 10, 3)", 64.487546659065),
    ("stitched_bound_one_sided(100, 10, -1)", 28.99389296805983),
    ("stitched_bound_one_sided(100, 10, 0)", 35.68049029888615),
    ("stitched_bound_one_sided(5, 10, 0)", 9.224047697498715),
    ("stitched_bound_one_sided(0, 10, 0.5)", 12.046774855816254),
    ("sequential_proportion_lo(700, 1000, 100)", 0.6516298138699304),
    ("sequential_proportion_hi(700, 1000, 100)", 0.745949500784987),
    // Planned for one unit, the mixture takes its smallest weight.
    ("sequential_proportion_lo(100, 200, 1)", 0.3289233541267542),
    ("sequential_proportion_hi(100, 200, 1)", 0.6710766458732457),
    ("sequential_proportion_hi(0, 100, 50)", 0.03509338731661255),
    ("sequential_proportion_lo(2, 50, 50)", 9.190897177361423e-05),
    ("sequential_proportion_lo(100000, 1000000, 5000)", 0.09890603311837744),
    ("sequential_proportion_lo(1, 50, 50)", 0.0),
    ("sequential_proportion_lo(0, 50, 50)", 0.0),
    ("sequential_proportion_hi(50, 50, 50)", 1.0),
];

#[tokio::test]
async fn boundaries_and_shares_give_the_answers_worked_out_apart() {
    for (call, expected) in ANSWERS {
        close(call, number(&session(1), &format!("select {call}")).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn quantiles_give_the_answers_worked_out_apart() {
    for (call, table, expected) in [
        ("sequential_quantile_p_value(0.5, 20, y, t)", APART, 7.77196201941814e-05),
        ("sequential_quantile_p_value(0.5, 20, y, not t)", APART, 7.77196201941814e-05),
        ("sequential_quantile_p_value(0.5, 20, -y, t)", APART, 7.77196201941814e-05),
        ("sequential_quantile_p_value(0.5, 20, y, t)", FAR_APART, 9.05731759309037e-8),
        ("sequential_quantile_p_value(0.9, 20, y, t)", TIES, 0.0914125151077824),
        ("sequential_quantile_p_value(0.5, 20, 3, t)", TIES, 1.0),
    ] {
        let actual = number(&session(2), &format!("select {call} from {table}")).await.unwrap();
        // As a quotient, so that a small p-value is compared too.
        close(&format!("{call} from {table}"), actual / expected, 1.0);
    }
}

#[tokio::test]
async fn a_sequence_that_cannot_be_is_null() {
    for call in [
        "confidence_sequence_bound_one_sided(-1, 100)",
        "confidence_sequence_bound_one_sided(1, 0)",
        "stitched_bound_one_sided(-1, 10, 0)",
        "stitched_bound_one_sided(1, 0, 0)",
        "stitched_bound_one_sided(1, 10, null)",
        "sequential_proportion_lo(6, 5, 50)",
        "sequential_proportion_hi(6, 5, 50)",
        "sequential_proportion_hi(1, 0, 50)",
        "sequential_proportion_lo(1, 5, 0)",
        "sequential_proportion_lo(double 'NaN', 5, 50)",
    ] {
        assert_eq!(number(&session(1), &format!("select {call}")).await, None, "{call}");
    }
    for call in [
        "sequential_quantile_p_value(0, 20, y, t)",
        "sequential_quantile_p_value(1, 20, y, t)",
        "sequential_quantile_p_value(0.5, 0, y, t)",
        "sequential_quantile_p_value(0.5, null, y, t)",
        "sequential_quantile_p_value(null, 20, y, t)",
        "sequential_quantile_p_value(0.5, 20, y, true)",
        "sequential_quantile_p_value(0.5, 20, y, t) filter (where y < 0)",
    ] {
        assert_eq!(number(&session(1), &format!("select {call} from {APART}")).await, None, "{call}");
    }
}

#[tokio::test]
async fn what_is_planned_is_one_constant() {
    for (call, words) in [
        ("sequential_quantile_p_value(0.5, y, y, t)", "argument 2 of sequential_quantile_p_value must be a constant"),
        ("sequential_quantile_p_value(1.5, 20, y, t)", "must lie between 0 and 1"),
        ("sequential_quantile_p_value(0.5, y, t)", "takes 4 arguments"),
    ] {
        let error = rows(&session(1), &format!("select {call} from {APART}")).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
