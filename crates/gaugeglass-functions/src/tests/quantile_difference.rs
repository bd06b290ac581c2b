//! Differences of quantiles: by hand at known ranks, and where there is no interval.
//!
//! Coverage of the 95 % interval in a simulation (NumPy 2.4.6, 4,000 draws a case, 2,000 from n = 4,000 on; both arms of n
//! units, the treated 1.2 times the control):
//!
//! | distribution | q    | n = 100 | n = 400 | n = 1,000 | n = 4,000 |
//! |--------------|------|---------|---------|-----------|-----------|
//! | lognormal    | 0.5  | 95.9 %  | 95.9 %  | 95.5 %    | 95.4 %    |
//! | lognormal    | 0.9  | 97.6 %  | 95.6 %  | 95.6 %    | 95.3 %    |
//! | lognormal    | 0.95 | 99.8 %  | 97.0 %  | 95.9 %    | 95.0 %    |
//! | lognormal    | 0.99 | NULL    | 99.2 %  | 99.0 %    | 97.3 %    |
//! | exponential  | 0.5  | 94.8 %  | 95.8 %  | 95.1 %    | 94.7 %    |
//! | exponential  | 0.95 | 99.6 %  | 96.5 %  | 95.8 %    | 95.4 %    |
//! | uniform      | 0.9  | 94.6 %  | 94.7 %  | 95.4 %    | 95.8 %    |
//! | uniform      | 0.99 | NULL    | 94.3 %  | 96.6 %    | 95.7 %    |
//!
//! Clipping the ranks to the sample, instead of NULL, would cover 75 % at q = 0.99 and n = 100 (lognormal).

use super::{close, number, rows, session};

/// 1 to 16 among the treated, and twice that in the control.
const SIXTEEN: &str = "(select value as y, true as t from generate_series(1, 16) \
                       union all select 2 * value, false from generate_series(1, 16)) as v";
/// 1 to 100 among the treated; 8 to 800 in steps of 8 in the control.
const HUNDRED: &str = "(select value as y, true as t from generate_series(1, 100) \
                       union all select 8 * value, false from generate_series(1, 100)) as v";

async fn check(call: &str, table: &str, expected: Option<f64>) {
    let actual = number(&session(2), &format!("select {call} from {table}")).await;
    match (actual, expected) {
        (Some(actual), Some(expected)) => close(call, actual, expected),
        _ => assert_eq!(actual, expected, "{call} from {table}"),
    }
}

// 16 · 0.5 ± 1.96 · √(16 · 0.25) is 4.08 and 11.92, so ranks 4 and 12: widths 8 and 16, and z leaves the interval.
// GrowthBook's gbstats 0.8.0 has that error times √(15/16), 4.418578150494278, since it counts a sample as n − 1.
#[tokio::test]
async fn medians_of_sixteen_lie_between_the_fourth_and_the_twelfth() {
    let half = 320_f64.sqrt() / 2.0;
    check("quantile_difference(0.5, y, t)", SIXTEEN, Some(8.0 - 16.0)).await;
    check("quantile_difference_se(0.5, y, t)", SIXTEEN, Some(4.5634878908747485)).await;
    check("quantile_difference_lo(0.5, y, t)", SIXTEEN, Some(-8.0 - half)).await;
    check("quantile_difference_hi(0.5, y, t)", SIXTEEN, Some(-8.0 + half)).await;
}

// 100 · 0.9 ± 1.96 · 3 is 84.1 and 95.9, so ranks 84 and 96: widths 12 and 96.
#[tokio::test]
async fn ranks_of_a_high_quantile_are_rounded_outwards() {
    let half = (12.0_f64 * 12.0 + 96.0 * 96.0).sqrt() / 2.0;
    check("quantile_difference(0.9, y, t)", HUNDRED, Some(90.0 - 720.0)).await;
    check("quantile_difference_lo(0.9, y, t)", HUNDRED, Some(-630.0 - half)).await;
    check("quantile_difference_hi(0.9, y, t)", HUNDRED, Some(-630.0 + half)).await;
    check("quantile_difference_lo(0.9, y, not t)", HUNDRED, Some(630.0 - half)).await;
}

#[tokio::test]
async fn a_rank_outside_an_arm_leaves_the_point_alone() {
    for (q, expected) in [("0.99", 99.0 - 792.0), ("0", 1.0 - 8.0), ("1", 100.0 - 800.0)] {
        check(&format!("quantile_difference({q}, y, t)"), HUNDRED, Some(expected)).await;
        check(&format!("quantile_difference_se({q}, y, t)"), HUNDRED, None).await;
        check(&format!("quantile_difference_lo({q}, y, t)"), HUNDRED, None).await;
    }
    for (units, is_enough) in [(7, false), (8, true)] {
        let table = format!("(select value as y, x.t from generate_series(1, {units}), (values (true), (false)) as x(t)) as v");
        let error = number(&session(1), &format!("select quantile_difference_se(0.5, y, t) from {table}")).await;
        assert_eq!(error.is_some(), is_enough, "{units} units an arm");
    }
}

#[tokio::test]
async fn ties_alone_have_no_error() {
    let ties = "(select 3 as y, value % 2 = 0 as t from generate_series(1, 200)) as v";
    check("quantile_difference(0.5, y, t)", ties, Some(0.0)).await;
    for end in ["_se", "_lo", "_hi"] {
        check(&format!("quantile_difference{end}(0.5, y, t)"), ties, None).await;
    }
}

#[tokio::test]
async fn unknown_rows_are_left_out_and_one_arm_compares_with_nothing() {
    let some = "(values (1.0, true), (5.0, false), (null, true), (double 'inf', true), (double 'NaN', false), (9.0, null)) as v(y, t)";
    check("quantile_difference(1, y, t)", some, Some(-4.0)).await;
    check("quantile_difference(1, y, true)", some, None).await;
    check("quantile_difference(null, y, t)", some, None).await;
}

#[tokio::test]
async fn the_share_is_one_constant_between_zero_and_one() {
    for (call, words) in [
        ("quantile_difference(1.5, y, t)", "must lie between 0 and 1"),
        ("quantile_difference_se(y, y, t)", "must be a constant or a parameter"),
        ("quantile_difference_lo(0.5, y > 1, t)", "argument 2 of quantile_difference_lo must be a number"),
    ] {
        let error = rows(&session(1), &format!("select {call} from {SIXTEEN}")).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
