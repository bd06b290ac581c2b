//! The same rows give the same bits, however they are spread.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};

use super::{rows, session_over};

const CALLS: &[&str] = &[
    "difference(y, t)",
    "gini_of_counts(a)",
    "difference_lo(y, t)",
    "difference_hi(y > 2, t)",
    "relative_lift(y, t)",
    "relative_lift_lo(y, t)",
    "relative_lift_hi(y, t)",
    "recovery_lift(y > 2, t)",
    "recovery_lift_lo(y > 2, t)",
    "lift_p_value(y, t)",
    "ratio_relative_lift(y, d, t)",
    "ratio_relative_lift_lo(y, d, t)",
    "mean_lo(y)",
    "mean_hi(y)",
    "ratio_lo(y, d)",
    "ratio_hi(y, d)",
    "srm_p_value(t, 0.5)",
    "srm_p_value_arms(a, 0.25)",
    "km_quantile(0.5, y, t)",
    "km_quantile_lo(0.5, y, t)",
    "km_survival(2, y, t)",
    "km_survival_hi(2, y, t)",
    "quantile_with_misses(0.95, y)",
    "quantile_linear(0.95, y)",
    "difference_se(y, t)",
    "relative_lift_p_value(y, t)",
    "proportion_p_value(y > 2, t)",
    "fisher_p_value(y > 2, t)",
    "difference_score_lo(y > 2, t)",
    "relative_lift_score_hi(y > 2, t)",
    "sequential_quantile_p_value(0.5, 100, y, t)",
    "cuped_variance_reduction(y, d, t)",
    "ratio_difference_lo(y, d, t)",
    "cuped_difference_lo(y, case when d > 1 then d end, t)",
    "cuped_relative_lift_hi(y, case when d > 1 then d end, t)",
    "cuped_theta(y, d, t)",
    "policy_value_lo(y, d)",
    "policy_value_self_normalised_hi(y, d)",
    "effective_sample_size(d)",
    "cumulative_incidence(2, y, t, d > 3)",
    "cumulative_incidence_lo(2, y, t, d > 3)",
    "cumulative_incidence_hi(2, y, t, d > 3)",
    "quantile_difference(0.9, y, t)",
    "quantile_difference_se(0.5, y, t)",
    "quantile_difference_hi(0.5, y, t)",
    "quantile_sketch(y)",
    "approx_quantile(0.95, y)",
    "distinct_sketch(y)",
    "distinct_sketch(a)",
    "slope_lo(y, d)",
    "lift_forgone_hi(y, d > 3, t)",
    "mantel_haenszel_difference_lo(y > 2, t, a)",
    "km_mean(2, y, t)",
    "difference(y, t) filter (where d > 3)",
    "quantile_with_misses(0.5, y) filter (where d > 3)",
];

/// A few thousand rows from a fixed multiplicative generator, with some unknowns.
fn sample() -> RecordBatch {
    let mut state = 88_172_645_463_325_252_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let draws: Vec<[f64; 5]> = (0..3_000).map(|_| std::array::from_fn(|_| draw())).collect();
    let y: Float64Array = draws.iter().map(|d| (d[0] > 0.03).then(|| 0.1 / (d[1] + 1e-3))).collect();
    let d: Float64Array = draws.iter().map(|d| Some((d[2] * 7.0).floor())).collect();
    let t: BooleanArray = draws.iter().map(|d| (d[3] > 0.01).then_some(d[3] > 0.5)).collect();
    let a: StringArray = draws.iter().map(|d| ["a", "b", "c", "d"].get((d[4] * 4.0) as usize)).collect();
    let g: Int64Array = draws.iter().map(|d| Some((d[4] * 1e4) as i64 % 5)).collect();
    let columns = [Arc::new(y) as ArrayRef, Arc::new(d), Arc::new(t), Arc::new(a), Arc::new(g)];
    RecordBatch::try_from_iter(["y", "d", "t", "a", "g"].into_iter().zip(columns)).unwrap()
}

#[tokio::test]
async fn answers_do_not_depend_on_partitions_or_the_order_of_rows() {
    let sample = sample();
    let list: Vec<_> = CALLS.iter().enumerate().map(|(i, call)| format!("{call} as c{i}")).collect();
    for tail in ["from t", "from t group by g order by g", "from t group by g, d, a order by g, d, a"] {
        let sql = format!("select {} {tail}", list.join(", "));
        let one = rows(&session_over(&sample, 1), &sql).await.unwrap();
        let seven = rows(&session_over(&sample, 7), &sql).await.unwrap();
        assert!(one.num_rows() > 0);
        for (call, (one, seven)) in CALLS.iter().zip(one.columns().iter().zip(seven.columns())) {
            assert_eq!(one, seven, "{call} {tail}");
        }
    }
}
