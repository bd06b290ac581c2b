//! `difference_score_lo(y, is_treated)`, `difference_score_hi(y, is_treated)`: the difference of shares by the score
//! method.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Interval, score_difference_interval};

const SOURCE: &str = "Miettinen and Nurminen 1985, as R's PropCIs::diffscoreci";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (treated, control) = arms.proportions()?;
    score_difference_interval(treated, control)
}

const LO: FunctionDoc = FunctionDoc {
    name: "difference_score_lo",
    signature: "difference_score_lo(y boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % score interval of the difference of shares: every δ with (T − C − δ)² ≤ 1.96²·(t(1 − t)/nt \
          + c(1 − c)/nc)·N/(N − 1), where t = c + δ are the shares that fit the data best with this difference. It holds \
          with few units, and where nobody or everybody in an arm succeeded. The ends are found by bisection to the last \
          digits of a double. NULL where an arm has no unit.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};

const HI: FunctionDoc = FunctionDoc {
    name: "difference_score_hi",
    signature: "difference_score_hi(y boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % score interval of the difference of shares; see difference_score_lo.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};
