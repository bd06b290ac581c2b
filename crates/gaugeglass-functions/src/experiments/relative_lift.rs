//! `relative_lift(y, is_treated)` and its interval: by what share of the control the treated differ.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Interval, ratio_interval};

const SOURCE: &str = "delta method; Fieller 1954 where the control's coefficient of variation is above 0.1; \
                      Donner and Zou 2012 where an arm is all or nothing";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| arms.means()?.relative(), POINT),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    match arms.extreme_proportions() {
        Some((treated, control)) => {
            let ratio = ratio_interval(treated, control)?;
            Interval::between(ratio.lo - 1.0, ratio.hi - 1.0)
        }
        None => arms.means()?.relative_interval(),
    }
}

const POINT: FunctionDoc = FunctionDoc {
    name: "relative_lift",
    signature: "relative_lift(y double|boolean, is_treated boolean) -> double",
    doc: "(T − C) / |C| for the means T of the treated and C of the control, one row a unit. \
          NULL where an arm has no unit or C is 0.",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "relative_lift_lo",
    signature: "relative_lift_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of relative_lift. Delta method, Var = Vt/C² + Vc·T²/C⁴ with Welch's \
          degrees of freedom; Fieller's where √Vc/|C| > 0.1; from both Wilson intervals where y is boolean \
          and nobody or everybody in an arm succeeded. NULL where the interval has no end, C is 0, \
          y does not vary, or an arm has fewer than two units. It need not agree with lift_p_value, which \
          tests the absolute difference.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "relative_lift_hi",
    signature: "relative_lift_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of relative_lift; see relative_lift_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
