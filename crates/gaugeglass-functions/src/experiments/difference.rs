//! `difference(y, is_treated)` and its interval: mean of the treated minus mean of the control.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Interval, difference_interval};

const SOURCE: &str = "Welch 1947; Newcombe 1998 (method 10) where an arm is all or nothing";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| arms.means()?.difference(), POINT),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    match arms.extreme_proportions() {
        Some((treated, control)) => difference_interval(treated, control),
        None => arms.means()?.difference_interval(),
    }
}

const POINT: FunctionDoc = FunctionDoc {
    name: "difference",
    signature: "difference(y double|boolean, is_treated boolean) -> double",
    doc: "Mean of y among the treated minus mean of y in the control, one row a unit. \
          NULL where an arm has no unit.",
    formula_source: SOURCE,
    units: "unit of y (percentage points / 100 for a boolean)",
};

const LO: FunctionDoc = FunctionDoc {
    name: "difference_lo",
    signature: "difference_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of difference: Welch's, with variance s²/n for numbers and \
          p(1 − p)/n for booleans. Where y is boolean and nobody or everybody in an arm succeeded, \
          Newcombe's, which stays honest there. NULL where an arm has fewer than two units (one, for \
          Newcombe's) or y does not vary.",
    formula_source: SOURCE,
    units: "unit of y",
};

const HI: FunctionDoc = FunctionDoc {
    name: "difference_hi",
    signature: "difference_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of difference; see difference_lo.",
    formula_source: SOURCE,
    units: "unit of y",
};
