//! Error budgets of service-level objectives: how fast they burn, and when that is worth waking somebody.
//!
//! Counts of events are compared as whole numbers, with the objective and the factor as the decimals that were written,
//! so that a burn rate exactly on its threshold reaches it, and fires.

mod budget_remaining;
mod burn_accumulator;
mod burn_factor;
mod burn_rate;
mod burn_spans;
mod burn_state;
mod decimal;
mod rule;
mod spans;
mod timeline;

pub(crate) use burn_spans::BurnSpans;
pub(crate) use burn_state::BurnState;

use crate::scalar::NumberFunction;

/// The functions of numbers of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    vec![budget_remaining::function(), burn_factor::function(), burn_rate::function()]
}
