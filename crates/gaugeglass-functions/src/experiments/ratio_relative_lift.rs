//! `ratio_relative_lift(y, d, is_treated)` and its interval: relative lift of a ratio of sums, such as the
//! average order value.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

const SOURCE: &str = "delta method; Deng, Knoblich and Lu 2018; Fieller 1954 where the control's coefficient \
                      of variation is above 0.1";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::PairByArm, |arms| arms.ratios()?.relative(), POINT),
        MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.relative_interval()?.lo), LO),
        MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.relative_interval()?.hi), HI),
    ]
}

const POINT: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift",
    signature: "ratio_relative_lift(y double, d double, is_treated boolean) -> double",
    doc: "(T − C) / |C| for the ratios T and C = Σy/Σd of both arms, one row a unit (revenue and orders of a \
          customer give the lift of the average order value). NULL where an arm has no unit, Σd is 0, or \
          C is 0.",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_lo",
    signature: "ratio_relative_lift_lo(y double, d double, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of ratio_relative_lift: each arm's ratio has the variance of \
          ratio_lo, and both are joined as in relative_lift_lo. NULL as there.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_hi",
    signature: "ratio_relative_lift_hi(y double, d double, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of ratio_relative_lift; see ratio_relative_lift_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
