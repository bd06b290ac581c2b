//! Small inputs with answers worked out apart from this crate: by hand, or at 30 digits from the formula.

use super::{close, number, rows, session};

/// Both arms written out: y first, then whether treated.
const DOUBLES: &str = "(values (2.0, true), (4.0, true), (6.0, true), (1.0, false), (2.0, false), (3.0, false)) as v(y, t)";
const STEADY: &str = "(values (11.0, true), (12.0, true), (13.0, true), (12.0, true), \
                      (10.0, false), (9.0, false), (11.0, false), (10.0, false)) as v(y, t)";
/// 16 of 30 treated and 14 of 28 in the control.
const SHARES: &str = "(select value % 2 = 0 as t, case when value % 2 = 0 then value <= 32 else value <= 27 end as y \
                      from generate_series(1, 60) where value not in (57, 59)) as v";
/// None of 100 treated, 5 of 100 in the control.
const NONE: &str = "(select value % 2 = 0 as t, value in (1, 3, 5, 7, 9) as y from generate_series(1, 200)) as v";
const PAIRS: &str = "(values (12, 1, true), (0, 0, true), (30, 2, true), (25, 2, true), \
                     (10, 1, false), (11, 1, false), (22, 2, false), (20, 2, false)) as v(y, d, t)";
/// y, what the unit did before, treated; for five of them the past is unknown.
const COVARIATE: &str = "(values (5.0, 1.0, true), (7.0, 2.0, true), (9.0, 4.0, true), (3.0, 1.0, false), (4.0, 3.0, false), \
                         (8.0, 5.0, false), (6.0, 2.0, false), (6.0, null, true), (10.0, double 'NaN', true), (5.0, null, true), \
                         (2.0, null, false), (4.0, null, false)) as v(y, x, t)";
/// The maintained arm of the acute myelogenous leukaemia study (Miller 1997): weeks, relapsed.
const LEUKAEMIA: &str = "(values (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), \
                         (31, true), (34, true), (45, false), (48, true), (161, false)) as v(d, e)";

#[tokio::test]
async fn functions_give_the_answers_worked_out_apart() {
    let session = session(2);
    for (call, table, expected) in VECTORS {
        let sql = format!("select {call} from {table}");
        let actual = number(&session, &sql).await.unwrap_or_else(|| panic!("{call} is NULL"));
        close(call, actual, *expected);
    }
}

const VECTORS: &[(&str, &str, f64)] = &[
    ("difference(y, t)", DOUBLES, 2.0),
    ("difference_lo(y, t)", DOUBLES, -2.155399503182506),
    ("difference_hi(y, t)", DOUBLES, 6.1553995031825055),
    ("lift_p_value(y, t)", DOUBLES, 0.22088084049409593),
    ("relative_lift(y, t)", DOUBLES, 1.0),
    ("relative_lift_lo(y, t)", DOUBLES, -0.8627235465048169),
    ("relative_lift_hi(y, t)", DOUBLES, 28.138281898726017),
    ("relative_lift(-y, t)", DOUBLES, -1.0),
    ("relative_lift_lo(-y, t)", DOUBLES, -28.138281898726017),
    ("relative_lift_hi(-y, t)", DOUBLES, 0.8627235465048169),
    ("relative_lift_lo(y, t)", STEADY, 0.04395939971838613),
    ("relative_lift_hi(y, t)", STEADY, 0.3560406002816139),
    ("difference(y, t)", SHARES, 1.0 / 30.0),
    ("difference_lo(y, t)", SHARES, -0.2296095491043773),
    ("difference_hi(y, t)", SHARES, 0.29627621577104396),
    ("lift_p_value(y, t)", SHARES, 0.8004455444388892),
    ("relative_lift_lo(y, t)", SHARES, -0.36945081736136276),
    ("relative_lift_hi(y, t)", SHARES, 0.8597824019890038),
    ("recovery_lift(y, t)", SHARES, 1.0 / 15.0),
    ("recovery_lift_lo(y, t)", SHARES, -0.44134823307466725),
    ("recovery_lift_hi(y, t)", SHARES, 0.5746815664080006),
    ("difference_lo(y, t)", NONE, -0.11175046923191914),
    ("difference_hi(y, t)", NONE, -0.0033279408461571527),
    ("relative_lift_lo(y, t)", NONE, -1.0),
    ("relative_lift_hi(y, t)", NONE, 0.8998114099331552 - 1.0),
    // 100 of 100 lost against 95 of 100: 1 − 1/0.95, and the ratio's ends by the same formula.
    ("recovery_lift(y, t)", NONE, -0.05 / 0.95),
    ("recovery_lift_lo(y, t)", NONE, -0.12580977007135266),
    ("recovery_lift_hi(y, t)", NONE, -0.003440198771077013),
    ("ratio_relative_lift(y, d, t)", PAIRS, 0.2761904761904762),
    ("ratio_relative_lift_lo(y, d, t)", PAIRS, 0.005547959331767776),
    ("ratio_relative_lift_hi(y, d, t)", PAIRS, 0.5468329930491846),
    ("cuped_theta(y, x, t)", COVARIATE, 49.0 / 48.0),
    ("cuped_difference(y, x, t)", COVARIATE, 20291.0 / 6912.0),
    ("cuped_difference_lo(y, x, t)", COVARIATE, 0.6694553073024391),
    ("cuped_difference_p_value(y, x, t)", COVARIATE, 0.021188698392182334),
    ("cuped_relative_lift_hi(y, x, t)", COVARIATE, 1.393479806864281),
    ("difference_se(y, t)", DOUBLES, 1.2909944487358056),
    ("difference_lo_one_sided(y, t)", DOUBLES, -1.0631119350028806),
    ("lift_p_value_greater(y, t)", DOUBLES, 0.11044042024704796),
    ("relative_lift_se(y, t)", DOUBLES, 0.816496580927726),
    ("relative_lift_delta_hi(y, t)", DOUBLES, 3.6281054035977642),
    ("relative_lift_fieller_hi(y, t)", DOUBLES, 28.138281898726017),
    ("relative_lift_p_value(y, t)", DOUBLES, 0.3096380779740569),
    ("proportion_p_value(y, t)", SHARES, 0.7996044106165795),
    ("ratio_difference_lo(y, d, t)", PAIRS, 0.14445360062936788),
    ("ratio_difference_p_value(y, d, t)", PAIRS, 0.0434279008273596),
    ("ratio_relative_lift_p_value(y, d, t)", PAIRS, 0.04729788433653902),
    // The half width of 2, 4, 6, as mean_hi has it around 4.
    ("mean_half_width(3, 12, 56)", "(values (1)) as v", 4.968275423500662),
    ("mean_lo(y)", "(values (2), (4), (6), (null)) as v(y)", -0.9682754235006621),
    ("mean_hi(y)", "(values (2), (4), (6), (null)) as v(y)", 8.968275423500662),
    ("mean_lo(y)", "(select value <= 3 as y from generate_series(1, 10)) as v", 0.10779126740630102),
    ("mean_hi(y)", "(select value <= 3 as y from generate_series(1, 10)) as v", 0.6032218525388546),
    ("proportion_lo(3, 10)", "(values (1)) as v", 0.10779126740630102),
    ("proportion_hi(3, 10.0)", "(values (1)) as v", 0.6032218525388546),
    ("proportion_lo(0, 10)", "(values (1)) as v", 0.0),
    ("proportion_hi(10, 10)", "(values (1)) as v", 1.0),
    ("ratio_lo(y, d)", "(values (10, 1), (0, 0), (30, 2), (25, 2)) as v(y, d)", 9.252452701574091),
    ("ratio_hi(y, d)", "(values (10, 1), (0, 0), (30, 2), (25, 2)) as v(y, d)", 16.747547298425907),
    // 70 of 100 where 50 were planned: χ² = 16.
    ("srm_p_value(value <= 70, 0.5)", "generate_series(1, 100)", 6.334248366623985e-5),
    // Weights that differ by row: one treated of Σw = 1.2, variance 0.16 + 0.25 + 0.25, χ² = 0.04 / 0.66.
    ("srm_p_value(t, w)", "(values (true, 0.2), (false, 0.5), (false, 0.5)) as v(t, w)", 0.8055405886674939),
    ("srm_p_value_arms(case when value <= 3 then 'a' else 'b' end, 1)", "generate_series(1, 12)", 0.08326451666355042),
    // All of 100 in one arm of two: the arm that nobody saw has the other half.
    ("srm_p_value_arms('a', 0.5)", "generate_series(1, 100)", 1.523970604832105e-23),
    // An arm of weight 0 is left out with its units: 9 and 3 remain.
    (
        "srm_p_value_arms(arrow_cast(case when value <= 3 then 'a' when value <= 12 then 'b' else 'c' end, \
         'Dictionary(Int32, Utf8)'), case when value <= 12 then 0.5 else 0 end)",
        "generate_series(1, 20)",
        0.08326451666355042,
    ),
    ("km_quantile(0.5, d, e)", LEUKAEMIA, 31.0),
    ("km_quantile_lo(0.5, d, e)", LEUKAEMIA, 13.0),
    ("km_quantile(0.25, d, e)", LEUKAEMIA, 18.0),
    ("km_quantile(0.1, d, e)", LEUKAEMIA, 13.0),
    ("km_survival(0, d, e)", LEUKAEMIA, 1.0),
    ("km_survival(8.99, d, e)", LEUKAEMIA, 1.0),
    ("km_survival(9, d, e)", LEUKAEMIA, 10.0 / 11.0),
    ("km_survival(23, d, e)", LEUKAEMIA, 0.6136363636363636),
    ("km_survival_lo(23, d, e)", LEUKAEMIA, 0.26575204000128594),
    ("km_survival_hi(23, d, e)", LEUKAEMIA, 0.8352992432502215),
    ("km_survival(160, d, e)", LEUKAEMIA, 0.18409090909090908),
    ("km_survival_lo(48, d, e)", LEUKAEMIA, 0.011738480123189576),
    ("km_survival_hi(48, d, e)", LEUKAEMIA, 0.5250148427266416),
    // Nobody waits: the curve is one minus the share, and touches one half at the second of four.
    ("km_quantile(0.5, d, true)", "(values (1), (2), (3), (4)) as v(d)", 2.0),
    ("km_survival(9, d, true)", "(values (1), (2), (3), (4)) as v(d)", 0.0),
    ("quantile_with_misses(0.5, d)", "(values (30), (10), (null), (20)) as v(d)", 20.0),
    ("quantile_with_misses(0.75, d)", "(values (30), (10), (null), (20)) as v(d)", 30.0),
    ("quantile_with_misses(0.76, d)", "(values (30), (10), (null), (20)) as v(d)", f64::INFINITY),
    ("quantile_with_misses(0, d)", "(values (30), (10), (null), (20)) as v(d)", 10.0),
    ("quantile_with_misses(0.5, d) filter (where d is not null)", "(values (30), (10), (null), (20)) as v(d)", 20.0),
];

#[tokio::test]
async fn large_values_do_not_drown_their_variance() {
    let table = "(values (2.0), (4.0), (6.0)) as v(y)";
    let sql = format!("select mean_hi(y + 1e12) - 1e12 from {table}");
    let actual = number(&session(1), &sql).await.unwrap();
    assert!((actual - 8.968275423500662).abs() < 1e-3, "{actual}");
}

#[tokio::test]
async fn a_zone_that_does_not_exist_costs_its_row_and_no_other() {
    let day = "time_bucket('day', timestamp '2026-03-08T12:00:00', z)";
    let sql = format!("select count({day}) * 1.0 from (values ('UTC'), ('tz'), ('Asia/Tokyo'), ('GMT+25')) as v(z)");
    assert_eq!(number(&session(1), &sql).await, Some(2.0));
}

#[tokio::test]
async fn time_buckets_take_any_unit_and_zone_and_constants_or_columns() {
    let session = session(1);
    for (grain, time, zone, expected) in [
        ("'day'", "timestamp '2026-03-29T12:00:00'", "'Europe/Berlin'", "2026-03-28T23:00:00Z"),
        ("'day'", "arrow_cast('2026-03-29T01:00:00+02:00', 'Timestamp(Second, Some(\"+02:00\"))')", "'UTC'", "2026-03-28T00:00:00Z"),
        ("g", "arrow_cast(timestamp '2026-11-01T12:00:00', 'Timestamp(Millisecond, None)')", "z", "2026-11-01T04:00:00Z"),
        (
            "arrow_cast(g, 'Dictionary(Int32, Utf8)')",
            "timestamp '2026-03-08T12:00:00'",
            "arrow_cast(z, 'Utf8View')",
            "2026-03-08T05:00:00Z",
        ),
    ] {
        let bucket = format!("time_bucket({grain}, {time}, {zone})");
        let sql = format!(
            "select {bucket} = arrow_cast('{expected}', 'Timestamp(Microsecond, Some(\"UTC\"))') as same, \
             arrow_typeof({bucket}) as type from (values ('day', 'America/New_York')) as v(g, z)"
        );
        let answer = rows(&session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let shown = format!("{answer:?}");
        assert!(shown.contains("true") && shown.contains("Timestamp(µs, \\\"UTC\\\")"), "{bucket}: {shown}");
    }
}
