//! `policy_value(reward, weight)` and its interval: the mean reward of another policy, by inverse propensity.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Estimate;

const SOURCE: &str = "Horvitz and Thompson 1952; Student 1908";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.value), POINT),
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.effect()?.interval()?.lo), LO),
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.effect()?.interval()?.hi), HI),
    ]
}

/// None where nothing has a weight: the log then knows nothing of the target policy.
fn value(arms: &Arms) -> Option<Estimate> {
    let decisions = arms.all();
    Estimate::mean(decisions).filter(|_| decisions.d.value() > 0.0)
}

const POINT: FunctionDoc = FunctionDoc {
    name: "policy_value",
    signature: "policy_value(reward double|boolean, weight double) -> double",
    doc: "Mean of weight·reward, one row a decision, where weight is the probability of the action taken under the \
          target policy over the logged one: what a decision of the target policy earns. Unbiased where every action \
          that the target may take could be logged, and noisy where a few weights are large: read \
          effective_sample_size beside it, and policy_value_self_normalised. Rows with a negative weight are left \
          out. NULL where no weight is above 0.",
    formula_source: SOURCE,
    units: "unit of reward",
};

const LO: FunctionDoc = FunctionDoc {
    name: "policy_value_lo",
    signature: "policy_value_lo(reward double|boolean, weight double) -> double",
    doc: "Lower end of the 95 % interval of policy_value: policy_value − t·s/√n, s being the standard deviation of \
          weight·reward, with n − 1 degrees of freedom. NULL as policy_value, with fewer than two decisions, and \
          where weight·reward does not vary.",
    formula_source: SOURCE,
    units: "unit of reward",
};

const HI: FunctionDoc = FunctionDoc {
    name: "policy_value_hi",
    signature: "policy_value_hi(reward double|boolean, weight double) -> double",
    doc: "Upper end of the 95 % interval of policy_value; see policy_value_lo.",
    formula_source: SOURCE,
    units: "unit of reward",
};
