//! `relative_lift_p_value(y, is_treated)`: how surprising the relative lift would be if there were none.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| arms.varied_means()?.relative_effect()?.p_value(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "relative_lift_p_value",
    signature: "relative_lift_p_value(y double|boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of no relative lift: Student's tail beyond relative_lift/relative_lift_se with Welch's \
          degrees of freedom, below .05 exactly where the interval of relative_lift_delta_lo leaves 0 out. \
          lift_p_value tests the absolute difference and differs; say which is shown. Valid at one look, planned \
          in advance. NULL as relative_lift_se.",
    formula_source: "delta method with the degrees of freedom of Welch 1947, as in GrowthBook's gbstats",
    units: "probability",
};
