//! `relative_lift_fieller_lo(y, is_treated)`, `relative_lift_fieller_hi(y, is_treated)`: the interval of the
//! relative lift by Fieller's method, whatever the data.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Interval;

const SOURCE: &str = "Fieller 1954";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    arms.varied_means()?.fieller_interval()
}

const LO: FunctionDoc = FunctionDoc {
    name: "relative_lift_fieller_lo",
    signature: "relative_lift_fieller_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of relative_lift by Fieller's method: every ratio ρ of the means with \
          (T − ρC)² ≤ t²·(Vt + ρ²Vc) and Welch's degrees of freedom, less 1. It stays right where the control is \
          noisy; relative_lift_lo chooses by the data. NULL where the control's mean may be 0, so that the \
          interval has no end, and as relative_lift_se.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "relative_lift_fieller_hi",
    signature: "relative_lift_fieller_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of relative_lift by Fieller's method; see relative_lift_fieller_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
