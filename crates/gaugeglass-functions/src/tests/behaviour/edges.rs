//! What the functions answer where there is nothing to say, and what they refuse.

use arrow::array::Array;
use datafusion::common::cast::as_boolean_array;

use super::instant;
use crate::tests::{rows, session};

/// Every function, over columns t, a and b.
fn calls() -> [String; 6] {
    let as_of = instant(9);
    [
        "window_funnel(9, t, a, b)".to_owned(),
        "sequence_match(9, t, a, b)".to_owned(),
        format!("retained(1, 2, t, a, b, {as_of})"),
        format!("retained_on_or_after(1, t, a, b, {as_of})"),
        format!("retention_starts(1, 2, t, a, {as_of})"),
        format!("retention_returns(1, 2, t, a, b, {as_of})"),
    ]
}

async fn check_null(call: &str, table: &str) {
    let sql = format!("select {call} from {table}");
    let answer = rows(&session(2), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    assert!(answer.num_rows() == 1 && answer.column(0).is_null(0), "{call} from {table} is not NULL");
}

#[tokio::test]
async fn without_a_row_whose_time_is_known_there_is_no_answer() {
    for call in calls() {
        check_null(&call, "(values (to_timestamp_micros(1), true, true)) as v(t, a, b) where not a").await;
        check_null(&call, "(values (null, true, true), (null, true, true)) as v(t, a, b)").await;
        check_null(&format!("{call} filter (where not a)"), "(values (to_timestamp_micros(1), true, true)) as v(t, a, b)").await;
    }
}

#[tokio::test]
async fn a_constant_that_is_null_leaves_no_answer() {
    for call in [
        "window_funnel(null, t, a, b)",
        "window_funnel(cast(null as text), 9, t, a)",
        "sequence_match(null, t, a, b)",
        "retained(0, null, t, a, b, t0)",
        "retained_on_or_after(0, t, a, b, null)",
        "retention_starts(null, 1, t, a, t0)",
        "retention_returns(0, null, t, a, b, t0)",
    ] {
        let call = call.replace("t0", &instant(9));
        check_null(&call, "(values (to_timestamp_micros(1), true, true)) as v(t, a, b)").await;
    }
}

#[tokio::test]
async fn conditions_that_are_null_match_nothing() {
    let table = "(values (to_timestamp_micros(1), null, true), (to_timestamp_micros(1), null, null)) as v(t, a, b)";
    let sql = format!("select window_funnel(9, t, a, b) = 0 and not sequence_match(9, t, a, b) as none from {table}");
    let answer = rows(&session(1), &sql).await.unwrap();
    assert!(as_boolean_array(answer.column(0)).unwrap().value(0));
}

#[tokio::test]
async fn errors_name_the_argument_and_the_remedy() {
    let session = session(1);
    let too_many = format!("sequence_match(9, t, {})", ["a"; 33].join(", "));
    for (call, words) in [
        ("window_funnel()", "takes 1 to 32 steps after the time, and was given 0"),
        ("window_funnel(9, t)", "takes 1 to 32 steps after the time, and was given 0"),
        ("window_funnel('strict_order', 9, t)", "takes 1 to 32 steps after the time, and was given 0"),
        (too_many.as_str(), "takes 1 to 32 steps after the time, and was given 33"),
        ("window_funnel('strict', 9, t, a)", "unknown mode `strict` of window_funnel: use strict_order, strict_increase"),
        ("window_funnel(-1, t, a)", "argument 1 of window_funnel must be 0 seconds or more, and is -1"),
        ("window_funnel('strict_order', 0.0 - 1, t, a)", "argument 2 of window_funnel must be 0 seconds or more"),
        ("window_funnel(n, t, a)", "argument 1 of window_funnel must be a constant or a parameter"),
        ("window_funnel(9, n, a)", "argument 2 of window_funnel must be a timestamp"),
        ("window_funnel(9, t, a, n)", "argument 4 of window_funnel must be a boolean"),
        ("window_funnel(interval '9 seconds', t, a)", "argument 1 of window_funnel must be a number"),
        ("window_funnel(distinct 9, t, a)", "remove DISTINCT"),
        ("sequence_match('strict_order', 9, t, a)", "argument 1 of sequence_match must be a number"),
        ("retained(1, 1, t, a, a)", "takes 6 arguments"),
        ("retained(1, 1, t, a, a, t)", "argument 6 of retained must be a constant or a parameter"),
        ("retention_starts(1, 1, t, a, 9)", "argument 5 of retention_starts must be a timestamp"),
    ] {
        let table = "(values (to_timestamp_micros(1), true, 1), (to_timestamp_micros(2), false, 2)) as v(t, a, n)";
        let sql = format!("select {call} from {table}");
        let error = rows(&session, &sql).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
