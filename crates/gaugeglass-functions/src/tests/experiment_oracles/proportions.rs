//! Figures that are no answer of one function as it stands: ratios, which are lifts and one, intervals of one arm, statistics
//! behind a test, and the score interval of a difference, where statsmodels errs.

use serde_json::Value;

use super::super::oracles::{get, vectors};
use super::super::{close, number, session};
use super::{Pairs, answer, arms, figure, near};
use crate::aggregate::Arms;
use crate::experiments::moment_functions;
use crate::statistics::{NORMAL_975, Variance};

const RATIOS_LESS_ONE: Pairs = &[
    ("relative_lift_log_lo", "/statsmodels_ratio_ci95_log/0"),
    ("relative_lift_log_hi", "/statsmodels_ratio_ci95_log/1"),
    ("relative_lift_score_lo", "/statsmodels_ratio_ci95_score/0"),
    ("relative_lift_score_hi", "/statsmodels_ratio_ci95_score/1"),
];
/// Functions of `(successes, n)`, less their ending, and what statsmodels calls them.
const SINGLE: Pairs =
    &[("proportion", "wilson"), ("proportion_exact", "beta"), ("proportion_wald", "normal"), ("proportion_agresti_coull", "agresti_coull")];

/// The score interval of the difference in each case: the cubic's root at 40 digits (mpmath).
const SCORES: &[(&str, f64, f64)] = &[
    ("hillstrom/mens_vs_none/visit", 0.06995993050573611, 0.08323394439782324),
    ("hillstrom/mens_vs_none/conversion", 0.005024290317988099, 0.008649368014633422),
    ("edge/small_14_28_vs_16_30", -0.21980700522537966, 0.2825046343874512),
    ("edge/zero_in_treatment", -0.11195489146680142, -0.011903842415533026),
];

const AT_EDGES: [&str; 9] = [
    "difference_agresti_caffo_lo",
    "difference_agresti_caffo_hi",
    "difference_newcombe_lo",
    "difference_newcombe_hi",
    "difference_score_lo",
    "difference_score_hi",
    "relative_lift_score_lo",
    "relative_lift_score_hi",
    "fisher_p_value",
];

/// Our answers in the order of `AT_EDGES`. Expected values: the textbook formulas at 40 digits (mpmath).
const EDGES: [(&str, [Option<f64>; 9]); 5] = [
    ("no_units_in_treatment", [None; 9]),
    ("no_units_in_control", [None; 9]),
    (
        "zero_conversions_control",
        [
            Some(0.03487972334134608),
            Some(0.16119870803120295),
            Some(0.04192290401610915),
            Some(0.17436566150491345),
            Some(0.05514788693722465),
            Some(0.17459010100706687),
            Some(1.6638191142758387),
            None,
            Some(0.0015420521254357006),
        ],
    ),
    (
        "zero_conversions_both",
        [
            Some(-0.027041047939836405),
            Some(0.027041047939836405),
            Some(-0.036993498206985685),
            Some(0.036993498206985685),
            Some(-0.0371724849303644),
            Some(0.0371724849303644),
            None,
            None,
            Some(1.0),
        ],
    ),
    (
        "all_converted_both",
        [
            Some(-0.027041047939836405),
            Some(0.027041047939836405),
            Some(-0.036993498206985685),
            Some(0.036993498206985685),
            Some(-0.0371724849303644),
            Some(0.0371724849303644),
            Some(-0.0371724849303644),
            Some(0.03860762633863443),
            Some(1.0),
        ],
    ),
];

fn cases<'a>(vectors: &'a Value, metric: &'static str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let cases = vectors["cases"].as_array().unwrap().iter().filter(move |case| case["metric"] == metric);
    cases.map(|case| (case["name"].as_str().unwrap(), case))
}

#[test]
fn ratios_are_relative_lifts_and_one() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let mut compared = 0;
    for (name, case) in cases(&vectors, "proportion") {
        let arms = arms("proportion", case);
        for (function, pointer) in RATIOS_LESS_ONE {
            let Some(expected) = figure(&case["expected"], pointer) else { continue };
            let claim = format!("{name}: {function} against {pointer}");
            near(&claim, answer(&functions, function, &arms).expect(&claim) + 1.0, expected, pointer);
            println!("{claim}");
            compared += 1;
        }
    }
    assert!(compared >= 12, "only {compared} ratios: has the file changed?");
}

#[tokio::test]
async fn intervals_of_one_arm_are_those_of_statsmodels() {
    let Some(vectors) = vectors() else { return };
    let session = session(1);
    let mut compared = 0;
    for (name, case) in cases(&vectors, "proportion") {
        for (arm, (function, method), (end, index)) in single_ends() {
            let pointer = format!("/statsmodels_single_ci95_{method}/{arm}/{index}");
            let Some(expected) = figure(&case["expected"], &pointer) else { continue };
            let call = format!("{function}_{end}({:?}, {:?})", get(&case[arm], "x"), get(&case[arm], "n"));
            let claim = format!("{name}: {call} against {pointer}");
            near(&claim, number(&session, &format!("select {call}")).await.expect(&claim), expected, &pointer);
            println!("{claim}");
            compared += 1;
        }
    }
    assert!(compared >= 64, "only {compared} ends: has the file changed?");
}

/// An arm, a method by its two names, and an end of its interval by name and place.
type End = (&'static str, (&'static str, &'static str), (&'static str, usize));

/// Every arm with every method and both ends.
fn single_ends() -> Vec<End> {
    let methods = ["control", "treatment"].into_iter().flat_map(|arm| SINGLE.iter().map(move |method| (arm, *method)));
    methods.flat_map(|(arm, method)| [("lo", 0), ("hi", 1)].map(|end| (arm, method, end))).collect()
}

#[test]
fn statistics_behind_the_tests_follow_from_the_functions() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let mut compared = 0;
    for metric in ["proportion", "mean"] {
        for (name, case) in cases(&vectors, metric) {
            let arms = arms(metric, case);
            for (pointer, actual) in statistics(metric, &arms, |function| answer(&functions, function, &arms).unwrap_or(f64::NAN)) {
                let expected = case["expected"].pointer(pointer).and_then(Value::as_f64).unwrap();
                near(&format!("{name}: {pointer}"), actual, expected, pointer);
                println!("{name}: {pointer}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 11, "only {compared} statistics: has the file changed?");
}

fn statistics(metric: &str, arms: &Arms, ask: impl Fn(&str) -> f64) -> Vec<(&'static str, f64)> {
    let wald = ask("difference") * 2.0 * NORMAL_975 / (ask("difference_wald_hi") - ask("difference_wald_lo"));
    if metric == "proportion" {
        let z = ask("proportion_z");
        return vec![("/statsmodels_ztest_unpooled_wald/z", wald), ("/scipy_chi2_no_yates/chi2", z * z)];
    }
    let means = arms.means().unwrap();
    let parts = [means.treated.uncertainty().unwrap(), means.control.uncertainty().unwrap()];
    vec![
        ("/statsmodels_ztest_unequal/z", wald),
        ("/scipy_welch/t", ask("difference") / ask("difference_se")),
        ("/scipy_welch/df", Variance::total(&parts).unwrap().freedom),
    ]
}

#[test]
fn score_intervals_of_a_difference_solve_the_textbook_cubic() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let mut compared = 0;
    for (name, case) in cases(&vectors, "proportion") {
        let (_, lo, hi) = SCORES.iter().find(|score| score.0 == name).unwrap_or_else(|| panic!("{name}: say what we answer"));
        let arms = arms("proportion", case);
        for (function, expected) in [("difference_score_lo", lo), ("difference_score_hi", hi)] {
            let claim = format!("{name}: {function}");
            near(&claim, answer(&functions, function, &arms).expect(&claim), *expected, "");
            println!("{claim}");
            compared += 1;
        }
    }
    assert_eq!(compared, 2 * SCORES.len());
}

/// Miettinen and Nurminen's z² of a difference with the cubic of statsmodels 0.15.0, whose linear coefficient has the control's
/// successes where the likelihood has its units. The shares that it takes for the best need not even lie between 0 and 1.
fn statsmodels_square(case: &Value, difference: f64) -> f64 {
    let count = |arm: &str, key: &str| get(&case[arm], key);
    let (xt, nt, xc, nc) = (count("treatment", "x"), count("treatment", "n"), count("control", "x"), count("control", "n"));
    let (units, successes) = (nt + nc, xt + xc);
    let square = ((nt + 2.0 * nc) * difference - units - successes) / (3.0 * units);
    let linear = ((xc * difference - units - 2.0 * xc) * difference + successes) / (3.0 * units);
    let constant = xc * difference * (1.0 - difference) / (2.0 * units);
    let q = square.powi(3) - 1.5 * square * linear + constant;
    let p = (square * square - linear).sqrt().copysign(q);
    let share = 2.0 * p * ((std::f64::consts::PI + (q / p.powi(3)).acos()) / 3.0).cos() - square;
    let treated = share + difference;
    let variance = treated * (1.0 - treated) / nt + share * (1.0 - share) / nc;
    let distance = xt / nt - xc / nc - difference;
    distance * distance * (units - 1.0) / (variance * units)
}

// Its figures are in the file all the same: that they solve its own cubic says that nothing else sets them apart from ours.
#[test]
fn statsmodels_differs_in_the_score_of_a_difference_by_one_coefficient() {
    let Some(vectors) = vectors() else { return };
    let mut compared = 0;
    for (name, case) in cases(&vectors, "proportion") {
        for end in case["expected"]["statsmodels_diff_ci95_score"].as_array().unwrap() {
            let square = statsmodels_square(case, end.as_f64().unwrap());
            close(&format!("{name}: z² at {end}"), square, NORMAL_975 * NORMAL_975);
            println!("{name}: statsmodels' {end} solves its cubic");
            compared += 1;
        }
    }
    assert!(compared >= 8, "only {compared} ends: has the file changed?");
}

#[test]
fn intervals_of_shares_hold_where_nobody_or_everybody_succeeded() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let edges = vectors["edge"].as_array().unwrap();
    for (name, answers) in EDGES {
        let case = edges.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("{name} is no case: has the file changed?"));
        let arms = arms("ProportionStatistic", case);
        for (function, expected) in AT_EDGES.iter().zip(answers) {
            let claim = format!("{name}: {function}");
            match (answer(&functions, function, &arms), expected) {
                (Some(actual), Some(expected)) => close(&claim, actual, expected),
                (actual, expected) => assert_eq!(actual, expected, "{claim}"),
            }
        }
        assert_eq!(answer(&functions, "relative_lift_log_lo", &arms), None, "{name}");
    }
}
