//! How unequally rows are spread, as SQL asks for it.

use super::{number, rows, session};

async fn gini(keys: &str) -> Option<f64> {
    number(&session(3), &format!("select gini_of_counts(k) from (values {keys}) as v(k)")).await
}

#[tokio::test]
async fn rows_are_counted_by_key_and_rows_without_one_are_left_out() {
    assert_eq!(gini("('ann'), ('bob'), ('bob'), ('bob'), (null)").await, Some(0.25));
    assert_eq!(gini("('ann'), ('bob'), ('bob'), ('ann')").await, Some(0.0));
}

#[tokio::test]
async fn it_is_null_where_nobody_can_be_compared() {
    for keys in ["('ann'), ('ann')", "(cast(null as varchar)), (null)"] {
        assert_eq!(gini(keys).await, None, "{keys}");
    }
}

// 1, 2, …, 9 rows of nine keys: Σ(2i − 10)·i / (9·45) = 120 / 405.
#[tokio::test]
async fn a_label_of_a_log_is_a_key() {
    let labels = "select arrow_cast(cast(a as varchar), 'Dictionary(Int32, Utf8)') as k
                  from generate_series(1, 9) as s(a) cross join generate_series(1, 9) as t(b) where b <= a";
    let sql = format!("select gini_of_counts(k) from ({labels}) as v");
    assert_eq!(number(&session(4), &sql).await, Some(120.0 / 405.0));
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    for (call, words) in [
        ("gini_of_counts(1.5)", "argument 1 of gini_of_counts must be a text"),
        ("gini_of_counts(distinct k), gini_of_counts(l)", "remove DISTINCT"),
    ] {
        let sql = format!("select {call} from (values ('a', 'b'), ('b', 'c')) as v(k, l)");
        let error = rows(&session(1), &sql).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
