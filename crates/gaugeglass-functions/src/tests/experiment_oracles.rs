//! Experiment functions against other people's tools: every case of the file, and every figure in it that one of our
//! functions stands for, from the same sums.

mod coverage;
mod edges;
mod proportions;

use std::collections::BTreeMap;

use serde_json::Value;

use super::close;
use super::oracles::{get, vectors};
use crate::aggregate::{Arms, MomentFunction};
use crate::experiments::moment_functions;
use crate::statistics::{Moments, Sum};

/// A function, and the figure of a case that it must give.
type Pairs = &'static [(&'static str, &'static str)];

const NONE: Pairs = &[];
const MEANS: Pairs = &[
    ("difference", "/gbstats_welch_absolute/difference"),
    ("difference_lo", "/gbstats_welch_absolute/ci/0"),
    ("difference_hi", "/gbstats_welch_absolute/ci/1"),
    ("difference_se", "/gbstats_welch_absolute/std_error"),
    ("lift_p_value", "/gbstats_welch_absolute/p_value"),
    ("difference_lo_one_sided", "/gbstats_one_sided_greater_absolute/ci/0"),
    ("lift_p_value_greater", "/gbstats_one_sided_greater_absolute/p_value"),
    ("relative_lift", "/gbstats_welch_relative/difference"),
    ("relative_lift_delta_lo", "/gbstats_welch_relative/ci/0"),
    ("relative_lift_delta_hi", "/gbstats_welch_relative/ci/1"),
    ("relative_lift_se", "/gbstats_welch_relative/std_error"),
    ("relative_lift_p_value", "/gbstats_welch_relative/p_value"),
    ("relative_lift_lo_one_sided", "/gbstats_one_sided_greater_relative/ci/0"),
    ("relative_lift_p_value_greater", "/gbstats_one_sided_greater_relative/p_value"),
    ("difference_lo", "/scipy_welch/ci95/0"),
    ("difference_hi", "/scipy_welch/ci95/1"),
    ("lift_p_value", "/scipy_welch/p_value"),
    ("difference_wald_lo", "/statsmodels_ztest_unequal/ci95/0"),
    ("difference_wald_hi", "/statsmodels_ztest_unequal/ci95/1"),
    ("difference_wald_p_value", "/statsmodels_ztest_unequal/p_value"),
];
const PROPORTIONS: Pairs = &[
    ("proportion_z", "/statsmodels_ztest_pooled/z"),
    ("proportion_p_value", "/statsmodels_ztest_pooled/p_value"),
    ("proportion_p_value", "/scipy_chi2_no_yates/p_value"),
    ("fisher_p_value", "/scipy_fisher_exact_p"),
    ("difference_wald_p_value", "/statsmodels_ztest_unpooled_wald/p_value"),
    ("difference_wald_lo", "/statsmodels_diff_ci95_wald/0"),
    ("difference_wald_hi", "/statsmodels_diff_ci95_wald/1"),
    ("difference_agresti_caffo_lo", "/statsmodels_diff_ci95_agresti-caffo/0"),
    ("difference_agresti_caffo_hi", "/statsmodels_diff_ci95_agresti-caffo/1"),
    ("difference_newcombe_lo", "/statsmodels_diff_ci95_newcomb/0"),
    ("difference_newcombe_hi", "/statsmodels_diff_ci95_newcomb/1"),
];
const RATIOS: Pairs = &[
    ("ratio_difference", "/gbstats_welch_absolute/difference"),
    ("ratio_difference_lo", "/gbstats_welch_absolute/ci/0"),
    ("ratio_difference_hi", "/gbstats_welch_absolute/ci/1"),
    ("ratio_difference_se", "/gbstats_welch_absolute/std_error"),
    ("ratio_difference_p_value", "/gbstats_welch_absolute/p_value"),
    ("ratio_difference_lo_one_sided", "/gbstats_one_sided_greater_absolute/ci/0"),
    ("ratio_difference_p_value_greater", "/gbstats_one_sided_greater_absolute/p_value"),
    ("ratio_relative_lift", "/gbstats_welch_relative/difference"),
    ("ratio_relative_lift_delta_lo", "/gbstats_welch_relative/ci/0"),
    ("ratio_relative_lift_delta_hi", "/gbstats_welch_relative/ci/1"),
    ("ratio_relative_lift_se", "/gbstats_welch_relative/std_error"),
    ("ratio_relative_lift_p_value", "/gbstats_welch_relative/p_value"),
    ("ratio_relative_lift_lo_one_sided", "/gbstats_one_sided_greater_relative/ci/0"),
    ("ratio_relative_lift_p_value_greater", "/gbstats_one_sided_greater_relative/p_value"),
];
const CUPED: Pairs = &[
    ("cuped_difference", "/gbstats_welch_absolute/difference"),
    ("cuped_difference_lo", "/gbstats_welch_absolute/ci/0"),
    ("cuped_difference_hi", "/gbstats_welch_absolute/ci/1"),
    ("cuped_difference_se", "/gbstats_welch_absolute/std_error"),
    ("cuped_difference_p_value", "/gbstats_welch_absolute/p_value"),
    ("cuped_difference_lo_one_sided", "/gbstats_one_sided_greater_absolute/ci/0"),
    ("cuped_difference_p_value_greater", "/gbstats_one_sided_greater_absolute/p_value"),
    ("cuped_relative_lift", "/gbstats_welch_relative/difference"),
    ("cuped_relative_lift_lo", "/gbstats_welch_relative/ci/0"),
    ("cuped_relative_lift_hi", "/gbstats_welch_relative/ci/1"),
    ("cuped_relative_lift_se", "/gbstats_welch_relative/std_error"),
    ("cuped_relative_lift_p_value", "/gbstats_welch_relative/p_value"),
    ("cuped_relative_lift_lo_one_sided", "/gbstats_one_sided_greater_relative/ci/0"),
    ("cuped_relative_lift_p_value_greater", "/gbstats_one_sided_greater_relative/p_value"),
    ("cuped_theta", "/gbstats_theta"),
    ("cuped_theta", "/numpy_theta_pooled_cov_over_var"),
    ("cuped_variance_reduction", "/variance_reduction_corr_squared_pooled"),
];

/// Cases whose control's coefficient of variation is above 0.1: the interval is Fieller's, which no tool here has.
const NOISY: [&str; 4] = [
    "hillstrom/mens_vs_none/spend_per_customer",
    "hillstrom/mens_vs_none/spend_per_visit",
    "edge/small_14_28_vs_16_30",
    "edge/zero_in_treatment",
];
const QUIET_MEANS: Pairs = &[("relative_lift_lo", "/gbstats_welch_relative/ci/0"), ("relative_lift_hi", "/gbstats_welch_relative/ci/1")];
const QUIET_RATIOS: Pairs =
    &[("ratio_relative_lift_lo", "/gbstats_welch_relative/ci/0"), ("ratio_relative_lift_hi", "/gbstats_welch_relative/ci/1")];

/// Where an arm is all or nothing the difference has the score interval.
const EXTREME: &str = "edge/zero_in_treatment";
const EXTREME_PROPORTIONS: Pairs =
    &[("difference_lo", "/statsmodels_diff_ci95_newcomb/0"), ("difference_hi", "/statsmodels_diff_ci95_newcomb/1")];

/// How many figures the file gave when this was written.
const COMPARED: usize = 176;

fn pairs(metric: &str, name: &str) -> Vec<(&'static str, &'static str)> {
    let quiet = |pairs: Pairs| if NOISY.contains(&name) { NONE } else { pairs };
    let extreme = |pairs: Pairs| if name == EXTREME { pairs } else { NONE };
    match metric {
        "proportion" => [MEANS, PROPORTIONS, quiet(QUIET_MEANS), extreme(EXTREME_PROPORTIONS)].concat(),
        "mean" => [MEANS, quiet(QUIET_MEANS)].concat(),
        "ratio_of_sums(AOV)" => [RATIOS, quiet(QUIET_RATIOS)].concat(),
        "cuped_mean" => CUPED.to_vec(),
        _ => panic!("{name}: no function stands for {metric}"),
    }
}

/// Names of Σy, Σy², Σd, Σd² and Σyd; empty where there is none.
fn sums(metric: &str) -> [&'static str; 5] {
    match metric {
        "proportion" => ["x", "x", "", "", ""],
        "ProportionStatistic" => ["sum", "sum", "", "", ""],
        "mean" | "SampleMeanStatistic" => ["sum", "sum_squares", "", "", ""],
        "cuped_mean" => ["post_sum", "post_sum_squares", "pre_sum", "pre_sum_squares", "sum_of_products"],
        _ => ["numerator_sum", "numerator_sum_squares", "denominator_sum", "denominator_sum_squares", "sum_of_products"],
    }
}

fn arms(metric: &str, case: &Value) -> Arms {
    let moments = |arm: &Value| {
        let sum = |name: &str| Sum { high: if name.is_empty() { 0.0 } else { get(arm, name) }, low: 0.0 };
        let [y, yy, d, dd, yd] = sums(metric).map(sum);
        Moments { n: get(arm, "n"), y, yy, d, dd, yd }
    };
    let is_flag = ["proportion", "ProportionStatistic"].contains(&metric);
    Arms::new(&[moments(&case["control"]), moments(&case["treatment"])], is_flag)
}

/// The tool's figure; none where it has none or says that it could not give one.
fn figure(tools: &Value, pointer: &str) -> Option<f64> {
    let tool = pointer.split('/').nth(1).unwrap();
    let is_refused = tools[tool]["error"].is_string();
    tools.pointer(pointer).and_then(Value::as_f64).filter(|_| !is_refused)
}

fn answer(functions: &[MomentFunction], name: &str, arms: &Arms) -> Option<f64> {
    let function = functions.iter().find(|function| function.doc().name == name);
    function.unwrap_or_else(|| panic!("no function {name}")).answer(arms)
}

/// Nine digits, however small the figure. gbstats takes its p-values as 1 − cdf, which is off by a rounding of 1.
fn near(claim: &str, actual: f64, expected: f64, pointer: &str) {
    let is_rounded = pointer.starts_with("/gbstats") && pointer.ends_with("p_value");
    let slack = 1e-9 * expected.abs() + if is_rounded { 1e-15 } else { 0.0 };
    assert!((actual - expected).abs() <= slack, "{claim}: {actual:e} is not {expected:e}");
}

#[test]
fn every_figure_of_every_case_is_ours_too() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let mut compared = BTreeMap::<_, usize>::new();
    for case in vectors["cases"].as_array().unwrap() {
        let (metric, name) = (case["metric"].as_str().unwrap(), case["name"].as_str().unwrap());
        let arms = arms(metric, case);
        for (function, pointer) in pairs(metric, name) {
            let counted = compared.entry((function, pointer)).or_default();
            let Some(expected) = figure(&case["expected"], pointer) else { continue };
            let claim = format!("{name}: {function} against {pointer}");
            near(&claim, answer(&functions, function, &arms).expect(&claim), expected, pointer);
            *counted += 1;
        }
    }
    for ((function, pointer), count) in &compared {
        println!("{function} is {pointer} in {count} cases");
        assert!(*count > 0, "{function} was not compared with {pointer}: has the file changed?");
    }
    let total: usize = compared.values().sum();
    println!("{total} figures compared");
    assert!(total >= COMPARED, "only {total} figures: has the file changed?");
}

// No tool here has Fieller's interval, so its ends must solve the equation that defines them.
#[test]
fn fieller_ends_solve_their_equation() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let mut solved = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let metric = case["metric"].as_str().unwrap();
        let arms = arms(metric, case);
        let ask = |name: &str| answer(&functions, name, &arms);
        let (Some(comparison), Some(se)) = (arms.varied_means(), ask("difference_se")) else { continue };
        let quantile = (ask("difference_hi").unwrap() - ask("difference").unwrap()) / se;
        let (treated, control) = (comparison.treated, comparison.control);
        for end in ["relative_lift_fieller_lo", "relative_lift_fieller_hi"] {
            let Some(lift) = ask(end) else { continue };
            let ratio = 1.0 + control.value.signum() * lift;
            let distance = treated.value - ratio * control.value;
            let variance = treated.variance.unwrap() + ratio * ratio * control.variance.unwrap();
            close(&format!("{}: {end}", case["name"]), distance * distance / variance, quantile * quantile);
            solved += 1;
        }
    }
    assert!(solved >= 16, "only {solved} ends: has the file changed?");
}
