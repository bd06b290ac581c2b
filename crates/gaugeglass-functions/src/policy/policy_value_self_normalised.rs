//! `policy_value_self_normalised(reward, weight)` and its interval: the mean reward of another policy, as a weighted
//! mean.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Estimate;

const SOURCE: &str = "Hájek 1971; Swaminathan and Joachims 2015; delta method";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.value), POINT),
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.effect()?.interval()?.lo), LO),
        MomentFunction::new(Shape::WeightedReward, |arms| Some(value(arms)?.effect()?.interval()?.hi), HI),
    ]
}

fn value(arms: &Arms) -> Option<Estimate> {
    Estimate::ratio(arms.all())
}

const POINT: FunctionDoc = FunctionDoc {
    name: "policy_value_self_normalised",
    signature: "policy_value_self_normalised(reward double|boolean, weight double) -> double",
    doc: "Σ weight·reward / Σ weight, one row a decision, with weight as in policy_value: what a decision of the \
          target policy earns. It never leaves the range of the rewards and is less noisy than policy_value, for a \
          bias that falls as 1/n. Rows with a negative weight are left out. NULL where no weight is above 0.",
    formula_source: SOURCE,
    units: "unit of reward",
};

const LO: FunctionDoc = FunctionDoc {
    name: "policy_value_self_normalised_lo",
    signature: "policy_value_self_normalised_lo(reward double|boolean, weight double) -> double",
    doc: "Lower end of the 95 % interval of policy_value_self_normalised V: V − t·√(n/(n − 1)·Σ w²(r − V)²)/Σw with \
          n − 1 degrees of freedom. NULL as policy_value_self_normalised, with fewer than two decisions, and where \
          no decision with a weight departs from V.",
    formula_source: SOURCE,
    units: "unit of reward",
};

const HI: FunctionDoc = FunctionDoc {
    name: "policy_value_self_normalised_hi",
    signature: "policy_value_self_normalised_hi(reward double|boolean, weight double) -> double",
    doc: "Upper end of the 95 % interval of policy_value_self_normalised; see policy_value_self_normalised_lo.",
    formula_source: SOURCE,
    units: "unit of reward",
};
