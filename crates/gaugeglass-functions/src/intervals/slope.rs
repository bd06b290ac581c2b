//! `slope(y, x)` and its interval: by how much y changes with each unit of x, by least squares.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Effect, Interval, Variance, divide};

const SOURCE: &str = "ordinary least squares (Gauss 1809), as statsmodels OLS";

pub(crate) fn functions() -> [MomentFunction; 3] {
    [
        MomentFunction::new(Shape::Pair, slope, POINT),
        MomentFunction::new(Shape::Pair, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::Pair, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn slope(arms: &Arms) -> Option<f64> {
    divide(arms.all().covariance()?, arms.all().variance_d()?)
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (all, slope) = (arms.all(), slope(arms)?);
    let freedom = all.n - 2.0;
    let value = divide(all.combined_variance(1.0, -slope)?, freedom * all.variance_d()?)?;
    Effect::new(slope, Variance { value, freedom })?.interval()
}

const POINT: FunctionDoc = FunctionDoc {
    name: "slope",
    signature: "slope(y double, x double) -> double",
    doc: "Slope of the straight line through the rows by least squares: by how much y changes with each unit of x. Where \
          x was set by chance it is an effect; where it was not, whatever drives both is in it, too. NULL where x does \
          not vary.",
    formula_source: SOURCE,
    units: "unit of y per unit of x",
};

const LO: FunctionDoc = FunctionDoc {
    name: "slope_lo",
    signature: "slope_lo(y double, x double) -> double",
    doc: "Lower end of the 95 % interval of slope: slope − t·√(s²/Σ(x − x̄)²) with s² = Σ residual²/(n − 2) and n − 2 degrees \
          of freedom. Rows must be independent: one a unit, not one an event. NULL with fewer than three rows, or where the \
          line meets every row.",
    formula_source: SOURCE,
    units: "unit of y per unit of x",
};

const HI: FunctionDoc = FunctionDoc {
    name: "slope_hi",
    signature: "slope_hi(y double, x double) -> double",
    doc: "Upper end of the 95 % interval of slope; see slope_lo.",
    formula_source: SOURCE,
    units: "unit of y per unit of x",
};
