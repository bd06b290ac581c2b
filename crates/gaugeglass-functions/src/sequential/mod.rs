//! Answers that hold at every look: intervals and a test for those who watch an experiment while it runs.
//!
//! A fixed-horizon interval read each day is wrong far more often than 5 % of the time. These are wider, and
//! are wrong at any time at all in at most 5 % of experiments.

mod confidence_sequence_bound;
mod interval;
mod mixture;
mod sequential_p_value;

use crate::scalar::NumberFunction;

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    let mut functions = vec![sequential_p_value::function(), confidence_sequence_bound::function()];
    functions.extend(interval::functions());
    functions
}
