//! `retention_starts` and `retention_returns`: recurring retention, where every start is a start of its own.

use super::EventFunction;
use super::call::Evaluate;
use super::history::Event;
use super::layout::Layout;
use super::question::Question;
use super::return_window::{Activity, elapsed};
use crate::FunctionDoc;
use crate::arguments::Argument::{Flag, Instant, Number};

const SOURCE: &str = "recurring N-day retention as in PostHog, over complete windows";

pub(crate) fn functions() -> [EventFunction; 2] {
    let starts = Layout::Fixed(&[Number, Number, Instant, Flag, Instant]);
    let returns = Layout::Fixed(&[Number, Number, Instant, Flag, Flag, Instant]);
    [
        EventFunction::new(starts, Evaluate::Count(count_starts), STARTS),
        EventFunction::new(returns, Evaluate::Count(count_returns), RETURNS),
    ]
}

fn count_starts(question: &Question, events: &[Event]) -> Option<i64> {
    i64::try_from(elapsed(question, events)?.count()).ok()
}

fn count_returns(question: &Question, events: &[Event]) -> Option<i64> {
    let activity = Activity::of(events);
    let returns = elapsed(question, events)?.filter(|window| activity.is_in(window));
    i64::try_from(returns.count()).ok()
}

const STARTS: FunctionDoc = FunctionDoc {
    name: "retention_starts",
    signature: "retention_starts(offset double constant, length double constant, time timestamp, is_start boolean, \
                as_of timestamp constant) -> bigint",
    doc: "Recurring retention, denominator of one subject: the number of rows with is_start whose window has elapsed \
          (time + offset + length <= as_of, in seconds). Every such row counts; for one start a day or a week, \
          group by subject and time_bucket before. NULL without a row whose time is known.",
    formula_source: SOURCE,
    units: "starts",
};

const RETURNS: FunctionDoc = FunctionDoc {
    name: "retention_returns",
    signature: "retention_returns(offset double constant, length double constant, time timestamp, is_start boolean, \
                is_active boolean, as_of timestamp constant) -> bigint",
    doc: "Recurring retention, numerator of one subject: how many of its retention_starts have a row with is_active in \
          [start + offset, start + offset + length). The rate is sum(returns) / sum(starts) over subjects. With \
          offset 0 a start's own row counts if it is active. NULL without a row whose time is known.",
    formula_source: SOURCE,
    units: "starts",
};
