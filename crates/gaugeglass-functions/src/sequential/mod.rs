//! Answers that hold at every look: intervals and a test for those who watch an experiment while it runs.
//!
//! A fixed-horizon interval read each day is wrong far more often than 5 % of the time. These are wider, and
//! are wrong at any time at all in at most 5 % of experiments.

mod beta_binomial;
mod confidence_sequence_bound;
mod confidence_sequence_bound_one_sided;
mod interval;
mod mixture;
mod sequential_p_value;
mod sequential_proportion;
mod sequential_quantile_p_value;
mod stitched_bound_one_sided;

use crate::aggregate::SampleFunction;
use crate::scalar::NumberFunction;

/// The aggregates of this folder that need every value.
pub(crate) fn sample_functions() -> [SampleFunction; 1] {
    [sequential_quantile_p_value::function()]
}

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    let mut functions = vec![sequential_p_value::function(), confidence_sequence_bound::function()];
    functions.extend([confidence_sequence_bound_one_sided::function(), stitched_bound_one_sided::function()]);
    functions.extend(interval::functions());
    functions.extend(sequential_proportion::functions());
    functions
}
