//! `relative_lift_delta_lo(y, is_treated)`, `relative_lift_delta_hi(y, is_treated)`: the interval of the
//! relative lift by the delta method, whatever the data.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Interval;

const SOURCE: &str = "delta method; Deng, Knoblich and Lu 2018";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    arms.varied_means()?.delta_interval()
}

const LO: FunctionDoc = FunctionDoc {
    name: "relative_lift_delta_lo",
    signature: "relative_lift_delta_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of relative_lift by the delta method, to compare with tools that know \
          no other: relative_lift − t·relative_lift_se with Welch's degrees of freedom. It is too narrow above \
          where the control is noisy; relative_lift_lo chooses by the data. NULL as relative_lift_se.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "relative_lift_delta_hi",
    signature: "relative_lift_delta_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of relative_lift by the delta method; see relative_lift_delta_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
