//! `lift_p_value_greater(y, is_treated)`: how surprising so much better means would be if there were no lift.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::MeasureByArm, |arms| arms.means()?.difference_effect()?.p_value_greater(), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "lift_p_value_greater",
    signature: "lift_p_value_greater(y double|boolean, is_treated boolean) -> double",
    doc: "One-sided p-value of Welch's test that the treated have no higher mean than the control: half of \
          lift_p_value where they have one in the data, one minus that half where not. Valid at one look, with \
          the side chosen in advance. NULL as lift_p_value.",
    formula_source: "Welch 1947",
    units: "probability",
};
