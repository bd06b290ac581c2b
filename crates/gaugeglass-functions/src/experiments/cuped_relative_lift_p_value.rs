//! `cuped_relative_lift_p_value(y, x, is_treated)`: how surprising the adjusted relative lift would be if there were
//! none.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::CovariateByArm, |arms| arms.adjusted()?.relative_effect()?.p_value(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "cuped_relative_lift_p_value",
    signature: "cuped_relative_lift_p_value(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of no relative lift: Student's tail beyond cuped_relative_lift/cuped_relative_lift_se with the \
          degrees of freedom of cuped_difference_lo. cuped_difference_p_value tests the absolute difference and differs. \
          Valid at one look, planned in advance. NULL as cuped_relative_lift_se.",
    formula_source: "Deng, Xu, Kohavi and Walker 2013; delta method as in GrowthBook's gbstats",
    units: "probability",
};
