//! `relative_lift_log_lo(y, is_treated)`, `relative_lift_log_hi(y, is_treated)`: the relative lift of a share by the
//! logarithm of the ratio.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Interval, NORMAL_975, Proportion, divide};

const SOURCE: &str = "Katz, Baptista, Azen and Pike 1978, as statsmodels' confint_proportions_2indep";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (treated, control) = arms.proportions()?;
    let ratio = divide(treated.share(), control.share())?;
    let error = (log_variance(treated)? + log_variance(control)?).sqrt();
    let factor = (NORMAL_975 * error).exp();
    Interval::between(ratio / factor - 1.0, ratio * factor - 1.0).filter(|_| error > 0.0)
}

/// Variance of the logarithm of a share, to first order; none where nobody succeeded.
fn log_variance(arm: Proportion) -> Option<f64> {
    divide(1.0 - arm.share(), arm.successes())
}

const LO: FunctionDoc = FunctionDoc {
    name: "relative_lift_log_lo",
    signature: "relative_lift_log_lo(y boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of relative_lift of a share by the logarithm of the ratio: T/C·exp(−1.96·√(1/xt − \
          1/nt + 1/xc − 1/nc)) − 1, with x of n successes in an arm. It never passes −1. NULL where nobody in an arm \
          succeeded, or everybody in both did: relative_lift_score_lo has an answer there.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "relative_lift_log_hi",
    signature: "relative_lift_log_hi(y boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of relative_lift of a share by the logarithm of the ratio; see \
          relative_lift_log_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
