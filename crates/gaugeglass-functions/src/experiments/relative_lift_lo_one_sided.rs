//! `relative_lift_lo_one_sided(y, is_treated)`: what the relative lift exceeds, for those who ask for no more.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::ratio_lower_bound;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, bound, DOC)
}

fn bound(arms: &Arms) -> Option<f64> {
    match arms.extreme_proportions() {
        Some((treated, control)) => Some(ratio_lower_bound(treated, control)? - 1.0),
        None => arms.means()?.relative_effect()?.lower_bound(),
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "relative_lift_lo_one_sided",
    signature: "relative_lift_lo_one_sided(y double|boolean, is_treated boolean) -> double",
    doc: "What relative_lift exceeds with 95 % confidence; upwards there is no bound. relative_lift − \
          t·relative_lift_se with the 95 % quantile of Student's t and Welch's degrees of freedom, above 0 exactly \
          where relative_lift_p_value_greater is below .05; from both Wilson bounds at 95 % where y is boolean and \
          nobody or everybody in an arm succeeded. NULL where C is 0, y does not vary, or an arm has fewer than \
          two units (one, for Wilson's).",
    formula_source: "delta method; Donner and Zou 2012 where an arm is all or nothing",
    units: "ratio",
};
