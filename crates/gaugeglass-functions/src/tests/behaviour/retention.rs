//! Retention against plain counting over a random log: s1 starts, s2 is activity.

use super::instant;
use super::log::{answers, batch, draw, histories};
use crate::behaviour::history::Event;
use crate::tests::session_over;

/// Offset, length and as-of, in microseconds.
#[derive(Clone, Copy)]
struct Asked {
    offset: i64,
    length: i64,
    as_of: i64,
}

fn starts(events: &[Event]) -> Vec<i64> {
    events.iter().filter(|event| event.matches(0)).map(|event| event.time).collect()
}

fn is_active(events: &[Event], from: i64, before: i64) -> bool {
    events.iter().any(|event| event.matches(1) && event.time >= from && event.time < before)
}

fn retained(asked: Asked, events: &[Event]) -> Option<i64> {
    let from = starts(events).into_iter().min()? + asked.offset;
    let before = from + asked.length;
    (before <= asked.as_of).then(|| is_active(events, from, before).into())
}

fn retained_on_or_after(asked: Asked, events: &[Event]) -> Option<i64> {
    let from = starts(events).into_iter().min()? + asked.offset;
    (from <= asked.as_of).then(|| is_active(events, from, asked.as_of + 1).into())
}

/// The starts whose window is over, and how many of them returned.
fn recurring(asked: Asked, events: &[Event]) -> (i64, i64) {
    let (mut over, mut returned) = (0, 0);
    for start in starts(events) {
        let (from, before) = (start + asked.offset, start + asked.offset + asked.length);
        if before <= asked.as_of {
            over += 1;
            returned += i64::from(is_active(events, from, before));
        }
    }
    (over, returned)
}

#[tokio::test]
async fn retention_is_what_plain_counting_gives() {
    let log = draw(1_000);
    let histories = histories(&log);
    let sessions = [1, 7].map(|partitions| session_over(&batch(&log), partitions));
    for (offset, length, until) in [(0, 1, 9), (0, 3, 5), (2, 2, 8), (5, 1, 30), (1, 0, 4), (3, 4, 7)] {
        let asked = Asked { offset: offset * 1_000_000, length: length * 1_000_000, as_of: until * 1_000_000 };
        let as_of = instant(until);
        let known = |events: &Vec<Event>| (!events.is_empty()).then(|| recurring(asked, events));
        let claims: [(String, Vec<Option<i64>>); 4] = [
            (format!("retained({offset}, {length}, t, s1, s2, {as_of})"), histories.iter().map(|h| retained(asked, h)).collect()),
            (
                format!("retained_on_or_after({offset}, t, s1, s2, {as_of})"),
                histories.iter().map(|h| retained_on_or_after(asked, h)).collect(),
            ),
            (
                format!("retention_starts({offset}, {length}, t, s1, {as_of})"),
                histories.iter().map(|h| known(h).map(|(starts, _)| starts)).collect(),
            ),
            (
                format!("retention_returns({offset}, {length}, t, s1, s2, {as_of})"),
                histories.iter().map(|h| known(h).map(|(_, returns)| returns)).collect(),
            ),
        ];
        for (call, expected) in claims {
            assert!(expected.iter().any(|answer| answer.is_some()), "{call} has nothing to say");
            for session in &sessions {
                assert_eq!(answers(session, &call).await, expected, "{call}");
            }
        }
    }
}
