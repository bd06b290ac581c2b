//! `ratio_lo(y, d)`, `ratio_hi(y, d)`: the interval of a ratio of sums.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Estimate, Interval};

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(
            Shape::Pair,
            |arms| interval(arms).map(|interval| interval.lo),
            FunctionDoc {
                name: "ratio_lo",
                signature: "ratio_lo(y double, d double) -> double",
                doc: "Lower end of the 95 % interval of R = Σy/Σd over one row a unit (say revenue and \
                      orders of a customer): R − t·√V with V = (s²y − 2R·syd + R²·s²d)/(n·d̄²) and \
                      n − 1 degrees of freedom. NULL with fewer than two units or Σd = 0.",
                formula_source: "delta method; Deng, Knoblich and Lu 2018",
                units: "unit of y per unit of d",
            },
        ),
        MomentFunction::new(
            Shape::Pair,
            |arms| interval(arms).map(|interval| interval.hi),
            FunctionDoc {
                name: "ratio_hi",
                signature: "ratio_hi(y double, d double) -> double",
                doc: "Upper end of the 95 % interval of Σy/Σd over unit rows; see ratio_lo.",
                formula_source: "delta method; Deng, Knoblich and Lu 2018",
                units: "unit of y per unit of d",
            },
        ),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    Estimate::ratio(arms.all())?.interval()
}
