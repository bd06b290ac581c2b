//! What someone did, in order: how far through a funnel, and whether they came back.
//!
//! Every function reads one row an event and groups by the subject. It needs all of a subject's events, and sorts
//! them itself: the order of rows leaves no trace. Equal rows are different events, so repeated log lines must be
//! taken out before.

mod call;
pub(crate) mod chain;
mod event_accumulator;
mod event_function;
mod event_groups;
pub(crate) mod history;
mod layout;
pub(crate) mod order;
mod question;
mod retained;
mod retained_on_or_after;
mod retention_counts;
mod return_window;
mod seats;
mod sequence_match;
mod window_funnel;

pub(crate) use event_function::EventFunction;

/// The aggregates of this folder.
pub(crate) fn event_functions() -> Vec<EventFunction> {
    let mut functions = vec![window_funnel::function(), sequence_match::function()];
    functions.extend([retained::function(), retained_on_or_after::function()]);
    functions.extend(retention_counts::functions());
    functions
}
