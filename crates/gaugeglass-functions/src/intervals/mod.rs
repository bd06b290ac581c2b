//! Intervals of figures that compare nothing: a share, a mean, a ratio of sums.

mod mean;
mod mean_half_width;
mod proportion;
mod proportion_exact;
mod ratio;

use crate::aggregate::MomentFunction;
use crate::scalar::NumberFunction;

/// The aggregates of this folder.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    mean::functions().into_iter().chain(ratio::functions()).collect()
}

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    let bounds = proportion::functions().into_iter().chain(proportion_exact::functions());
    bounds.chain(std::iter::once(mean_half_width::function())).collect()
}
