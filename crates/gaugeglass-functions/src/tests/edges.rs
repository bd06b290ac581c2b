//! What functions answer where there is nothing to say, and what they refuse.

use super::{number, rows, session};

const BY_ARM: &[&str] = &[
    "difference",
    "difference_lo",
    "difference_hi",
    "relative_lift",
    "relative_lift_lo",
    "relative_lift_hi",
    "recovery_lift",
    "recovery_lift_lo",
    "recovery_lift_hi",
    "lift_p_value",
    "difference_se",
    "difference_lo_one_sided",
    "lift_p_value_greater",
    "relative_lift_se",
    "relative_lift_delta_lo",
    "relative_lift_delta_hi",
    "relative_lift_fieller_lo",
    "relative_lift_p_value",
    "relative_lift_p_value_greater",
    "relative_lift_lo_one_sided",
    "difference_wald_lo",
    "difference_wald_hi",
    "difference_wald_p_value",
];

/// An infinite value is a miss here, and no unknown.
const KEEP_INFINITY: [&str; 3] = ["quantile_with_misses", "approx_quantile", "sketch_quantile"];

/// Every aggregate, called on columns y, d, t, e and a.
fn calls() -> Vec<String> {
    let mut calls: Vec<_> = BY_ARM.iter().map(|name| format!("{name}(y, t)")).collect();
    for end in ["", "_lo", "_hi"] {
        calls.push(format!("ratio_relative_lift{end}(y, d, t)"));
        calls.push(format!("km_quantile{end}(0.5, y, e)"));
        calls.push(format!("km_survival{end}(1, y, e)"));
        calls.push(format!("cumulative_incidence{end}(1, y, e, t)"));
        calls.push(format!("quantile_difference{end}(0.5, y, t)"));
        calls.push(format!("slope{end}(y, d)"));
        calls.push(format!("lift_forgone{end}(y, t, e)"));
        calls.push(format!("mantel_haenszel_difference{end}(e, t, a)"));
    }
    for end in ["", "_lo", "_hi", "_se", "_p_value"] {
        calls.push(format!("ratio_difference{end}(y, d, t)"));
        calls.push(format!("cuped_difference{end}(y, d, t)"));
    }
    for end in ["", "_lo", "_hi", "_se", "_p_value"] {
        calls.push(format!("cuped_relative_lift{end}(y, d, t)"));
    }
    for end in ["lo_one_sided", "p_value_greater"] {
        for name in ["ratio_difference", "ratio_relative_lift", "cuped_difference", "cuped_relative_lift"] {
            calls.push(format!("{name}_{end}(y, d, t)"));
        }
    }
    for call in [
        "cuped_theta(y, d, t)",
        "cuped_variance_reduction(y, d, t)",
        "ratio_relative_lift_delta_lo(y, d, t)",
        "ratio_relative_lift_delta_hi(y, d, t)",
        "ratio_relative_lift_se(y, d, t)",
        "ratio_relative_lift_p_value(y, d, t)",
        "proportion_p_value(e, t)",
        "proportion_z(e, t)",
        "relative_lift_log_lo(e, t)",
        "relative_lift_log_hi(e, t)",
        "policy_value_lo(y, d)",
        "policy_value_self_normalised_hi(y, d)",
        "effective_sample_size(y)",
        "mean_lo(y)",
        "mean_hi(y)",
        "ratio_lo(y, d)",
        "ratio_hi(y, d)",
    ] {
        calls.push(call.to_owned());
    }
    calls.push("srm_p_value(t, y)".to_owned());
    calls.push("srm_p_value_arms(a, y)".to_owned());
    calls.push("quantile_with_misses(0.5, y)".to_owned());
    calls.push("quantile_difference_se(0.5, y, t)".to_owned());
    calls.push("sequential_quantile_p_value(0.5, 20, y, t)".to_owned());
    calls.push("approx_quantile(0.5, y)".to_owned());
    calls.push("sketch_quantile(0.5, quantile_sketch(y))".to_owned());
    calls.push("sketch_distinct(distinct_sketch(y))".to_owned());
    calls
}

async fn check_null(call: &str, table: &str) {
    let sql = format!("select {call} from {table}");
    let answer = number(&session(2), &sql).await;
    assert_eq!(answer, None, "{call} from {table}");
}

#[tokio::test]
async fn every_function_is_null_without_rows() {
    for call in calls() {
        check_null(&call, "(values (1.0, 1.0, true, true, 'a')) as v(y, d, t, e, a) where y > 2").await;
    }
}

#[tokio::test]
async fn every_function_is_null_where_all_is_null_or_not_a_number() {
    for call in calls().iter().filter(|call| !KEEP_INFINITY.iter().any(|name| call.starts_with(*name))) {
        check_null(call, "(values (null, null, null, null, null), (null, null, null, null, null)) as v(y, d, t, e, a)").await;
        check_null(call, "(values (double 'NaN', 1.0, true, true, 'a'), (double 'inf', 1.0, false, true, 'b')) as v(y, d, t, e, a)").await;
    }
}

#[tokio::test]
async fn where_all_is_missed_the_quantile_is_infinite() {
    for value in ["cast(null as double)", "double 'NaN'"] {
        let sql = format!("select quantile_with_misses(0.5, y) from (values ({value})) as v(y)");
        assert_eq!(number(&session(1), &sql).await, Some(f64::INFINITY));
    }
}

#[tokio::test]
async fn rows_that_are_no_number_leave_the_others_as_they_were() {
    let good = "(1.0, 1.0, true), (2.0, 1.0, true), (1.0, 2.0, false), (5.0, 1.0, false)";
    let bad = "(double 'NaN', 1.0, true), (double '-inf', 1.0, false), (null, 1.0, true), (9.0, 1.0, null)";
    for call in ["difference_lo(y, t)", "ratio_relative_lift(y, d, t)", "lift_p_value(y, t)"] {
        let sql = |values: &str| format!("select {call} from (values {values}) as v(y, d, t)");
        let clean = number(&session(1), &sql(good)).await;
        assert!(clean.is_some(), "{call}");
        assert_eq!(number(&session(1), &sql(&format!("{good}, {bad}"))).await, clean, "{call}");
    }
}

#[tokio::test]
async fn a_single_arm_compares_with_nothing() {
    for name in BY_ARM {
        for arm in ["true", "false"] {
            check_null(&format!("{name}(y, {arm})"), "(values (1.0), (2.0), (3.0)) as v(y)").await;
            check_null(&format!("{name}(y > 1, {arm})"), "(values (1.0), (2.0), (3.0)) as v(y)").await;
        }
    }
}

#[tokio::test]
async fn one_row_an_arm_has_a_point_and_no_interval() {
    let table = "(values (3.0, true), (2.0, false)) as v(y, t)";
    for (call, expected) in [
        ("difference(y, t)", Some(1.0)),
        ("relative_lift(y, t)", Some(0.5)),
        ("recovery_lift(y / 4, t)", Some(0.5)),
        ("recovery_lift(y, t)", None),
        ("difference_lo(y, t)", None),
        ("relative_lift_hi(y, t)", None),
        ("recovery_lift_lo(y, t)", None),
        ("lift_p_value(y, t)", None),
        ("ratio_relative_lift(y, y, t)", Some(0.0)),
        ("ratio_relative_lift_lo(y, y, t)", None),
    ] {
        let answer = number(&session(1), &format!("select {call} from {table}")).await;
        assert_eq!(answer, expected, "{call}");
    }
    check_null("mean_lo(y)", "(values (3.0)) as v(y)").await;
    check_null("ratio_lo(y, y)", "(values (3.0)) as v(y)").await;
}

#[tokio::test]
async fn a_division_by_zero_is_null() {
    let zero = "(values (3.0, true), (1.0, true), (0.0, false), (0.0, false)) as v(y, t)";
    for call in [
        "relative_lift(y, t)",
        "relative_lift_lo(y, t)",
        "relative_lift(y > 0, t)",
        "relative_lift_hi(y > 0, t)",
        "recovery_lift(y = 0, t)",
        "recovery_lift_lo(y = 0, t)",
        "ratio_relative_lift(y, 0, t)",
        "ratio_relative_lift_lo(y, y, t)",
        "ratio_lo(y, 0)",
    ] {
        check_null(call, zero).await;
    }
    check_null("proportion_lo(0, 0)", "(values (1))").await;
    check_null("proportion_hi(5, 4)", "(values (1))").await;
    check_null("proportion_hi(null, 4)", "(values (1))").await;
}

#[tokio::test]
async fn an_interval_without_end_is_null() {
    // The control's mean is 1 ± 12.7: it may be 0.
    let noisy = "(values (3.0, true), (4.0, true), (0.0, false), (2.0, false)) as v(y, t)";
    check_null("relative_lift_lo(y, t)", noisy).await;
    check_null("relative_lift_hi(y, t)", noisy).await;
    check_null("difference_lo(y, t)", "(values (2.0, true), (2.0, true), (1.0, false), (1.0, false)) as v(y, t)").await;
}

#[tokio::test]
async fn survival_is_null_where_it_was_not_seen() {
    let waiting = "(values (1, true), (2, false), (3, false)) as v(d, e)";
    check_null("km_quantile(0.5, d, e)", waiting).await;
    check_null("km_quantile_hi(0.1, d, e)", waiting).await;
    check_null("km_survival(4, d, e)", waiting).await;
    check_null("km_survival_lo(0.5, d, e)", waiting).await;
    check_null("km_quantile(null, d, e)", waiting).await;
}

#[tokio::test]
async fn a_split_that_was_not_random_has_no_test() {
    check_null("srm_p_value(t, w)", "(values (true, 1.0), (false, 0.0)) as v(t, w)").await;
    check_null("srm_p_value(t, w)", "(values (true, 50.0), (false, 50.0)) as v(t, w)").await;
    check_null("srm_p_value_arms(a, w)", "(values ('a', 1.0), ('b', 0.0)) as v(a, w)").await;
}

#[tokio::test]
async fn errors_name_the_argument_and_the_remedy() {
    let session = session(1);
    for (call, words) in [
        ("mean_lo('x')", "argument 1 of mean_lo must be a number or a boolean"),
        ("difference(1.0, 1)", "argument 2 of difference must be a boolean"),
        ("difference(1.0)", "takes 2 arguments"),
        ("km_quantile(1.5, 1.0, true)", "must lie between 0 and 1"),
        ("km_quantile(y, 1.0, true)", "must be a constant or a parameter"),
        ("mean_lo(distinct y), mean_hi(y)", "remove DISTINCT"),
        ("time_bucket('fortnight', now(), 'UTC')", "use one of total, hour, day, week, month, quarter"),
        ("time_bucket('day', now(), 'Mars')", "unknown time zone `Mars`"),
        ("time_bucket(g, now(), 'UTC')", "unknown grain `eon`"),
        ("time_bucket('day', date '2026-01-01', 'UTC')", "argument 2 of time_bucket must be a timestamp"),
    ] {
        let sql = format!("select {call} from (values (0.5, 'eon'), (0.6, 'eon')) as v(y, g)");
        let error = rows(&session, &sql).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
