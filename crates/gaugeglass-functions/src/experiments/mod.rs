//! Treated against control: lifts with intervals, a test, and the check that the split was as planned.
//!
//! Every function reads one row a unit, and both arms at once by `is_treated`.

mod difference;
mod lift_p_value;
mod ratio_relative_lift;
mod recovery_lift;
mod relative_lift;
mod srm_p_value;
mod srm_p_value_arms;

pub(crate) use srm_p_value_arms::{ArmsMismatch, doc as arms_mismatch_doc};

use crate::aggregate::MomentFunction;

/// The aggregates of this folder that need sums alone.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = vec![lift_p_value::function(), srm_p_value::function()];
    functions.extend(difference::functions());
    functions.extend(relative_lift::functions());
    functions.extend(ratio_relative_lift::functions());
    functions.extend(recovery_lift::functions());
    functions
}
