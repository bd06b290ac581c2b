//! `retained_on_or_after(offset, time, is_start, is_active, as_of)`: back at any time from then on?

use super::EventFunction;
use super::call::Evaluate;
use super::history::Event;
use super::layout::Layout;
use super::question::Question;
use super::return_window::{Activity, starts};
use crate::FunctionDoc;
use crate::arguments::Argument::{Flag, Instant, Number};

pub(crate) fn function() -> EventFunction {
    let layout = Layout::Fixed(&[Number, Instant, Flag, Flag, Instant]);
    EventFunction::new(layout, Evaluate::Flag(is_retained), DOC)
}

/// Rows after the as-of are not known yet.
fn is_retained(question: &Question, events: &[Event]) -> Option<bool> {
    let opening = starts(events).next()?.saturating_add(*question.durations.first()?);
    let as_of = question.as_of?;
    let known = opening..as_of.saturating_add(1);
    (opening <= as_of).then(|| Activity::of(events).is_in(&known))
}

const DOC: FunctionDoc = FunctionDoc {
    name: "retained_on_or_after",
    signature: "retained_on_or_after(offset double constant, time timestamp, is_start boolean, is_active boolean, \
                as_of timestamp constant) -> boolean",
    doc: "Unbounded retention of one subject from its first start: whether any row with is_active lies offset \
          seconds after the earliest row with is_start or later, up to as_of. NULL where there is no start, and \
          where start + offset > as_of. Older starts have had more time: compare cohorts by retained instead. \
          With offset 0 the start's own row counts if it is active. A NULL time or condition matches nothing.",
    formula_source: "unbounded (on or after) retention as in PostHog and Amplitude",
    units: "boolean",
};
