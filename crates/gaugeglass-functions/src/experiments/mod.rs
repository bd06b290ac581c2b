//! Treated against control: lifts with intervals, tests, and the check that the split was as planned.
//!
//! Every function reads one row a unit, and both arms at once by `is_treated`; where nothing was randomised, exposed and
//! unexposed take the place of the arms.

mod cuped_difference;
mod cuped_difference_one_sided;
mod cuped_relative_lift;
mod cuped_relative_lift_one_sided;
mod cuped_relative_lift_p_value;
mod cuped_theta;
mod cuped_variance_reduction;
mod difference;
mod difference_agresti_caffo;
mod difference_lo_one_sided;
mod difference_newcombe;
mod difference_score;
mod difference_se;
mod difference_wald;
mod fisher_p_value;
mod lift_forgone;
mod lift_p_value;
mod lift_p_value_greater;
mod mantel_haenszel_difference;
mod proportion_p_value;
mod proportion_z;
mod ratio_difference;
mod ratio_difference_one_sided;
mod ratio_relative_lift;
mod ratio_relative_lift_delta;
mod ratio_relative_lift_one_sided;
mod ratio_relative_lift_p_value;
mod ratio_relative_lift_se;
mod recovery_lift;
mod relative_lift;
mod relative_lift_delta;
mod relative_lift_fieller;
mod relative_lift_lo_one_sided;
mod relative_lift_log;
mod relative_lift_p_value;
mod relative_lift_p_value_greater;
mod relative_lift_score;
mod relative_lift_se;
mod srm_p_value;
mod srm_p_value_arms;

pub(crate) use srm_p_value_arms::{ArmsMismatch, doc as arms_mismatch_doc};

use crate::aggregate::{MomentFunction, StratifiedFunction};

/// The aggregates of this folder that compare within strata.
pub(crate) fn stratified_functions() -> [StratifiedFunction; 3] {
    mantel_haenszel_difference::functions()
}

/// The aggregates of this folder that need sums alone.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = Vec::new();
    functions.extend(absolute_functions());
    functions.extend(relative_functions());
    functions.extend(ratio_functions());
    functions.extend(cuped_functions());
    functions.extend([proportion_p_value::function(), proportion_z::function(), fisher_p_value::function(), srm_p_value::function()]);
    functions
}

fn absolute_functions() -> Vec<MomentFunction> {
    let mut functions = vec![difference_se::function(), difference_lo_one_sided::function()];
    functions.extend([lift_p_value::function(), lift_p_value_greater::function()]);
    functions.extend(difference::functions());
    functions.extend(difference_wald::functions());
    functions.extend(difference_agresti_caffo::functions());
    functions.extend(difference_newcombe::functions());
    functions.extend(difference_score::functions());
    functions.extend(lift_forgone::functions());
    functions
}

fn relative_functions() -> Vec<MomentFunction> {
    let mut functions = vec![relative_lift_se::function(), relative_lift_lo_one_sided::function()];
    functions.extend([relative_lift_p_value::function(), relative_lift_p_value_greater::function()]);
    functions.extend(relative_lift::functions());
    functions.extend(relative_lift_delta::functions());
    functions.extend(relative_lift_fieller::functions());
    functions.extend(relative_lift_log::functions());
    functions.extend(relative_lift_score::functions());
    functions.extend(recovery_lift::functions());
    functions
}

fn ratio_functions() -> Vec<MomentFunction> {
    let mut functions = vec![ratio_relative_lift_se::function(), ratio_relative_lift_p_value::function()];
    functions.extend(ratio_relative_lift::functions());
    functions.extend(ratio_relative_lift_delta::functions());
    functions.extend(ratio_relative_lift_one_sided::functions());
    functions.extend(ratio_difference::functions());
    functions.extend(ratio_difference_one_sided::functions());
    functions
}

fn cuped_functions() -> Vec<MomentFunction> {
    let mut functions = vec![cuped_theta::function(), cuped_variance_reduction::function(), cuped_relative_lift_p_value::function()];
    functions.extend(cuped_difference::functions());
    functions.extend(cuped_difference_one_sided::functions());
    functions.extend(cuped_relative_lift::functions());
    functions.extend(cuped_relative_lift_one_sided::functions());
    functions
}
