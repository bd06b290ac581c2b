//! Words that stand for nobody.

use datafusion::common::cast::as_boolean_array;

use super::super::{rows, session};

/// What the old way of writing it in SQL says, which `names_nobody` replaced.
const SPELLED_OUT: &str = "btrim(id, '0-') = '' or lower(id) in ('-1', 'null', 'none', 'undefined', 'unknown', 'anonymous', 'guest')";

async fn answers(call: &str, ids: &str) -> Vec<Option<bool>> {
    let sql = format!("select {call} as answer from (values {ids}) as v(i, id) order by i");
    let answer = rows(&session(2), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    as_boolean_array(answer.column(0)).unwrap().iter().collect()
}

#[tokio::test]
async fn words_of_programs_name_nobody_and_ids_somebody() {
    let nobody = "(1, '0'), (2, '00000000-0000-0000-0000-000000000000'), (3, ''), (4, '-'), (5, '-1'), (6, 'NULL'), (7, 'Undefined'), \
                  (8, 'guest'), (9, 'aNonymous'), (10, 'none'), (11, 'unknown')";
    assert_eq!(answers("names_nobody(id)", nobody).await, [Some(true); 11]);
    let somebody = "(1, 'u-17'), (2, '1'), (3, '-10'), (4, 'guest2'), (5, 'nullify'), (6, ' null'), (7, '0x0'), (8, 'gästin'), (9, '100')";
    assert_eq!(answers("names_nobody(id)", somebody).await, [Some(false); 9]);
}

#[tokio::test]
async fn it_says_what_was_written_out_before() {
    let ids = "(1, '0'), (2, '-1'), (3, 'Null'), (4, 'u1'), (5, null), (6, ''), (7, '0-1'), (8, 'GUEST'), (9, 'guests'), (10, '--00')";
    assert_eq!(answers("names_nobody(id)", ids).await, answers(SPELLED_OUT, ids).await);
}

#[tokio::test]
async fn an_id_may_be_a_label_or_a_constant_and_nothing_names_neither() {
    let label = "names_nobody(arrow_cast(id, 'Dictionary(Int32, Utf8)'))";
    assert_eq!(answers(label, "(1, 'none'), (2, 'u1'), (3, null)").await, [Some(true), Some(false), None]);
    assert_eq!(answers("names_nobody('Unknown')", "(1, 'u1'), (2, 'u2')").await, [Some(true); 2]);
    assert_eq!(answers("names_nobody(null)", "(1, 'u1')").await, [None]);
    let error = rows(&session(1), "select names_nobody(17)").await.expect_err("a number").to_string();
    assert!(error.contains("argument 1 of names_nobody must be a text"), "{error}");
}
