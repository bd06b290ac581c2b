//! `relative_lift_se(y, is_treated)`: the standard error behind the relative lift.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| Some(arms.varied_means()?.relative_effect()?.standard_error()), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "relative_lift_se",
    signature: "relative_lift_se(y double|boolean, is_treated boolean) -> double",
    doc: "Standard error of relative_lift by the delta method: √(Vt/C² + Vc·T²/C⁴), where an arm's V is s²/n for \
          numbers and p(1 − p)/n for booleans. NULL where C is 0, an arm has fewer than two units, y does not \
          vary, or y is boolean and nobody or everybody in an arm succeeded.",
    formula_source: "delta method; Deng, Knoblich and Lu 2018",
    units: "ratio",
};
