//! `ratio_relative_lift_p_value(y, d, is_treated)`: how surprising the relative lift of a ratio of sums would be if
//! there were none.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::PairByArm, |arms| arms.ratios()?.relative_effect()?.p_value(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_p_value",
    signature: "ratio_relative_lift_p_value(y double, d double, is_treated boolean) -> double",
    doc: "Two-sided p-value of no relative lift of Σy/Σd: Student's tail beyond ratio_relative_lift over \
          ratio_relative_lift_se with Welch's degrees of freedom. ratio_difference_p_value tests the absolute \
          difference and differs. Valid at one look, planned in advance. NULL as ratio_relative_lift_se.",
    formula_source: "delta method with the degrees of freedom of Welch 1947, as in GrowthBook's gbstats",
    units: "probability",
};
