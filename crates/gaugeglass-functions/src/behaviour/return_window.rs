//! The time in which someone who started may come back.

use std::ops::Range;

use super::history::Event;
use super::question::Question;

/// Conditions by their place among the arguments.
const START: usize = 0;
const ACTIVE: usize = 1;

/// When each start was, in ascending order.
pub(crate) fn starts(events: &[Event]) -> impl Iterator<Item = i64> {
    events.iter().filter(|event| event.matches(START)).map(|event| event.time)
}

/// The window of every start, in ascending order, as far as it has elapsed by the as-of.
pub(crate) fn elapsed(question: &Question, events: &[Event]) -> Option<impl Iterator<Item = Range<i64>>> {
    let [offset, length] = question.durations[..] else {
        return None;
    };
    let as_of = question.as_of?;
    let window = move |start: i64| {
        let opening = start.saturating_add(offset);
        opening..opening.saturating_add(length)
    };
    Some(starts(events).map(window).take_while(move |window| window.end <= as_of))
}

/// When someone was active, in ascending order.
pub(crate) struct Activity(Vec<i64>);

impl Activity {
    pub(crate) fn of(events: &[Event]) -> Self {
        Self(events.iter().filter(|event| event.matches(ACTIVE)).map(|event| event.time).collect())
    }

    pub(crate) fn is_in(&self, window: &Range<i64>) -> bool {
        let first = self.0.partition_point(|time| *time < window.start);
        self.0.get(first).is_some_and(|time| *time < window.end)
    }
}
