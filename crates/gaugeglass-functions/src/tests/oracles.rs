//! Agreement with other people's tools on real data, where a checkout of their answers is at hand.
//!
//! The folder is `GAUGEGLASS_ORACLES`, or `shared/oracles` beside the workspace.

use std::path::PathBuf;

use datafusion::prelude::CsvReadOptions;
use serde_json::Value;

use super::{close, number, session};
use crate::statistics::{Comparison, Estimate, Moments, Proportion, Sum};
use crate::statistics::{chi_square_tail, difference_interval};

pub(super) fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/oracles"));
    let folder = std::env::var_os("GAUGEGLASS_ORACLES").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: no oracles at {}", folder.display());
        return None;
    }
    Some(folder)
}

pub(super) fn vectors() -> Option<Value> {
    let text = std::fs::read(folder()?.join("stats/experiment_vectors.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

pub(super) fn get(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// One arm of a case; none for the kinds that no function here covers.
fn estimate(metric: &str, arm: &Value) -> Option<Estimate> {
    let sum = |key: &str| Sum { high: get(arm, key), low: 0.0 };
    let n = get(arm, "n");
    match metric {
        "proportion" => Some(Estimate::share(Proportion::new(get(arm, "x"), n)?, n)),
        "mean" => Estimate::mean(&Moments { n, y: sum("sum"), yy: sum("sum_squares"), ..Moments::default() }),
        "ratio_of_sums(AOV)" => Estimate::ratio(&Moments {
            n,
            y: sum("numerator_sum"),
            yy: sum("numerator_sum_squares"),
            d: sum("denominator_sum"),
            dd: sum("denominator_sum_squares"),
            yd: sum("sum_of_products"),
        }),
        _ => None,
    }
}

fn cases(vectors: &Value) -> Vec<(String, Value, Comparison)> {
    let cases = vectors["cases"].as_array().unwrap().iter();
    let compared = cases.filter_map(|case| {
        let metric = case["metric"].as_str().unwrap();
        let treated = estimate(metric, &case["treatment"])?;
        let control = estimate(metric, &case["control"])?;
        let name = case["name"].as_str().unwrap().to_owned();
        Some((name, case["expected"].clone(), Comparison { treated, control }))
    });
    compared.collect()
}

#[test]
fn lifts_agree_with_growthbook() {
    let Some(vectors) = vectors() else { return };
    let mut compared = 0;
    for (name, expected, comparison) in cases(&vectors) {
        for (kind, interval, point) in [
            ("gbstats_welch_absolute", comparison.difference_interval(), comparison.difference()),
            ("gbstats_welch_relative", comparison.delta_interval(), comparison.relative()),
        ] {
            let expected = &expected[kind];
            if !expected["error"].is_null() {
                continue;
            }
            let (claim, interval) = (format!("{name} {kind}"), interval.unwrap());
            close(&claim, point.unwrap(), get(expected, "difference"));
            close(&claim, interval.lo, expected["ci"][0].as_f64().unwrap());
            close(&claim, interval.hi, expected["ci"][1].as_f64().unwrap());
            compared += 1;
        }
    }
    assert!(compared >= 12, "only {compared} cases: has the file changed?");
}

#[test]
fn tests_agree_with_scipy_and_keep_their_tails() {
    let Some(vectors) = vectors() else { return };
    let cases = cases(&vectors);
    let mut compared = 0;
    for (name, expected, comparison) in &cases {
        if let Some(p_value) = expected["scipy_welch"]["p_value"].as_f64() {
            close(name, comparison.p_value().unwrap(), p_value);
            compared += 1;
        }
    }
    let visit = cases.iter().find(|(name, ..)| name.ends_with("/visit")).unwrap();
    let tail = visit.2.p_value().unwrap();
    assert!(compared > 0 && tail > 0.0 && tail < 1e-110, "{tail:e}");
}

#[test]
fn proportions_agree_with_statsmodels() {
    let Some(vectors) = vectors() else { return };
    let mut compared = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let expected = &case["expected"];
        let wilson = &expected["statsmodels_single_ci95_wilson"];
        let arm = |arm: &str| Proportion::new(case[arm]["x"].as_f64()?, get(&case[arm], "n"));
        let (Some(treated), Some(control)) = (arm("treatment"), arm("control")) else {
            continue;
        };
        let difference = difference_interval(treated, control).unwrap();
        for (interval, expected) in [
            (treated.wilson(), &wilson["treatment"]),
            (control.wilson(), &wilson["control"]),
            (difference, &expected["statsmodels_diff_ci95_newcomb"]),
        ] {
            close("lower end", interval.lo, expected[0].as_f64().unwrap());
            close("upper end", interval.hi, expected[1].as_f64().unwrap());
            compared += 1;
        }
    }
    assert!(compared >= 9, "only {compared} intervals: has the file changed?");
}

#[tokio::test]
async fn sample_ratio_mismatch_agrees_with_scipy() {
    let Some(vectors) = vectors() else { return };
    let session = session(2);
    for case in vectors["srm"].as_array().unwrap() {
        let numbers = |key: &str| case[key].as_array().unwrap().iter().map(|n| n.as_f64().unwrap());
        let arms = numbers("observed")
            .zip(numbers("weights"))
            .enumerate()
            .map(|(arm, (n, weight))| format!("select '{arm}' as a, {weight:?}::double as w from generate_series(1, {n})"));
        let arms: Vec<_> = arms.collect();
        let sql = format!("select srm_p_value_arms(a, w) from ({})", arms.join(" union all "));
        let actual = number(&session, &sql).await;
        match case["scipy_p"].as_f64() {
            Some(expected) => close(&format!("{case}"), actual.unwrap(), expected),
            None => assert_eq!(actual, None, "{case}"),
        }
    }
    close("three arms", chi_square_tail(0.202_531_25, 2.0).unwrap(), 0.903_692_957_560_419_6);
}

#[tokio::test]
async fn hillstrom_rows_give_the_published_answers_through_sql() {
    let Some(folder) = folder() else { return };
    let session = session(2);
    let file = folder.join("data/hillstrom.csv");
    session.register_csv("h", file.to_str().unwrap(), CsvReadOptions::new()).await.unwrap();
    for (call, expected) in HILLSTROM {
        let sql = format!(
            "select {call} from (select *, segment = 'Mens E-Mail' as t from h \
             where segment in ('Mens E-Mail', 'No E-Mail')) as v"
        );
        close(call, number(&session, &sql).await.unwrap(), *expected);
    }
}

const HILLSTROM: &[(&str, f64)] = &[
    ("difference(visit = 1, t)", 0.07658956365153125),
    ("difference_lo(visit = 1, t)", 0.06995330334766282),
    ("difference_hi(visit = 1, t)", 0.08322582395539967),
    ("relative_lift_lo(visit = 1, t)", 0.6384137544801227),
    ("relative_lift_hi(conversion = 1, t)", 1.655316452485028),
    ("difference(spend, t)", 0.7698271558945368),
    ("difference_lo(spend, t)", 0.4851397325684076),
    ("difference_hi(spend, t)", 1.0545145792206658),
    ("lift_p_value(spend, t)", 1.163814968225482e-7),
    ("relative_lift(spend, t)", 1.1792887703620063),
    ("ratio_relative_lift(spend, conversion, t)", -0.004173375354764922),
    ("ratio_relative_lift_lo(spend, conversion, t)", -0.20179792165948396),
    ("ratio_relative_lift_hi(spend, conversion, t)", 0.19345117094995412),
];
