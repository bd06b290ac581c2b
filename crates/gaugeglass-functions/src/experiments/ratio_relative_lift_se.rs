//! `ratio_relative_lift_se(y, d, is_treated)`: the standard error behind the relative lift of a ratio of sums.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.relative_effect()?.standard_error()), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_se",
    signature: "ratio_relative_lift_se(y double, d double, is_treated boolean) -> double",
    doc: "Standard error of ratio_relative_lift by the delta method: √(Vt/C² + Vc·T²/C⁴), each arm's ratio with the \
          variance of ratio_lo. NULL as ratio_relative_lift, and where an arm has fewer than two units or the \
          ratio does not vary.",
    formula_source: "delta method; Deng, Knoblich and Lu 2018",
    units: "ratio",
};
