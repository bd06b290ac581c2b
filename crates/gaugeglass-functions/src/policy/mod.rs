//! What another policy would have earned, read from the decisions of the one that ran.
//!
//! Every function reads one row a decision. Its weight is the probability of the action taken under the target
//! policy over the logged one; both must have been able to take it.

mod doubly_robust_reward;
mod effective_sample_size;
mod policy_value;
mod policy_value_self_normalised;

use crate::aggregate::MomentFunction;
use crate::scalar::NumberFunction;

/// The row-by-row functions of this folder.
pub(crate) fn number_functions() -> Vec<NumberFunction> {
    vec![doubly_robust_reward::function()]
}

/// The aggregates of this folder.
pub(crate) fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = vec![effective_sample_size::function()];
    functions.extend(policy_value::functions());
    functions.extend(policy_value_self_normalised::functions());
    functions
}
