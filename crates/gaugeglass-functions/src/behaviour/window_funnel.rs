//! `window_funnel(window, time, step1, step2, …)`: the deepest step that was reached in time.

use super::EventFunction;
use super::call::Evaluate;
use super::chain::{Rules, Since, deepest_step};
use super::history::Event;
use super::layout::Layout;
use super::question::Question;
use crate::FunctionDoc;

pub(crate) fn function() -> EventFunction {
    EventFunction::new(Layout::ModeAndSteps, Evaluate::Count(depth), DOC)
}

fn depth(question: &Question, events: &[Event]) -> Option<i64> {
    let (steps, order) = (question.conditions, question.order);
    let rules = Rules { steps, order, bound: *question.durations.first()?, since: Since::FirstStep };
    i64::try_from(deepest_step(&rules, events)).ok()
}

const DOC: FunctionDoc = FunctionDoc {
    name: "window_funnel",
    signature: "window_funnel([mode text constant,] window double constant, time timestamp, step1 boolean, …) -> bigint",
    doc: "The deepest of 1 to 32 steps that one chain of rows reaches: a row of step 1, then a row of step 2 and so \
          on, each at the time of the row before or later, and all at most window seconds (inclusive) after the \
          row of step 1. At equal times an earlier step comes first. A row fills one step, whichever of those it \
          matches is best; every row of step 1 may begin a chain, and the best chain counts. mode \
          'strict_order': a chain ends where an event of another step stands between two of its rows, by time and, \
          at equal times, by step. Another step is neither of the two: repeats of these do no harm, a repeat of an \
          earlier step does. Rows that match no step do not count, and a row of the chain counts for the step it \
          fills alone. mode 'strict_increase': times increase from step to step. Both: \
          'strict_order,strict_increase'. A NULL time or condition matches nothing. 0 where no row matches step 1, \
          NULL without a row whose time is known, or where a constant is NULL.",
    formula_source: "windowFunnel of ClickHouse, with one row a step as in PostHog's ordered funnels",
    units: "step",
};
