//! `difference_lo_one_sided(y, is_treated)`: what the difference of means exceeds, for those who ask for no more.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::difference_lower_bound;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, bound, DOC)
}

fn bound(arms: &Arms) -> Option<f64> {
    match arms.extreme_proportions() {
        Some((treated, control)) => difference_lower_bound(treated, control),
        None => arms.means()?.difference_effect()?.lower_bound(),
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "difference_lo_one_sided",
    signature: "difference_lo_one_sided(y double|boolean, is_treated boolean) -> double",
    doc: "What difference exceeds with 95 % confidence; upwards there is no bound. difference − t·difference_se \
          with the 95 % quantile of Student's t and Welch's degrees of freedom; where y is boolean and nobody or \
          everybody in an arm succeeded, Newcombe's with both Wilson bounds at 95 %. Only for a question that was \
          one-sided before the data were seen. NULL as difference_lo.",
    formula_source: "Welch 1947; Newcombe 1998 (method 10) where an arm is all or nothing",
    units: "unit of y",
};
