//! Families of tests, adjusted.

use datafusion::common::cast::as_float64_array;

use super::{close, number, rows, session};

/// The answers to `call` over `table`, by its column `i`.
async fn adjusted(partitions: usize, call: &str, table: &str) -> Vec<Option<f64>> {
    let sql = format!("select {call} as adjusted from {table} order by i");
    let answer = rows(&session(partitions), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    as_float64_array(answer.column(0)).unwrap().iter().collect()
}

fn check(claim: &str, actual: &[Option<f64>], expected: &[Option<f64>]) {
    assert_eq!(actual.len(), expected.len(), "{claim}");
    for (actual, expected) in actual.iter().zip(expected) {
        match (actual, expected) {
            (Some(actual), Some(expected)) => close(claim, actual / expected, 1.0),
            _ => assert_eq!(actual, expected, "{claim}"),
        }
    }
}

/// Two families, one with unknown and impossible values. By hand:
/// a has .01, .02, .04, .5: Holm 4·.01, 3·.02, 2·.04, .5; Benjamini and Hochberg 4·.01, 4/2·.02, 4/3·.04, .5.
/// b has .6 and .7: Holm 2·.6, at most 1, and no less after it; Benjamini and Hochberg 2/2·.7 for both.
const FAMILIES: &str = "(values (1, 'a', 0.04), (2, 'b', 0.7), (3, 'a', 0.01), (4, 'a', null), (5, 'a', 0.5), (6, 'b', 0.6), \
                        (7, 'b', double 'NaN'), (8, 'a', 0.02), (9, 'a', 1.5), (10, 'c', null)) as v(i, f, p)";
const HOLM: [Option<f64>; 10] = [Some(0.08), Some(1.0), Some(0.04), None, Some(0.5), Some(1.0), None, Some(0.06), None, None];
const BENJAMINI_HOCHBERG: [Option<f64>; 10] =
    [Some(0.16 / 3.0), Some(0.7), Some(0.04), None, Some(0.5), Some(0.7), None, Some(0.04), None, None];

#[tokio::test]
async fn each_partition_is_one_family_and_the_unknown_are_not_counted() {
    for partitions in [1, 4] {
        for (name, expected) in [("holm", HOLM), ("benjamini_hochberg", BENJAMINI_HOCHBERG)] {
            let call = format!("{name}(p) over (partition by f)");
            check(&call, &adjusted(partitions, &call, FAMILIES).await, &expected);
        }
    }
}

#[tokio::test]
async fn the_order_and_the_frame_of_the_window_do_not_matter() {
    for tail in ["order by p", "order by p desc", "order by i rows between current row and current row"] {
        let call = format!("holm(p) over (partition by f {tail})");
        check(&call, &adjusted(2, &call, FAMILIES).await, &HOLM);
    }
}

// `multipletests(p, method="holm")` and `method="fdr_bh"` of statsmodels 0.15.0.
#[tokio::test]
async fn adjusted_p_values_agree_with_statsmodels() {
    let table = "(values (1, 0.01), (2, 0.04), (3, 0.03), (4, 0.005), (5, 0.2), (6, 0.04), (7, 0.9), (8, 1e-12)) as v(i, p)";
    let holm = [0.06, 0.16, 0.15, 0.035, 0.4, 0.16, 0.9, 8e-12].map(Some);
    let hochberg =
        [0.02666666666666667, 0.05333333333333334, 0.05333333333333334, 0.02, 0.2285714285714286, 0.05333333333333334, 0.9, 8e-12];
    check("holm", &adjusted(1, "holm(p) over ()", table).await, &holm);
    check("benjamini_hochberg", &adjusted(1, "benjamini_hochberg(p) over ()", table).await, &hochberg.map(Some));
}

#[tokio::test]
async fn one_test_alone_and_a_p_of_0_stay_as_they_are() {
    for name in ["holm", "benjamini_hochberg"] {
        for p in [0.0, 0.03, 1.0] {
            let sql = format!("select {name}({p:?}) over ()");
            assert_eq!(number(&session(1), &sql).await, Some(p), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_p_that_is_no_number_is_an_error() {
    let error = rows(&session(1), "select holm('x') over ()").await.expect_err("a text").to_string();
    assert!(error.contains("argument 1 of holm must be a number"), "{error}");
}
