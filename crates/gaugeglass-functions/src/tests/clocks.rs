//! Times that are believed, and times that are not.

use datafusion::common::cast::as_boolean_array;

use super::{rows, session};

async fn answers(call: &str) -> Vec<Option<bool>> {
    let sql = format!(
        "select {call} as answer from (values \
         (1, timestamp '2026-03-31T12:00:00', timestamp '2026-03-31T12:00:01'), \
         (2, timestamp '2026-03-01T12:00:01.000001', timestamp '2026-03-31T12:00:01'), \
         (3, timestamp '2026-03-01T12:00:01', timestamp '2026-03-31T12:00:01'), \
         (4, timestamp '2026-04-01T12:00:00.999999', timestamp '2026-03-31T12:00:01'), \
         (5, timestamp '2026-04-01T12:00:01', timestamp '2026-03-31T12:00:01'), \
         (6, null, timestamp '2026-03-31T12:00:01'), \
         (7, timestamp '1970-01-01T00:00:00', null)) as v(i, t, received) order by i"
    );
    let answer = rows(&session(2), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    as_boolean_array(answer.column(0)).unwrap().iter().collect()
}

#[tokio::test]
async fn a_time_is_believed_from_thirty_days_before_its_arrival_to_a_day_after_it() {
    let expected = [true, true, false, true, false, true, true].map(Some);
    assert_eq!(answers("is_believable_time(t, received)").await, expected);
    let written_out = "coalesce(t > received - interval '30 days' and t < received + interval '1 day', true)";
    assert_eq!(answers(written_out).await, expected);
}

#[tokio::test]
async fn a_time_may_be_of_any_unit_and_a_text_is_none() {
    let in_seconds = "is_believable_time(arrow_cast(t, 'Timestamp(Second, Some(\"+02:00\"))'), received)";
    assert_eq!(answers(in_seconds).await.first(), Some(&Some(true)));
    let error = rows(&session(1), "select is_believable_time('2026-03-31', now())").await.expect_err("a text").to_string();
    assert!(error.contains("argument 1 of is_believable_time must be a timestamp"), "{error}");
}
