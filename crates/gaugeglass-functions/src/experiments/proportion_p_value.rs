//! `proportion_p_value(y, is_treated)`: the textbook test of two shares.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::pooled_p_value;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::FlagByArm, p_value, DOC)
}

fn p_value(arms: &Arms) -> Option<f64> {
    let (treated, control) = arms.proportions()?;
    pooled_p_value(treated, control)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "proportion_p_value",
    signature: "proportion_p_value(y boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of the z test that both arms have the same share of y, with the pooled variance \
          p(1 − p)(1/nt + 1/nc): the same as Pearson's χ² of the 2 × 2 table without Yates' correction. \
          lift_p_value does not pool and differs a little. Valid at one look, planned in advance. NULL where an \
          arm has no unit, or nobody or everybody succeeded in both.",
    formula_source: "Pearson 1900",
    units: "probability",
};
