//! A range of minutes as spans of one state each.

use super::rule::{Counts, State, Threshold};
use super::timeline::Timeline;

/// What is asked of the minutes of one promise: instants and windows in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Question {
    pub threshold: Threshold,
    pub long: i64,
    pub short: i64,
    /// The range judged: the end of every minute after `from`, up to and with `to`.
    pub from: i64,
    pub to: i64,
}

/// Consecutive instants, one at the end of every minute, at which the state was the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub state: State,
    /// The first instant.
    pub started: i64,
    /// The first instant of another state; none where the range ended before.
    pub ended: Option<i64>,
    /// The highest burn rate of the long window; none where it never had events.
    pub peak: Option<f64>,
    /// Bad events from the start of the long window of the first instant to the last instant.
    pub bad: u64,
}

/// The spans of the range, in order; none where the range is too long to be meant.
pub(super) fn spans(question: &Question, events: &[(i64, Counts)]) -> Option<Vec<Span>> {
    if question.to <= question.from {
        return Some(Vec::new());
    }
    let timeline = Timeline::new(question.from.checked_sub(question.long.max(question.short))?, question.to, events)?;
    let mut spans: Vec<Span> = Vec::new();
    for instant in question.from + 1..=question.to {
        let long = timeline.within(instant - question.long, instant);
        let short = timeline.within(instant - question.short, instant);
        let state = question.threshold.state(long, short);
        let burn = long.burn(question.threshold.allowed);
        match spans.last_mut() {
            Some(span) if span.state == state => span.peak = higher(span.peak, burn),
            last => {
                last.into_iter().for_each(|span| span.ended = Some(instant));
                spans.push(Span { state, started: instant, ended: None, peak: burn, bad: 0 });
            }
        }
    }
    for span in &mut spans {
        span.bad = timeline.within(span.started - question.long, span.ended.map_or(question.to, |ended| ended - 1)).bad;
    }
    Some(spans)
}

fn higher(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        _ => one.or(other),
    }
}
