//! Before an experiment and after a null result: how many units, how small an effect, how much power.
//!
//! All at a two-sided significance level of .05, with the normal approximation.

mod detectable_difference;
mod normal;
mod power_of_difference;
mod sample_size_of_means;
mod sample_size_of_proportions;
mod units_to_detect;

use crate::scalar::NumberFunction;

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    vec![
        detectable_difference::function(),
        power_of_difference::function(),
        sample_size_of_means::function(),
        sample_size_of_proportions::function(),
        units_to_detect::function(),
    ]
}
