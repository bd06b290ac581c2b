//! Quantiles: one that does not forget the answers that never came, and the difference of two arms.

mod nearest_rank;
mod quantile_difference;
mod quantile_linear;
mod quantile_with_misses;

pub(crate) use nearest_rank::nearest_rank;

use crate::aggregate::SampleFunction;

/// The aggregates of this folder.
pub(crate) fn sample_functions() -> Vec<SampleFunction> {
    let mut functions = vec![quantile_with_misses::function(), quantile_linear::function()];
    functions.extend(quantile_difference::functions());
    functions
}
