//! Intervals of figures that compare no arms: a share, a mean, a ratio of sums, a slope.

mod mean;
mod mean_half_width;
mod proportion;
mod proportion_agresti_coull;
mod proportion_exact;
mod proportion_wald;
mod ratio;
mod slope;

use crate::aggregate::MomentFunction;
use crate::scalar::NumberFunction;

/// The aggregates of this folder.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    mean::functions().into_iter().chain(ratio::functions()).chain(slope::functions()).collect()
}

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    let mut functions = vec![mean_half_width::function()];
    functions.extend(proportion::functions());
    functions.extend(proportion_exact::functions());
    functions.extend(proportion_agresti_coull::functions());
    functions.extend(proportion_wald::functions());
    functions
}
