//! `retained(offset, length, time, is_start, is_active, as_of)`: back in a window after the first start?

use super::EventFunction;
use super::call::Evaluate;
use super::history::Event;
use super::layout::Layout;
use super::question::Question;
use super::return_window::{Activity, elapsed};
use crate::FunctionDoc;
use crate::arguments::Argument::{Flag, Instant, Number};

pub(crate) fn function() -> EventFunction {
    let layout = Layout::Fixed(&[Number, Number, Instant, Flag, Flag, Instant]);
    EventFunction::new(layout, Evaluate::Flag(is_retained), DOC)
}

/// The first window that has elapsed is that of the first start: the others end later.
fn is_retained(question: &Question, events: &[Event]) -> Option<bool> {
    let window = elapsed(question, events)?.next()?;
    Some(Activity::of(events).is_in(&window))
}

const DOC: FunctionDoc = FunctionDoc {
    name: "retained",
    signature: "retained(offset double constant, length double constant, time timestamp, is_start boolean, \
                is_active boolean, as_of timestamp constant) -> boolean",
    doc: "Bounded retention of one subject from its first start: whether any row with is_active lies in [start + \
          offset, start + offset + length), in seconds after the earliest row with is_start. NULL where there is no \
          start, and where the window has not elapsed (start + offset + length > as_of): such a subject is in no \
          denominator. With offset 0 the start's own row counts if it is active. A NULL time or condition matches \
          nothing. The share retained is avg(cast(retained(…) as double)) over subjects.",
    formula_source: "N-day retention as in PostHog and Amplitude, over complete windows",
    units: "boolean",
};
