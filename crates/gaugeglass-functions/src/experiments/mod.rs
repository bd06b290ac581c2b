//! Treated against control: lifts with intervals, tests, and the check that the split was as planned.
//!
//! Every function reads one row a unit, and both arms at once by `is_treated`.

mod cuped_difference;
mod cuped_relative_lift;
mod cuped_theta;
mod difference;
mod difference_lo_one_sided;
mod difference_se;
mod lift_p_value;
mod lift_p_value_greater;
mod proportion_p_value;
mod ratio_difference;
mod ratio_relative_lift;
mod ratio_relative_lift_p_value;
mod ratio_relative_lift_se;
mod recovery_lift;
mod relative_lift;
mod relative_lift_delta;
mod relative_lift_fieller;
mod relative_lift_lo_one_sided;
mod relative_lift_p_value;
mod relative_lift_p_value_greater;
mod relative_lift_se;
mod srm_p_value;
mod srm_p_value_arms;

pub(crate) use srm_p_value_arms::{ArmsMismatch, doc as arms_mismatch_doc};

use crate::aggregate::MomentFunction;

/// The aggregates of this folder that need sums alone.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = Vec::new();
    functions.extend(absolute_functions());
    functions.extend(relative_functions());
    functions.extend(ratio_functions());
    functions.extend(cuped_functions());
    functions.extend([proportion_p_value::function(), srm_p_value::function()]);
    functions
}

fn absolute_functions() -> Vec<MomentFunction> {
    let mut functions = vec![difference_se::function(), difference_lo_one_sided::function()];
    functions.extend([lift_p_value::function(), lift_p_value_greater::function()]);
    functions.extend(difference::functions());
    functions
}

fn relative_functions() -> Vec<MomentFunction> {
    let mut functions = vec![relative_lift_se::function(), relative_lift_lo_one_sided::function()];
    functions.extend([relative_lift_p_value::function(), relative_lift_p_value_greater::function()]);
    functions.extend(relative_lift::functions());
    functions.extend(relative_lift_delta::functions());
    functions.extend(relative_lift_fieller::functions());
    functions.extend(recovery_lift::functions());
    functions
}

fn ratio_functions() -> Vec<MomentFunction> {
    let mut functions = vec![ratio_relative_lift_se::function(), ratio_relative_lift_p_value::function()];
    functions.extend(ratio_relative_lift::functions());
    functions.extend(ratio_difference::functions());
    functions
}

fn cuped_functions() -> Vec<MomentFunction> {
    let mut functions = vec![cuped_theta::function()];
    functions.extend(cuped_difference::functions());
    functions.extend(cuped_relative_lift::functions());
    functions
}
