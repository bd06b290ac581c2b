//! `ratio_relative_lift_delta_lo(y, d, is_treated)`, `ratio_relative_lift_delta_hi(y, d, is_treated)`: the interval of
//! the relative lift of a ratio of sums by the delta method, whatever the data.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Interval;

const SOURCE: &str = "delta method; Deng, Knoblich and Lu 2018";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::PairByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::PairByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    arms.ratios()?.delta_interval()
}

const LO: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_delta_lo",
    signature: "ratio_relative_lift_delta_lo(y double, d double, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of ratio_relative_lift by the delta method, to compare with tools that know no \
          other: ratio_relative_lift − t·ratio_relative_lift_se with Welch's degrees of freedom. It is too narrow above \
          where the control is noisy; ratio_relative_lift_lo chooses by the data. NULL as ratio_relative_lift_se.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "ratio_relative_lift_delta_hi",
    signature: "ratio_relative_lift_delta_hi(y double, d double, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of ratio_relative_lift by the delta method; see ratio_relative_lift_delta_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
