//! Small histories with answers worked out by hand.
//!
//! A history is a list of `second:steps`: `0:1 5:24` is a row of step 1 at 0 s and a row of steps 2 and 4 at 5 s.

use datafusion::common::cast::as_int64_array;

use super::instant;
use crate::tests::{rows, session};

fn table(history: &str) -> String {
    let row = |row: &str| {
        let (second, steps) = row.split_once(':').unwrap();
        format!("({:.0}, '{steps}')", second.parse::<f64>().unwrap() * 1e6)
    };
    let rows: Vec<_> = history.split(' ').map(row).collect();
    let steps: Vec<_> = (1..=4).map(|step| format!("m like '%{step}%' as s{step}")).collect();
    format!(
        "(select arrow_cast(us, 'Timestamp(Microsecond, Some(\"UTC\"))') as t, {} from (values {}) as v(us, m)) as h",
        steps.join(", "),
        rows.join(", ")
    )
}

async fn check(call: &str, history: &str, expected: Option<i64>) {
    let sql = format!("select cast({call} as bigint) from {}", table(history));
    let answer = rows(&session(2), &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let actual = as_int64_array(answer.column(0)).unwrap().iter().next().flatten();
    assert_eq!(actual, expected, "{call} of {history}");
}

#[tokio::test]
async fn funnels_reach_the_step_worked_out_by_hand() {
    for (mode, window, history, expected) in FUNNELS {
        let mode = if mode.is_empty() { String::new() } else { format!("'{mode}', ") };
        check(&format!("window_funnel({mode}{window}, t, s1, s2, s3, s4)"), history, Some(*expected)).await;
    }
}

const FUNNELS: &[(&str, f64, &str, i64)] = &[
    ("", 10.0, "0:1 5:2 9:3", 3),
    ("", 10.0, "9:3 0:1 5:2", 3),
    ("", 10.0, "5:2 6:3", 0),
    ("", 10.0, "0:2 5:1", 1),
    ("", 10.0, "0:1 1:2 2:3 3:4 4:4", 4),
    // The bound is inclusive, runs from step 1, and counts fractions of a second.
    ("", 300.0, "0:1 300:2", 2),
    ("", 299.999999, "0:1 300:2", 1),
    ("", 10.0, "0:1 8:2 16:3", 2),
    ("", 0.0, "5:1 5:2 5:3", 3),
    // A later first step opens a better chain, and an earlier one is not forgotten for it.
    ("", 10.0, "0:1 100:1 105:2", 2),
    ("", 10.0, "0:1 2:2 5:1 9:3", 3),
    ("", 10.0, "0:1 2:2 5:1 11:2 12:3", 3),
    // At equal times an earlier step comes first.
    ("", 10.0, "5:3 5:2 5:1", 3),
    // One row fills one step, whichever is best.
    ("", 10.0, "0:12", 1),
    ("", 10.0, "0:12 0:12", 2),
    ("", 10.0, "0:12 0:1", 2),
    ("", 10.0, "0:12 0:2", 2),
    ("", 10.0, "0:123 0:1 0:2", 3),
    ("", 10.0, "0:1 0:1 0:1 5:23 5:23 5:34", 4),
    ("", 10.0, "0:1234 1:1234 2:1234", 3),
    // Another step between two steps ends the chain, also one that was reached before.
    ("", 10.0, "0:1 5:3 6:2", 2),
    ("strict_order", 10.0, "0:1 5:3 6:2", 1),
    ("", 10.0, "0:1 1:2 2:4 3:3", 3),
    ("strict_order", 10.0, "0:1 1:2 2:4 3:3", 2),
    ("", 10.0, "0:1 1:2 2:1 3:3", 3),
    ("strict_order", 10.0, "0:1 1:2 2:1 3:3", 2),
    ("strict_order", 10.0, "0:1 1:4 2:1 3:2 4:3", 3),
    // Repeats of the two steps and rows of no step do no harm.
    ("strict_order", 10.0, "0:1 1:1 2:2 3:2 4:3", 3),
    ("strict_order", 10.0, "0:1 1:0 2:2 3:0 4:3", 3),
    ("strict_order", 10.0, "0:1 1:24 2:2 3:3", 3),
    // Ties stand in the order of steps: 2 before 3 and 4.
    ("strict_order", 10.0, "0:1 5:3 5:2", 3),
    ("strict_order", 10.0, "0:1 5:4 5:2 9:3", 2),
    ("strict_order", 10.0, "0:1 5:2 9:1 9:3", 2),
    // A row of the chain counts for the step it fills alone, if all such rows can be used.
    ("strict_order", 10.0, "0:1 1:2 2:13", 3),
    ("strict_order", 10.0, "0:1 5:24 9:3", 3),
    ("strict_order", 10.0, "0:1 5:24 5:2 9:3", 3),
    ("strict_order", 10.0, "0:1 5:24 5:24 9:3", 2),
    ("strict_order", 10.0, "0:1 1:2 9:3 9:14", 4),
    ("strict_order", 10.0, "0:1 1:2 9:3 9:1", 2),
    // Times increase.
    ("strict_increase", 10.0, "0:1 0:2", 1),
    ("strict_increase", 10.0, "0:1 0:2 1:2", 2),
    ("strict_increase", 10.0, "0:1 1:2 1:3 2:3", 3),
    ("strict_order,strict_increase", 10.0, "0:1 1:2 2:2 2:3", 3),
    ("strict_order,strict_increase", 10.0, "0:1 1:2 1:3 2:3", 3),
    ("strict_increase, strict_order", 10.0, "0:1 1:2 1:4 2:3", 2),
];

#[tokio::test]
async fn sequences_allow_a_pause_between_steps_and_no_more() {
    for (history, expected) in [
        ("0:1 10:2 20:3", true),
        ("0:1 10:2 20.000001:3", false),
        ("0:1 5:1 12:1 15:2 20:2 30:3", true),
        ("0:1 5:4 9:1 10:2 11:3", true),
        ("0:1 5:3 6:2", false),
        ("5:3 5:2 5:1", true),
        ("5:12 5:1 6:3", true),
        ("5:123 6:123", false),
    ] {
        check("sequence_match(10, t, s1, s2, s3)", history, Some(expected.into())).await;
    }
}

#[tokio::test]
async fn retention_looks_into_its_window_once_that_is_over() {
    for (call, as_of, history, expected) in RETENTION {
        check(&call.replace("$as_of", &instant(*as_of)), history, *expected).await;
    }
}

/// Step 1 starts, step 2 is activity.
const RETENTION: &[(&str, i64, &str, Option<i64>)] = &[
    // [10, 15) after the first start: its beginning belongs to it, its end does not.
    ("retained(10, 5, t, s1, s2, $as_of)", 15, "0:1 10:2", Some(1)),
    ("retained(10, 5, t, s1, s2, $as_of)", 15, "0:1 14.999999:2", Some(1)),
    ("retained(10, 5, t, s1, s2, $as_of)", 15, "0:1 9:2 15:2", Some(0)),
    ("retained(10, 5, t, s1, s2, $as_of)", 14, "0:1 10:2", None),
    ("retained(10, 5, t, s1, s2, $as_of)", 99, "0:2 10:2", None),
    ("retained(10, 5, t, s1, s2, $as_of)", 99, "0:1 20:1 31:2", Some(0)),
    ("retained(0, 5, t, s1, s2, $as_of)", 99, "3:12 20:2", Some(1)),
    ("retained(0, 5, t, s1, s2, $as_of)", 99, "3:1 20:2", Some(0)),
    ("retained(0, 0, t, s1, s2, $as_of)", 99, "3:12", Some(0)),
    ("retained_on_or_after(10, t, s1, s2, $as_of)", 99, "0:1 50:2", Some(1)),
    ("retained_on_or_after(10, t, s1, s2, $as_of)", 99, "0:1 9:2", Some(0)),
    ("retained_on_or_after(10, t, s1, s2, $as_of)", 10, "0:1 10:2", Some(1)),
    ("retained_on_or_after(10, t, s1, s2, $as_of)", 9, "0:1 9:2", None),
    ("retained_on_or_after(10, t, s1, s2, $as_of)", 40, "0:1 50:2", Some(0)),
    // Starts at 0, 20 and 21; windows [10, 15), [30, 35) and [31, 36).
    ("retention_starts(10, 5, t, s1, $as_of)", 36, "0:1 20:1 21:1 33:2", Some(3)),
    ("retention_starts(10, 5, t, s1, $as_of)", 35, "0:1 20:1 21:1 33:2", Some(2)),
    ("retention_starts(10, 5, t, s1, $as_of)", 14, "0:1 20:1 21:1 33:2", Some(0)),
    ("retention_starts(10, 5, t, s1, $as_of)", 36, "0:1 0:1", Some(2)),
    ("retention_returns(10, 5, t, s1, s2, $as_of)", 36, "0:1 20:1 21:1 33:2", Some(2)),
    ("retention_returns(10, 5, t, s1, s2, $as_of)", 35, "0:1 20:1 21:1 33:2", Some(1)),
    ("retention_returns(10, 5, t, s1, s2, $as_of)", 36, "0:1 20:1 21:1 35:2", Some(1)),
    ("retention_returns(10, 5, t, s1, s2, $as_of)", 36, "0:12 12:1", Some(0)),
];
