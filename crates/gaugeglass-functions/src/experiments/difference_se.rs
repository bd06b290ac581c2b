//! `difference_se(y, is_treated)`: the standard error behind the difference of means.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| Some(arms.varied_means()?.difference_effect()?.standard_error()), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "difference_se",
    signature: "difference_se(y double|boolean, is_treated boolean) -> double",
    doc: "Standard error of difference: √(Vt + Vc), where an arm's V is s²/n for numbers and p(1 − p)/n for \
          booleans. Sequential bounds and pooled studies take it as it is. NULL where an arm has fewer than two \
          units, y varies in neither, or y is boolean and nobody or everybody in an arm succeeded.",
    formula_source: "Welch 1947",
    units: "unit of y",
};
