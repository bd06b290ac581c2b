//! `difference_wald_lo(y, is_treated)`, `difference_wald_hi(y, is_treated)`, `difference_wald_p_value(y, is_treated)`:
//! the difference of means as most tools have it, with the normal distribution.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Interval;

const SOURCE: &str = "Wald 1943, as statsmodels' ztest and confint_proportions_2indep(method = wald)";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
        MomentFunction::new(Shape::MeasureByArm, |arms| arms.means()?.wald_p_value(), P_VALUE),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    arms.means()?.wald_interval()
}

const LO: FunctionDoc = FunctionDoc {
    name: "difference_wald_lo",
    signature: "difference_wald_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of difference by Wald's method, to compare with tools that know no other: \
          difference − 1.96·√(Vt + Vc), with variance s²/n for numbers and p(1 − p)/n for booleans. It is too narrow with \
          few units or few successes, and wrong where an arm is all or nothing: difference_lo is not. NULL where an arm \
          has fewer than two units or neither arm varies.",
    formula_source: SOURCE,
    units: "unit of y",
};

const HI: FunctionDoc = FunctionDoc {
    name: "difference_wald_hi",
    signature: "difference_wald_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of difference by Wald's method; see difference_wald_lo.",
    formula_source: SOURCE,
    units: "unit of y",
};

const P_VALUE: FunctionDoc = FunctionDoc {
    name: "difference_wald_p_value",
    signature: "difference_wald_p_value(y double|boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of no difference by Wald's method: the share of the normal distribution beyond difference/√(Vt \
          + Vc). It pools nothing, as proportion_p_value does, and knows no degrees of freedom, as lift_p_value does. NULL \
          as difference_wald_lo.",
    formula_source: SOURCE,
    units: "probability",
};
