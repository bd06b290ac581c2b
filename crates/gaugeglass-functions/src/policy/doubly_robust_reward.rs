//! `doubly_robust_reward(…)`: one decision's share in the value of another policy.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Four(reward),
        FunctionDoc {
            name: "doubly_robust_reward",
            signature: "doubly_robust_reward(reward double, weight double, predicted double, predicted_target double) -> double",
            doc: "One decision's reward under a target policy: predicted_target + weight·(reward − predicted). weight \
                  is the target's probability of the action taken over the logged one, predicted what a model \
                  expects of that action, predicted_target what it expects of the target's choice. The mean over \
                  decisions estimates the target's value, and is right where either the weights or the model \
                  are; mean_lo and mean_hi give its interval. NULL where weight is negative.",
            formula_source: "Dudík, Langford and Li 2011",
            units: "unit of reward",
        },
    )
}

fn reward(reward: f64, weight: f64, predicted: f64, predicted_target: f64) -> Option<f64> {
    (weight >= 0.0).then_some(predicted_target + weight * (reward - predicted))
}
