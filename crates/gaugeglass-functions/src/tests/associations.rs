//! What goes with what: slopes, differences within strata, what a lift loses, and mean waits, against other tools' figures.

use std::fmt::Write;

use super::{close, number, session};

/// y and x of ten units.
const LINE: &str = "(values (1, 0.9), (0, 1.2), (1, 1.5), (1, 1.7), (0, 2.2), (1, 2.4), (0, 3.1), (0, 3.3), (1, 4.0), (0, 5.2)) as v(y, x)";
/// y, reached, treated: of eleven units five are not reached.
const REACHED: &str = "(values (5.0, true, true), (7.0, true, true), (9.0, true, true), (3.0, true, false), (4.0, true, false), \
                       (8.0, true, false), (6.0, false, true), (10.0, false, true), (5.0, false, true), \
                       (2.0, false, false), (4.0, false, false)) as v(y, r, t)";
/// The maintained arm of the acute myelogenous leukaemia study (Miller 1997): weeks, relapsed.
const LEUKAEMIA: &str = "(values (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), \
                         (31, true), (34, true), (45, false), (48, true), (161, false)) as v(d, e)";
/// Three trials: treated with the event, treated, untreated with the event, untreated.
const TRIALS: [[u32; 4]; 3] = [[21, 41, 2, 12], [14, 31, 12, 34], [11, 23, 9, 16]];
/// Deaths under tolbutamide and placebo, below and from 55 years on (University Group Diabetes Program).
const DIABETES: [[u32; 4]; 2] = [[8, 106, 5, 120], [22, 98, 16, 85]];

/// One row a unit of these strata, as a relation of y, exposed and stratum.
fn units(strata: &[[u32; 4]]) -> String {
    let mut sql = String::new();
    for (name, [a, exposed, c, unexposed]) in strata.iter().enumerate() {
        let sides = [(true, a, exposed), (false, c, unexposed)];
        for (is_exposed, successes, units) in sides.into_iter().filter(|(_, _, units)| **units > 0) {
            let union = if sql.is_empty() { "" } else { " union all " };
            let rows = format!("select value <= {successes} as y, {is_exposed} as x, 's{name}' as s from generate_series(1, {units})");
            write!(sql, "{union}{rows}").unwrap();
        }
    }
    format!("({sql}) as v")
}

async fn check(call: &str, table: &str, expected: f64) {
    let actual = number(&session(2), &format!("select {call} from {table}")).await;
    close(call, actual.unwrap_or_else(|| panic!("{call} is NULL")), expected);
}

async fn check_null(call: &str, table: &str) {
    let answer = number(&session(2), &format!("select {call} from {table}")).await;
    assert_eq!(answer, None, "{call} from {table}");
}

// metafor (R), rma.mh(measure = "RD"): 0.114863, from -0.047325 to 0.277052.
#[tokio::test]
async fn differences_within_strata_agree_with_metafor() {
    let trials = units(&TRIALS);
    check("mantel_haenszel_difference(y, x, s)", &trials, 0.114_863_479_999_778_45).await;
    check("mantel_haenszel_difference_lo(y, x, s)", &trials, -0.047_325_223_237_618_674).await;
    check("mantel_haenszel_difference_hi(y, x, s)", &trials, 0.277_052_183_237_175_56).await;
}

// Rothman, Modern Epidemiology, gives 0.035 for the pooled difference.
#[tokio::test]
async fn a_textbook_example_has_the_textbook_s_difference() {
    let study = units(&DIABETES);
    check("mantel_haenszel_difference(y, x, s)", &study, 0.034_900_269_336_918_16).await;
    check("mantel_haenszel_difference_lo(y, x, s)", &study, -0.027_627_846_012_228_924).await;
    check("mantel_haenszel_difference_hi(y, x, s)", &study, 0.097_428_384_686_065_24).await;
}

// Thirty pairs: in twelve only the exposed succeeded, in five only the other. The variance is then McNemar's.
#[tokio::test]
async fn pairs_are_the_smallest_strata_and_have_an_interval() {
    let pairs = [vec![[1, 1, 0, 1]; 12], vec![[0, 1, 1, 1]; 5], vec![[1, 1, 1, 1]; 3], vec![[0, 1, 0, 1]; 10]].concat();
    let error = ((17.0 - 49.0 / 30.0) / 900.0_f64).sqrt();
    check("mantel_haenszel_difference(y, x, s)", &units(&pairs), 7.0 / 30.0).await;
    check("mantel_haenszel_difference_hi(y, x, s)", &units(&pairs), 7.0 / 30.0 + 1.959_963_984_540_054 * error).await;
}

// Of the first stratum 5 in 100 succeed, of the second 20 in 100, exposed or not; the first is exposed more often.
#[tokio::test]
async fn what_differs_between_strata_is_taken_out() {
    let strata = [[10, 200, 5, 100], [20, 100, 40, 200]];
    check("difference(y, x)", &units(&strata), 30.0 / 300.0 - 45.0 / 300.0).await;
    check("mantel_haenszel_difference(y, x, s)", &units(&strata), 0.0).await;
}

#[tokio::test]
async fn a_stratum_with_one_side_says_nothing() {
    let alone = [[3, 10, 0, 0], [0, 0, 2, 5]];
    check_null("mantel_haenszel_difference(y, x, s)", &units(&alone)).await;
    let beside = [TRIALS.to_vec(), alone.to_vec()].concat();
    check("mantel_haenszel_difference_lo(y, x, s)", &units(&beside), -0.047_325_223_237_618_674).await;
    check_null("mantel_haenszel_difference_lo(y, x, s)", &units(&[[0, 10, 0, 10]])).await;
}

// statsmodels 0.15.0 (Python), OLS(y, add_constant(x)).
#[tokio::test]
async fn a_slope_and_its_interval_agree_with_statsmodels() {
    check("slope(y, x)", LINE, -0.136_322_326_567_706_74).await;
    check("slope_lo(y, x)", LINE, -0.433_525_775_442_569_76).await;
    check("slope_hi(y, x)", LINE, 0.160_881_122_307_156_26).await;
    check("slope(2 * x + 1, x)", LINE, 2.0).await;
    check_null("slope_lo(2 * x + 1, x)", LINE).await;
    check_null("slope(y, 3.0)", LINE).await;
    check_null("slope_lo(y, x)", "(values (1, 1), (2, 3)) as v(y, x)").await;
}

// By hand: 5/11 of the units, (7 - 5) - (7 - 3); the interval by SciPy 1.17.1 with Satterthwaite's 6.68 degrees of freedom.
#[tokio::test]
async fn a_lift_loses_what_the_others_would_have_gained() {
    check("lift_forgone(y, r, t)", REACHED, -10.0 / 11.0).await;
    check("lift_forgone_lo(y, r, t)", REACHED, -3.780_504_560_258_550_3).await;
    check("lift_forgone_hi(y, r, t)", REACHED, 1.962_322_742_076_732).await;
    // Nobody is left out, so nothing is lost; where only the treated are left out, nothing can be said.
    check("lift_forgone(y, true, t)", REACHED, 0.0).await;
    check_null("lift_forgone_lo(y, true, t)", REACHED).await;
    check_null("lift_forgone(y, not t, t)", REACHED).await;
    check_null("lift_forgone(y, cast(null as boolean), t)", REACHED).await;
}

// What is lost is the lift among the reached less the lift of all, where both arms have the same share of them.
#[tokio::test]
async fn the_lift_of_all_is_diluted_by_those_not_reached() {
    let table = "(select value % 2 = 0 as t, value <= 140 as r, \
                 value % 7 < case when value % 2 = 0 and value <= 140 then 3 else 1 end as y \
                 from generate_series(1, 280)) as v";
    let lifts = "difference(y, t) filter (where r) - difference(y, t)";
    let expected = number(&session(2), &format!("select {lifts} from {table}")).await.unwrap();
    check("lift_forgone(y, r, t)", table, expected).await;
}

// lifelines 0.30.3 (Python), restricted_mean_survival_time of the Kaplan-Meier curve.
#[tokio::test]
async fn mean_waits_agree_with_lifelines() {
    let weeks = [("5", 5.0), ("9", 9.0), ("20", 18.159_090_909_090_91), ("48", 31.843_181_818_181_822), ("161", 52.645_454_545_454_555)];
    for (t, expected) in weeks {
        check(&format!("km_mean({t}, d, e)"), LEUKAEMIA, expected).await;
    }
    // Nobody was seen for longer.
    check("km_mean(1000, d, e)", LEUKAEMIA, 52.645_454_545_454_555).await;
    check("km_mean(10, d, e)", "(values (2, true), (4, true)) as v(d, e)", 3.0).await;
    check("km_mean(10, d, e)", "(values (4, false), (4, false)) as v(d, e)", 4.0).await;
    check_null("km_mean(null, d, e)", LEUKAEMIA).await;
    check_null("km_mean(10, d, e)", &format!("(select * from {LEUKAEMIA} where d < 0) as w")).await;
}
