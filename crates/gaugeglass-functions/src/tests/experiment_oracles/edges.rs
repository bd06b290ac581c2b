//! Where a comparison has next to nothing to say: gbstats answers 0 and an error word, we a score interval or NULL.

use super::super::close;
use super::super::oracles::vectors;
use super::{EXTREME, Pairs, answer, arms, figure, near};
use crate::aggregate::{Arms, MomentFunction};
use crate::experiments::moment_functions;

const ABSOLUTE: [&str; 8] = [
    "difference",
    "difference_lo",
    "difference_hi",
    "difference_se",
    "lift_p_value",
    "difference_lo_one_sided",
    "lift_p_value_greater",
    "proportion_p_value",
];
const RELATIVE: [&str; 9] = [
    "relative_lift",
    "relative_lift_lo",
    "relative_lift_hi",
    "relative_lift_se",
    "relative_lift_p_value",
    "relative_lift_lo_one_sided",
    "relative_lift_p_value_greater",
    "relative_lift_delta_lo",
    "relative_lift_fieller_lo",
];

/// What gbstats' answer is called, and who gives it here; compared where gbstats gives one.
const ABSOLUTE_FIGURES: Pairs = &[
    ("difference", "/gbstats/difference"),
    ("difference_lo", "/gbstats/ci/0"),
    ("difference_hi", "/gbstats/ci/1"),
    ("difference_se", "/gbstats/std_error"),
    ("lift_p_value", "/gbstats/p_value"),
];
const RELATIVE_FIGURES: Pairs = &[
    ("relative_lift", "/gbstats/difference"),
    ("relative_lift_delta_lo", "/gbstats/ci/0"),
    ("relative_lift_delta_hi", "/gbstats/ci/1"),
    ("relative_lift_se", "/gbstats/std_error"),
    ("relative_lift_p_value", "/gbstats/p_value"),
];

type Edge = (&'static str, [Option<f64>; 8], [Option<f64>; 9]);

const NOTHING: [Option<f64>; 9] = [None; 9];

/// Our answers in the order of `ABSOLUTE` and `RELATIVE`. Expected values: the textbook formulas at 40 digits (mpmath).
const EDGES: &[Edge] = &[
    ("no_units_in_treatment", [None; 8], NOTHING),
    ("no_units_in_control", [None; 8], NOTHING),
    (
        "zero_conversions_control",
        [
            Some(0.1),
            Some(0.04192290401610915),
            Some(0.17436566150491345),
            None,
            Some(0.0012080041760122399),
            Some(0.05270346673059854),
            Some(0.0006040020880061199),
            Some(0.0011768659106247395),
        ],
        NOTHING,
    ),
    (
        "zero_conversions_both",
        [Some(0.0), Some(-0.036993498206985685), Some(0.036993498206985685), None, None, Some(-0.02634272078317434), None, None],
        NOTHING,
    ),
    (
        "all_converted_both",
        [Some(0.0), Some(-0.036993498206985685), Some(0.036993498206985685), None, None, Some(-0.02634272078317434), None, None],
        [Some(0.0), Some(-0.036993498206985685), Some(0.03841458820694126), None, None, Some(-0.02634272078317434), None, None, None],
    ),
    ("one_unit_each", [Some(1.0), None, None, None, None, None, None, None], [Some(0.2), None, None, None, None, None, None, None, None]),
    (
        "constant_values_zero_variance",
        [Some(1.0), None, None, None, None, None, None, None],
        [Some(0.2), None, None, None, None, None, None, None, None],
    ),
    (
        "negative_control_mean",
        [
            Some(0.8),
            Some(0.44765539947026856),
            Some(1.1523446005297315),
            Some(0.1786594299755597),
            Some(1.2797277072714003e-5),
            Some(0.5047338973101471),
            Some(6.3986385363570016e-6),
            None,
        ],
        [
            Some(1.6),
            Some(1.1247543234853392),
            Some(2.5304376135222126),
            Some(0.2870962250261094),
            Some(8.213219103710717e-8),
            Some(1.1255230385990558),
            Some(4.106609551855358e-8),
            Some(1.0338009209239252),
            Some(1.1247543234853392),
        ],
    ),
    // No rows have such sums; the control's variance, below 0 by them, counts as 0.
    (
        "negative_variance_inconsistent_sums",
        [
            Some(0.0),
            Some(-2.3845230199022165),
            Some(2.3845230199022165),
            Some(1.0540925533894598),
            Some(1.0),
            Some(-1.9322706918348538),
            Some(0.5),
            None,
        ],
        [
            Some(0.0),
            Some(-0.23845230199022163),
            Some(0.23845230199022163),
            Some(0.10540925533894598),
            Some(1.0),
            Some(-0.1932270691834854),
            Some(0.5),
            Some(-0.23845230199022163),
            Some(-0.23845230199022163),
        ],
    ),
    (
        EXTREME,
        [
            Some(-0.05),
            Some(-0.11175046923191914),
            Some(-0.0033279408461571623),
            None,
            Some(0.023894113731858624),
            Some(-0.09916108527905278),
            Some(0.9880529431340707),
            Some(0.02354005826117795),
        ],
        [Some(-1.0), Some(-1.0), Some(-0.10018859006684473), None, None, Some(-1.0), None, None, None],
    ),
];

fn check_edge(functions: &[MomentFunction], name: &str, arms: &Arms) {
    let edge = EDGES.iter().find(|edge| edge.0 == name);
    let (_, absolute, relative) = edge.unwrap_or_else(|| panic!("{name}: say what we answer"));
    let expected = ABSOLUTE.iter().zip(absolute).chain(RELATIVE.iter().zip(relative));
    for (function, expected) in expected {
        let claim = format!("{name}: {function}");
        match (answer(functions, function, arms), expected) {
            (Some(actual), Some(expected)) => close(&claim, actual, *expected),
            (actual, expected) => assert_eq!(actual, *expected, "{claim}"),
        }
    }
}

#[test]
fn edges_have_a_score_interval_or_no_answer() {
    let Some(vectors) = vectors() else { return };
    let functions = moment_functions();
    let (mut seen, mut figures) = (Vec::new(), 0);
    for case in vectors["edge"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let arms = arms(case["control"]["type"].as_str().unwrap(), case);
        check_edge(&functions, name, &arms);
        let pairs = if case["difference_type"] == "absolute" { ABSOLUTE_FIGURES } else { RELATIVE_FIGURES };
        for (function, pointer) in pairs {
            let Some(expected) = figure(case, pointer) else { continue };
            near(&format!("{name}: {function}"), answer(&functions, function, &arms).unwrap(), expected, pointer);
            figures += 1;
        }
        seen.push(name);
    }
    let extreme = vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == EXTREME).unwrap();
    check_edge(&functions, EXTREME, &arms("proportion", extreme));
    for (name, ..) in EDGES {
        assert!(seen.contains(name) || *name == EXTREME, "{name} is no case: has the file changed?");
    }
    assert!(figures >= 10, "only {figures} of gbstats' figures: has the file changed?");
}
