//! Time until something happens, where some are still waiting: Kaplan–Meier, and Aalen–Johansen where another event may
//! come first.
//!
//! Those that wait are counted for as long as they have been seen; dropping them would make slow work
//! look fast.

mod cumulative_incidence;
mod curve;
mod incidence;
mod km_mean;
mod km_quantile;
mod km_survival;

use crate::aggregate::SampleFunction;

/// The aggregates of this folder.
pub(crate) fn sample_functions() -> Vec<SampleFunction> {
    let mut functions = vec![km_mean::function()];
    functions.extend(km_quantile::functions());
    functions.extend(km_survival::functions());
    functions.extend(cumulative_incidence::functions());
    functions
}
