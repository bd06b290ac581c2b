//! `mean_lo(x)`, `mean_hi(x)`: the interval of a mean.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Estimate, Interval};

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(
            Shape::Measure,
            |arms| interval(arms).map(|interval| interval.lo),
            FunctionDoc {
                name: "mean_lo",
                signature: "mean_lo(x double|boolean) -> double",
                doc: "Lower end of the 95 % interval of the mean of x, one row a unit: mean − t·s/√n with \
                      n − 1 degrees of freedom. A boolean x is a proportion and gets Wilson's interval. \
                      NULL with fewer than two known numbers, or no known boolean.",
                formula_source: "Student 1908; Wilson 1927 for booleans",
                units: "unit of x",
            },
        ),
        MomentFunction::new(
            Shape::Measure,
            |arms| interval(arms).map(|interval| interval.hi),
            FunctionDoc {
                name: "mean_hi",
                signature: "mean_hi(x double|boolean) -> double",
                doc: "Upper end of the 95 % interval of the mean of x; see mean_lo.",
                formula_source: "Student 1908; Wilson 1927 for booleans",
                units: "unit of x",
            },
        ),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    match arms.all_proportion() {
        Some(proportion) => Some(proportion.wilson()),
        None => Estimate::mean(arms.all())?.interval(),
    }
}
