//! `recovery_lift(y, is_treated)` and its interval: the share of otherwise lost units that were won back.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Comparison, Estimate, Interval, ratio_interval};

const SOURCE: &str = "relative risk reduction of not recovering, delta method; Donner and Zou 2012 where an \
                      arm is all or nothing";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::MeasureByArm, |arms| lost(arms)?.relative().map(|lift| -lift), POINT),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::MeasureByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

/// Both arms by the share that was lost: (pT − pC)/(1 − pC) is minus the relative lift of it.
fn lost(arms: &Arms) -> Option<Comparison> {
    let Comparison { treated, control } = arms.means()?;
    let lost = |arm: Estimate| Estimate { value: 1.0 - arm.value, ..arm };
    let (treated, control) = (lost(treated), lost(control));
    (control.value > 0.0).then_some(Comparison { treated, control })
}

fn interval(arms: &Arms) -> Option<Interval> {
    match arms.extreme_proportions() {
        Some((treated, control)) => {
            let ratio = ratio_interval(treated.failures(), control.failures())?;
            Interval::between(1.0 - ratio.hi, 1.0 - ratio.lo)
        }
        None => {
            let lost = lost(arms)?.delta_interval()?;
            Interval::between(-lost.hi, -lost.lo)
        }
    }
}

const POINT: FunctionDoc = FunctionDoc {
    name: "recovery_lift",
    signature: "recovery_lift(y double|boolean, is_treated boolean) -> double",
    doc: "(pT − pC) / (1 − pC): of the units that would have been lost without treatment, the share that was \
          recovered; y says whether a unit came back, one row a unit. Negative where treatment did harm. \
          NULL where an arm has no unit or all of the control came back anyway (pC ≥ 1).",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "recovery_lift_lo",
    signature: "recovery_lift_lo(y double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of recovery_lift: Var = Vt/(1 − pC)² + Vc·(1 − pT)²/(1 − pC)⁴ with \
          Welch's degrees of freedom; from both Wilson intervals where y is boolean and nobody or everybody \
          in an arm came back. NULL as the point, or where an arm has fewer than two units.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "recovery_lift_hi",
    signature: "recovery_lift_hi(y double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of recovery_lift; see recovery_lift_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
