//! Sample sizes, power, and the reward of another policy, worked out apart from this crate.

use datafusion::common::cast::as_float64_array;

use super::{close, number, rows, session};

/// The inverses of the normal distribution at 30 digits; sample sizes at the figures a programme would plan with.
const ANSWERS: [(&str, f64); 24] = [
    ("detectable_difference(1, 0.8)", 2.801585218112968),
    ("detectable_difference(0.5, 0.9)", 1.6207577750423274),
    ("power_of_difference(0, 1)", 0.05),
    ("power_of_difference(2, 1)", 0.5160052739761747),
    ("power_of_difference(-2, 1)", 0.5160052739761747),
    ("power_of_difference(5, 1)", 0.9988172507035044),
    ("power_of_difference(0.01, 0.004)", 0.7054180011138002),
    // The far tail, which the detectable difference leaves out, adds one in a million.
    ("power_of_difference(detectable_difference(3, 0.8), 3)", 0.8000009605622265),
    // +20 % on a conversion of 3 %.
    ("sample_size_of_proportions(0.03, 0.036, 0.8)", 13_914.0),
    // 10 % and 15 % of the lost recovered, where 20 % come back by themselves.
    ("sample_size_of_proportions(0.2, 0.28, 0.8)", 447.0),
    ("sample_size_of_proportions(0.2, 0.32, 0.8)", 209.0),
    ("sample_size_of_proportions(0.02, 0.025, 0.8)", 13_809.0),
    ("sample_size_of_proportions(0.02, 0.0356, 0.8)", 1_743.0),
    ("sample_size_of_proportions(0.05, 0.0545, 0.8)", 38_387.0),
    ("sample_size_of_proportions(0.3, 0.34, 0.8)", 2_134.0),
    ("sample_size_of_proportions(0.05, 0.04, 0.9)", 9_030.0),
    // +14 % on 3 pages a visitor, and an order of 63 where it was 57.
    ("sample_size_of_means(4, 0.42, 0.8)", 1_424.0),
    ("sample_size_of_means(55, 6, 0.8)", 1_320.0),
    ("sample_size_of_means(1, -0.5, 0.8)", 63.0),
    // (2.8015852 / 2)² and (2.8015852 · .5)² times the units seen.
    ("units_to_detect(1, 100, 2, 0.8)", 197.0),
    ("units_to_detect(0.5, 40, -1, 0.8)", 79.0),
    // Of a decision that the target policy would take half as often: 0.3 + 0.5·(1 − 0.2).
    ("doubly_robust_reward(1, 0.5, 0.2, 0.3)", 0.7),
    ("doubly_robust_reward(0, 2, 0.2, 0.3)", -0.1),
    ("doubly_robust_reward(7, 0, 0.2, 0.3)", 0.3),
];

#[tokio::test]
async fn planning_gives_the_figures_worked_out_apart() {
    let session = session(1);
    for (call, expected) in ANSWERS {
        let answer = number(&session, &format!("select {call}")).await;
        close(call, answer.unwrap_or_else(|| panic!("{call} is NULL")), expected);
    }
}

#[tokio::test]
async fn a_plan_that_cannot_be_is_null() {
    for call in [
        "detectable_difference(0, 0.8)",
        "detectable_difference(1, 0.05)",
        "detectable_difference(1, 1)",
        "detectable_difference(null, 0.8)",
        "power_of_difference(1, 0)",
        "power_of_difference(double 'NaN', 1)",
        "units_to_detect(1, 100, 0, 0.8)",
        "units_to_detect(1, 0, 1, 0.8)",
        "sample_size_of_means(4, 0, 0.8)",
        "sample_size_of_means(0, 1, 0.8)",
        "sample_size_of_means(4, 1, 0)",
        "sample_size_of_proportions(0.2, 0.2, 0.8)",
        "sample_size_of_proportions(0.2, 1.2, 0.8)",
        "sample_size_of_proportions(-0.1, 0.2, 0.8)",
        "sample_size_of_proportions(0.1, 0.2, double 'inf')",
        "doubly_robust_reward(1, -0.5, 0.2, 0.3)",
        "doubly_robust_reward(1, null, 0.2, 0.3)",
    ] {
        assert_eq!(number(&session(1), &format!("select {call}")).await, None, "{call}");
    }
}

#[tokio::test]
async fn a_function_of_numbers_takes_columns_beside_constants() {
    let sql = "select doubly_robust_reward(r, 0.5, cast(null as double), m) as nothing, doubly_robust_reward(r, w, 0.2, m) as reward \
               from (values (1, 1, 0.5, 0.3), (2, 0, 2, 0.3), (3, null, 1, 0.3)) as v(i, r, w, m) order by i";
    let answer = rows(&session(2), sql).await.unwrap();
    let column = |index: usize| as_float64_array(answer.column(index)).unwrap();
    assert_eq!(column(0).iter().collect::<Vec<_>>(), [None; 3]);
    let rewards: Vec<_> = column(1).iter().collect();
    close("first", rewards[0].unwrap(), 0.7);
    close("second", rewards[1].unwrap(), -0.1);
    assert_eq!(rewards[2], None);
}

#[tokio::test]
async fn a_function_of_numbers_names_the_argument_that_is_none() {
    for (call, words) in [
        ("proportion_lo('x', 4)", "argument 1 of proportion_lo must be a number"),
        ("proportion_exact_hi(1, true)", "argument 2 of proportion_exact_hi must be a number"),
        ("sample_size_of_means(4, 1)", "sample_size_of_means takes 3 arguments"),
    ] {
        let error = rows(&session(1), &format!("select {call}")).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
