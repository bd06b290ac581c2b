//! Nothing in the file is left without a function: every figure of every case is compared in one of these tests, or repeats
//! one that is.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::oracles::vectors;
use super::{figure, pairs};

/// How pointers begin that are in no pair, and who has them.
const ELSEWHERE: [(&str, &str); 13] = [
    ("/gbstats_sequential_", "sequential_lo, sequential_hi, sequential_p_value"),
    ("/statsmodels_single_ci95_wilson/", "proportion_lo, proportion_hi"),
    ("/statsmodels_single_ci95_beta/", "proportion_exact_lo, proportion_exact_hi"),
    ("/statsmodels_single_ci95_normal/", "proportion_wald_lo, proportion_wald_hi"),
    ("/statsmodels_single_ci95_agresti_coull/", "proportion_agresti_coull_lo, proportion_agresti_coull_hi"),
    ("/statsmodels_ratio_ci95_log/", "relative_lift_log_lo, relative_lift_log_hi"),
    ("/statsmodels_ratio_ci95_score/", "relative_lift_score_lo, relative_lift_score_hi"),
    ("/statsmodels_diff_ci95_score/", "difference_score_lo, difference_score_hi, which differ by one coefficient"),
    ("/statsmodels_ztest_unpooled_wald/z", "difference and the ends of difference_wald"),
    ("/statsmodels_ztest_unequal/z", "difference and the ends of difference_wald"),
    ("/scipy_chi2_no_yates/chi2", "the square of proportion_z"),
    ("/scipy_welch/t", "difference over difference_se"),
    ("/scipy_welch/df", "the degrees of freedom of difference_lo"),
];

/// What a one-sided test repeats of the two-sided one.
const REPEATED: [&str; 2] = ["difference", "std_error"];

/// Pointers to all numbers of `value`.
fn numbers(path: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields.iter().flat_map(|(key, value)| numbers(&format!("{path}/{key}"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(index, value)| numbers(&format!("{path}/{index}"), value)).collect(),
        Value::Number(_) => vec![path.to_owned()],
        _ => Vec::new(),
    }
}

/// Who has the figure at `pointer` of a case; none where nobody has.
fn owner(expected: &Value, pairs: &[(&str, &str)], pointer: &str) -> Option<String> {
    let pair = pairs.iter().find(|pair| pair.1 == pointer).map(|pair| pair.0.to_owned());
    let elsewhere = || ELSEWHERE.iter().find(|(start, _)| pointer.starts_with(start)).map(|(_, owner)| (*owner).to_owned());
    let repeated = || {
        let two_sided = pointer.replace("/gbstats_one_sided_greater_", "/gbstats_welch_");
        let is_repeated = REPEATED.iter().any(|figure| pointer.ends_with(figure)) && two_sided != pointer;
        (is_repeated && expected.pointer(&two_sided) == expected.pointer(pointer)).then(|| format!("the same as {two_sided}"))
    };
    pair.or_else(elsewhere).or_else(repeated)
}

#[test]
fn every_figure_of_the_file_has_a_function() {
    let Some(vectors) = vectors() else { return };
    let mut owners = BTreeMap::<String, String>::new();
    for case in vectors["cases"].as_array().unwrap() {
        let (metric, name, expected) = (case["metric"].as_str().unwrap(), case["name"].as_str().unwrap(), &case["expected"]);
        let pairs = pairs(metric, name);
        for pointer in numbers("", expected).into_iter().filter(|pointer| figure(expected, pointer).is_some()) {
            let owner = owner(expected, &pairs, &pointer).unwrap_or_else(|| panic!("{name}: nobody has {pointer}"));
            owners.insert(pointer, owner);
        }
    }
    for (pointer, owner) in &owners {
        println!("{pointer}: {owner}");
    }
    assert!(owners.len() >= 90, "only {} kinds of figures: has the file changed?", owners.len());
}
