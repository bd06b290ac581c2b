//! `lift_p_value(y, is_treated)`: how surprising the difference of means would be if there were none.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| arms.means()?.p_value(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "lift_p_value",
    signature: "lift_p_value(y double|boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of Welch's test that both arms have the same mean: a test of the absolute \
          difference, taken from the tail itself so that tiny values stay above 0. Valid at one look, \
          planned in advance. NULL where an arm has fewer than two units or y varies in neither.",
    formula_source: "Welch 1947",
    units: "probability",
};
