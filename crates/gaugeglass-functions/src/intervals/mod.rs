//! Intervals of figures that compare nothing: a share, a mean, a ratio of sums.

mod mean;
mod proportion;
mod ratio;

pub(crate) use proportion::ProportionBound;

use crate::aggregate::MomentFunction;

/// The aggregates of this folder.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    mean::functions().into_iter().chain(ratio::functions()).collect()
}
