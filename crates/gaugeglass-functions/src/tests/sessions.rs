//! Events, cut into sessions.

use datafusion::common::cast::as_int64_array;

use super::{rows, session};

/// Events as rows (i, person, seconds), with their time as a timestamp.
async fn numbers(partitions: usize, call: &str, events: &str) -> Vec<Option<i64>> {
    let sql = format!(
        "select {call} as answer from (select *, arrow_cast(cast(round(s * 1000000) as bigint), 'Timestamp(Microsecond, None)') as t \
         from (values {events}) as v(i, person, s)) as e order by i"
    );
    let answer = rows(&session(partitions), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    as_int64_array(answer.column(0)).unwrap().iter().collect()
}

/// Ann is here twice and Bob once; the rows are out of order, and one has no time.
const EVENTS: &str = "(1, 'ann', 7200.0), (2, 'bob', 60.0), (3, 'ann', 0.0), (4, 'ann', 1800.0), (5, 'ann', null), (6, 'bob', 60.0), \
                      (7, 'ann', 7201.0), (8, 'ann', 3600.0)";
const SESSIONS: [Option<i64>; 8] = [Some(2), Some(1), Some(1), Some(1), None, Some(1), Some(2), Some(1)];

#[tokio::test]
async fn a_session_ends_where_a_person_is_away_for_longer_than_the_gap() {
    for partitions in [1, 4] {
        let call = "sessionize(t, 1800) over (partition by person order by t)";
        assert_eq!(numbers(partitions, call, EVENTS).await, SESSIONS);
    }
}

#[tokio::test]
async fn the_order_and_the_frame_of_the_window_do_not_matter() {
    for tail in ["", "order by t desc", "order by i rows between 1 preceding and current row"] {
        let call = format!("sessionize(t, 1800) over (partition by person {tail})");
        assert_eq!(numbers(2, &call, EVENTS).await, SESSIONS, "{call}");
    }
}

#[tokio::test]
async fn exactly_the_gap_is_the_same_session_and_a_microsecond_more_is_the_next() {
    for (gap, second, expected) in [
        ("1800", "1800.0", 1),
        ("1800", "1800.000001", 2),
        ("0.1", "0.1", 1),
        ("0.1", "0.100001", 2),
        ("0", "0.0", 1),
        ("0", "0.000001", 2),
        ("1e300", "1e9", 1),
    ] {
        let events = format!("(1, 'ann', 0.0), (2, 'ann', {second})");
        let call = format!("sessionize(t, {gap}) over ()");
        assert_eq!(numbers(1, &call, &events).await, [Some(1), Some(expected)], "{gap}, {second}");
    }
}

#[tokio::test]
async fn without_a_gap_there_are_no_sessions() {
    for gap in ["null", "-1", "double 'NaN'", "double 'inf'"] {
        let call = format!("sessionize(t, {gap}) over ()");
        assert_eq!(numbers(1, &call, "(1, 'ann', 0.0), (2, 'ann', 1.0)").await, [None, None], "{gap}");
    }
}

#[tokio::test]
async fn errors_name_the_argument() {
    for (call, words) in [
        ("sessionize('x', 1800)", "argument 1 of sessionize must be a timestamp"),
        ("sessionize(now(), interval '30 minutes')", "argument 2 of sessionize must be a number"),
        ("sessionize(now())", "sessionize takes 2 arguments"),
    ] {
        let error = rows(&session(1), &format!("select {call} over ()")).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
