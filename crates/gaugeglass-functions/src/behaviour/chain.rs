//! How far a history gets through ordered steps: one pass over the instants, deepest chains kept.
//!
//! A *chain* is a row for step 1, a row for step 2 and so on: different rows, each at the time of the one before or
//! later. At one instant the rows of earlier steps come first, so a chain takes a run of consecutive steps there,
//! and any rows will do that can fill them one each (`seats`).
//!
//! *Strict order.* An event of step m stands at (its time, m). A row that the chain does not use, and that has an
//! event between the chain's rows of steps i and i + 1, ends the chain at i unless m is i or i + 1. A row in use
//! counts for the step it fills alone. At one instant nothing stands between consecutive steps of a chain; on
//! arriving from step i, the rows of steps below i must be in use; on leaving from step j, those above j + 1.
//!
//! *One chain a step is enough.* After an instant, look at two chains that stand at step k and may go on. Rows to come
//! are later than all their rows, so both can use any of them, and both are ended by the same ones: what stands
//! between two steps depends on k and on the rows to come. The bound is all that tells them apart, and it favours
//! the chain whose time (that of the first step, or of the step before) is later. So for every step the latest such
//! time is kept, and the answer is exact in all modes.

use std::iter::repeat_n;

use super::history::Event;
use super::layout::CONDITIONS_MAX;
use super::order::Order;
use super::seats::can_fill;

/// What a chain must keep to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub steps: usize,
    pub order: Order,
    /// The longest time allowed, inclusive, in microseconds.
    pub bound: i64,
    pub since: Since,
}

/// Where the bounded time begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    FirstStep,
    StepBefore,
}

/// The deepest step that a chain reaches, of events in ascending order; 0 where none begins.
pub(crate) fn deepest_step(rules: &Rules, events: &[Event]) -> usize {
    let mut chains = Chains { rules, since: [None; CONDITIONS_MAX + 1], deepest: 0 };
    let mut rows = Vec::new();
    for events in events.chunk_by(|one, next| one.time == next.time) {
        fill_rows(&mut rows, events);
        let all = rows.iter().fold(0, |all, row| all | row);
        if let Some(event) = events.first() {
            chains.pass(&Instant { time: event.time, rows: &rows, all });
        }
        if chains.deepest == rules.steps {
            break;
        }
    }
    chains.deepest
}

/// The masks of `events`, without those that change nothing: of equal rows only as many can be in use as they match
/// steps, and one more stands for all that are left over.
fn fill_rows(rows: &mut Vec<u32>, events: &[Event]) {
    rows.clear();
    for equal in events.chunk_by(|one, next| one.matched == next.matched) {
        if let Some(Event { matched, .. }) = equal.first() {
            let useful = matched.count_ones() as usize + 1;
            rows.extend(repeat_n(*matched, equal.len().min(useful)));
        }
    }
}

/// All rows of one time.
struct Instant<'a> {
    time: i64,
    rows: &'a [u32],
    /// The steps that any row matches.
    all: u32,
}

/// The chains that may go on.
struct Chains<'a> {
    rules: &'a Rules,
    /// By step reached: the latest time at which the bounded time of such a chain began.
    since: [Option<i64>; CONDITIONS_MAX + 1],
    deepest: usize,
}

impl Chains<'_> {
    /// Goes from the deepest step to the first: what is written is for a deeper step, and is not read again here.
    fn pass(&mut self, instant: &Instant) {
        for step in (0..self.rules.steps).rev() {
            if let Some(since) = self.arrive(step, instant) {
                self.extend(step, since, instant);
            }
        }
    }

    /// The chain at `step`, if the instant is in its time; what may pass without using a row is kept.
    fn arrive(&mut self, step: usize, instant: &Instant) -> Option<i64> {
        if step == 0 {
            return Some(instant.time);
        }
        let in_time = |since: &i64| instant.time.saturating_sub(*since) <= self.rules.bound;
        let since = self.since[step].filter(in_time);
        let others = instant.all & !(below(step + 1) & !below(step - 1));
        let is_free = !self.rules.order.is_strict || others == 0;
        self.since[step] = since.filter(|_| is_free);
        since
    }

    fn extend(&mut self, from: usize, since: i64, instant: &Instant) {
        let last = if self.rules.order.is_increasing { from + 1 } else { self.rules.steps };
        for to in from + 1..=last {
            let steps = below(to) & !below(from);
            if !can_fill(instant.rows, steps, 0) {
                return;
            }
            if can_fill(instant.rows, steps, self.stops_arriving(from)) {
                self.deepest = self.deepest.max(to);
            }
            if can_fill(instant.rows, steps, self.stops_arriving(from) | self.stops_leaving(to)) {
                self.since[to] = self.since[to].max(Some(self.next_since(since, instant)));
            }
        }
    }

    /// Steps whose rows, unless in use, stand between step `from` and the next.
    fn stops_arriving(&self, from: usize) -> u32 {
        if self.rules.order.is_strict { below(from.saturating_sub(1)) } else { 0 }
    }

    /// Steps whose rows, unless in use, stand after step `to` and are not the next.
    fn stops_leaving(&self, to: usize) -> u32 {
        if self.rules.order.is_strict { !below(to + 1) } else { 0 }
    }

    fn next_since(&self, since: i64, instant: &Instant) -> i64 {
        match self.rules.since {
            Since::FirstStep => since,
            Since::StepBefore => instant.time,
        }
    }
}

/// The first `steps` steps, as a mask.
fn below(steps: usize) -> u32 {
    1_u32.checked_shl(steps as u32).map_or(u32::MAX, |bit| bit - 1)
}
