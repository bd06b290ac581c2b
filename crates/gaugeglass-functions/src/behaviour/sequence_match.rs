//! `sequence_match(gap, time, step1, step2, …)`: whether the steps happened one after the other, without long pauses.

use super::EventFunction;
use super::call::Evaluate;
use super::chain::{Rules, Since, deepest_step};
use super::history::Event;
use super::layout::Layout;
use super::question::Question;
use crate::FunctionDoc;

pub(crate) fn function() -> EventFunction {
    EventFunction::new(Layout::Steps, Evaluate::Flag(is_matched), DOC)
}

fn is_matched(question: &Question, events: &[Event]) -> Option<bool> {
    let (steps, order) = (question.conditions, question.order);
    let rules = Rules { steps, order, bound: *question.durations.first()?, since: Since::StepBefore };
    Some(deepest_step(&rules, events) == steps)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "sequence_match",
    signature: "sequence_match(gap double constant, time timestamp, step1 boolean, …) -> boolean",
    doc: "Whether 1 to 32 steps happened in order: a row of step 1, then a row of step 2 and so on, each at the time \
          of the row before or later, and at most gap seconds (inclusive) after it. At equal times an earlier \
          step comes first, a row fills one step, and other rows may come between. It is the plain part of \
          pattern languages: steps in order with a longest pause, and no repetition or alternatives. A NULL \
          time or condition matches nothing. NULL without a row whose time is known, or where gap is NULL.",
    formula_source: "sequenceMatch of ClickHouse for patterns (?1)(?t<=gap)(?2)…, with one row a step",
    units: "boolean",
};
