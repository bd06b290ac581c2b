//! `relative_lift_p_value_greater(y, is_treated)`: how surprising so high a relative lift would be if there were
//! none.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| arms.varied_means()?.relative_effect()?.p_value_greater(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "relative_lift_p_value_greater",
    signature: "relative_lift_p_value_greater(y double|boolean, is_treated boolean) -> double",
    doc: "One-sided p-value that relative_lift is not above 0: Student's tail above relative_lift/relative_lift_se \
          with Welch's degrees of freedom. Valid at one look, with the side chosen in advance. NULL as \
          relative_lift_se.",
    formula_source: "delta method with the degrees of freedom of Welch 1947, as in GrowthBook's gbstats",
    units: "probability",
};
