//! `proportion_z(y, is_treated)`: the statistic behind the textbook test of two shares.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::pooled_z;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::FlagByArm, z, DOC)
}

fn z(arms: &Arms) -> Option<f64> {
    let (treated, control) = arms.proportions()?;
    pooled_z(treated, control)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "proportion_z",
    signature: "proportion_z(y boolean, is_treated boolean) -> double",
    doc: "How many standard errors the share of y among the treated lies above that in the control, with the pooled \
          variance of proportion_p_value, which is its two-sided p-value. Its square is Pearson's χ² of the 2 × 2 table \
          without Yates' correction. NULL as proportion_p_value.",
    formula_source: "Pearson 1900",
    units: "standard errors",
};
