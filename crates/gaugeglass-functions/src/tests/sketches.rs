//! Sketches: how far they are off, that parts merge to the whole, and that nothing else is read as one.

use arrow::array::ArrayRef;
use datafusion::common::cast::as_float64_array;

use super::{number, rows, session};

/// The most that a quantile is off, as a part of itself.
const ERROR_MAX: f64 = 1.0 / 257.0 + 1e-12;

/// Values of one shape each, from a share u that takes 10,007 values spread evenly over 0 to 1.
const DISTRIBUTIONS: [&str; 8] = [
    "u",
    "-ln(1 - u) * 120",
    "exp(8 * u - 3)",
    "power(1 - u, -2.0)",
    "tan(3 * (u - 0.5))",
    "floor(u * 50) - 10",
    "case when u < 0.5 then 250 else 250000 end",
    "case when u < 0.98 then 1000 * u else double 'inf' end",
];

fn scattered(value: &str) -> String {
    let shares = "(select (value * 7919 % 10007 + 0.5) / 10007 as u from generate_series(1, 10007)) as s";
    format!("(select {value} as y from {shares}) as v")
}

/// The first column of the answer.
async fn column(sql: &str) -> ArrayRef {
    let rows = rows(&session(3), sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.column(0).clone()
}

#[tokio::test]
async fn quantiles_are_off_by_no_more_than_is_said() {
    for value in DISTRIBUTIONS {
        let calls = |q: &str| format!("approx_quantile({q}, y), quantile_with_misses({q}, y)");
        let calls = ["0", "0.01", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99", "1"].map(calls).join(", ");
        let answer = rows(&session(3), &format!("select {calls} from {}", scattered(value))).await.unwrap();
        for pair in answer.columns().chunks(2) {
            let [approx, exact] = [&pair[0], &pair[1]].map(|column| as_float64_array(column).unwrap().value(0));
            let near = approx == exact || (approx - exact).abs() <= ERROR_MAX * exact.abs();
            assert!(near, "{value}: {approx} is not {exact}");
        }
    }
}

#[tokio::test]
async fn a_kept_sketch_answers_as_the_values_did() {
    for q in ["0", "0.5", "0.95", "1"] {
        let difference = format!("sketch_quantile({q}, quantile_sketch(y)) - approx_quantile({q}, y)");
        let sql = format!("select {difference} from {}", scattered("tan(u)"));
        assert_eq!(number(&session(3), &sql).await, Some(0.0), "{q}");
    }
}

#[tokio::test]
async fn parts_merge_to_the_bytes_of_the_whole() {
    let values = "(select value, sqrt(value) * (value % 5 - 1) as y from generate_series(1, 9000)) as v";
    let id = "concat('id ', cast(value % 700 as varchar))";
    for (kind, value) in [("quantile", "y"), ("distinct", "y"), ("distinct", "value"), ("distinct", id)] {
        let whole = column(&format!("select {kind}_sketch({value}) from {values}")).await;
        for part in ["value % 7", "value % 3000", "value / 4000", "value"] {
            let parts = format!("(select {kind}_sketch({value}) as s from {values} group by {part}) as p");
            let merged = column(&format!("select {kind}_sketch_merge(s) from {parts}")).await;
            assert_eq!(&merged, &whole, "{kind} of {value} by {part}");
        }
    }
}

#[tokio::test]
async fn the_order_of_values_leaves_no_trace() {
    for kind in ["quantile", "distinct"] {
        let sketch = |value: &str| format!("select {kind}_sketch({value}) from generate_series(1, 5000)");
        let up = column(&sketch("value * 1.5")).await;
        assert_eq!(&up, &column(&sketch("(5001 - value) * 1.5")).await, "{kind}");
        assert_ne!(&up, &column(&sketch("value * 1.6")).await, "{kind}");
    }
}

// Whole counts as the same estimator in Python 3.11 with xxhash 4.1.0 gives them.
#[tokio::test]
async fn distinct_counts_agree_with_another_implementation() {
    for (n, expected) in [(10, 10.0), (100, 100.0), (1_000, 1_001.0), (10_000, 10_015.0), (100_000, 100_031.0)] {
        let sql = format!("select sketch_distinct(distinct_sketch(value)) from generate_series(1, {n})");
        assert_eq!(number(&session(2), &sql).await, Some(expected), "{n} numbers");
    }
}

#[tokio::test]
async fn values_are_told_apart_by_their_text() {
    for (values, expected) in [
        ("(1), (1), (2)", 2.0),
        ("(9007199254740992), (9007199254740993)", 2.0),
        ("(0.0), (-0.0), (0.5), (double 'NaN'), (double '-inf'), (null)", 2.0),
        ("('a'), ('A'), (''), (null)", 3.0),
    ] {
        let sql = format!("select sketch_distinct(distinct_sketch(y)) from (values {values}) as v(y)");
        assert_eq!(number(&session(1), &sql).await, Some(expected), "{values}");
    }
    for same in ["1.0", "'1'", "cast(1 as double)", "arrow_cast(1, 'UInt8')", "arrow_cast('1', 'Utf8View')"] {
        let sketch = column(&format!("select distinct_sketch({same})")).await;
        assert_eq!(&sketch, &column("select distinct_sketch(1)").await, "{same}");
    }
}

#[tokio::test]
async fn a_value_in_several_parts_counts_once() {
    let days = "(select distinct_sketch(value) as s from generate_series(1, 600) \
                union all select distinct_sketch(value) from generate_series(301, 900)) as d";
    let parts = number(&session(2), &format!("select sketch_distinct(distinct_sketch_merge(s)) from {days}")).await;
    let whole = number(&session(2), "select sketch_distinct(distinct_sketch(value)) from generate_series(1, 900)").await;
    assert!(whole.is_some_and(|whole| (whole - 900.0).abs() < 18.0), "{whole:?}");
    assert_eq!(parts, whole);
}

#[tokio::test]
async fn an_infinity_is_kept_as_a_miss_and_nothing_is_null() {
    let some = "(values (10.0), (20.0), (null), (double 'NaN')) as v(y)";
    for (call, expected) in [
        ("approx_quantile(1, coalesce(y, double 'inf'))", Some(f64::INFINITY)),
        ("sketch_quantile(0.9, quantile_sketch(coalesce(y, double 'inf')))", Some(f64::INFINITY)),
        ("approx_quantile(1, y) - approx_quantile(1, 20.0)", Some(0.0)),
        ("approx_quantile(null, y)", None),
        ("approx_quantile(0.5, nullif(y, y))", None),
        ("sketch_quantile(0.5, quantile_sketch(null))", None),
        ("sketch_quantile(null, quantile_sketch(y))", None),
        ("max(sketch_quantile(0.5, null))", None),
        ("sketch_quantile(0.5, quantile_sketch_merge(null))", None),
        ("sketch_distinct(distinct_sketch(null))", None),
        ("sketch_distinct(distinct_sketch_merge(null))", None),
        ("max(sketch_distinct(null))", None),
    ] {
        assert_eq!(number(&session(1), &format!("select {call} from {some}")).await, expected, "{call}");
    }
}

#[tokio::test]
async fn a_sketch_is_read_row_by_row_at_a_share_of_its_own() {
    let days = "(select value % 2 as day, quantile_sketch(value) as s from generate_series(0, 99) group by value % 2) as d";
    let sql = format!("select sketch_quantile(case when day = 0 then 0.0 else 1.0 end, s) from {days} order by day");
    let answers = column(&sql).await;
    let answers = as_float64_array(&answers).unwrap();
    assert_eq!(answers.value(0), 0.0);
    assert!((answers.value(1) / 99.0 - 1.0).abs() <= ERROR_MAX);
}

#[tokio::test]
async fn what_is_no_sketch_is_refused_by_the_name_of_the_argument() {
    let session = session(1);
    for (call, words) in [
        ("sketch_quantile(0.5, x'510100')", "argument 2 of sketch_quantile must be a quantile sketch, and is 3 bytes of"),
        ("sketch_quantile(0.5, distinct_sketch(1))", "argument 2 of sketch_quantile must be a quantile sketch"),
        ("quantile_sketch_merge(x'5102')", "argument 1 of quantile_sketch_merge must be a quantile sketch"),
        ("sketch_distinct(quantile_sketch(1))", "argument 1 of sketch_distinct must be a distinct sketch"),
        ("distinct_sketch_merge(x'440102')", "argument 1 of distinct_sketch_merge must be a distinct sketch"),
        ("sketch_distinct('text')", "argument 1 of sketch_distinct must be a sketch (binary)"),
        ("distinct_sketch(true)", "argument 1 of distinct_sketch must be a text or a number"),
        ("sketch_quantile(1.5, quantile_sketch(1))", "argument 1 of sketch_quantile must lie between 0 and 1"),
        ("approx_quantile(1.5, 1.0)", "must lie between 0 and 1"),
        ("approx_quantile(y, y)", "must be a constant or a parameter"),
    ] {
        let sql = format!("select {call} from (values (0.5), (0.6)) as v(y)");
        let error = rows(&session, &sql).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
