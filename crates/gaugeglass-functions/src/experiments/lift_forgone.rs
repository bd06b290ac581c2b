//! `lift_forgone(y, is_reached, is_treated)` and its interval: what the lift loses because it does not reach everybody.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Effect, Interval, Variance};

const SOURCE: &str = "difference of two Welch differences; degrees of freedom of Satterthwaite 1946";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::GroupByArm, point, POINT),
        MomentFunction::new(Shape::GroupByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::GroupByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn point(arms: &Arms) -> Option<f64> {
    let share = arms.share_outside()?;
    if share == 0.0 {
        return Some(0.0);
    }
    Some(share * (arms.means()?.difference()? - arms.means_outside()?.difference()?))
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (inside, outside) = (arms.means()?, arms.means_outside()?);
    let parts = [inside.treated, inside.control, outside.treated, outside.control];
    let parts = parts.iter().map(|part| part.uncertainty()).collect::<Option<Vec<_>>>()?;
    let (share, total) = (arms.share_outside()?, Variance::total(&parts)?);
    Effect::new(point(arms)?, Variance { value: share * share * total.value, ..total })?.interval()
}

const POINT: FunctionDoc = FunctionDoc {
    name: "lift_forgone",
    signature: "lift_forgone(y double|boolean, is_reached boolean, is_treated boolean) -> double",
    doc: "What the lift of all units loses because some are not reached: their share times the difference among the \
          reached minus the difference among the others, a difference being mean of y of the treated minus that of the \
          control. It is also the lift among the reached minus the lift of all. One row a unit; is_reached must be fixed \
          before treatment and known in both arms. It takes for granted that the others, once reached, would \
          gain what the reached gain: scale y of the reached to assume less. 0 where nobody is left out. NULL where \
          somebody is, and either group has units in one arm only.",
    formula_source: SOURCE,
    units: "unit of y (percentage points / 100 for a boolean)",
};

const LO: FunctionDoc = FunctionDoc {
    name: "lift_forgone_lo",
    signature: "lift_forgone_lo(y double|boolean, is_reached boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of lift_forgone, with the variances of the four means and Satterthwaite's degrees \
          of freedom; the share that is not reached is taken as known. NULL where a group has fewer than two units in an \
          arm, or y does not vary.",
    formula_source: SOURCE,
    units: "unit of y",
};

const HI: FunctionDoc = FunctionDoc {
    name: "lift_forgone_hi",
    signature: "lift_forgone_hi(y double|boolean, is_reached boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of lift_forgone; see lift_forgone_lo.",
    formula_source: SOURCE,
    units: "unit of y",
};
