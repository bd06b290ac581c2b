//! The arithmetic, free of Arrow and SQL: sums in, estimates and intervals out.

mod bisection;
mod comparison;
mod cuped;
mod effect;
mod estimate;
mod moments;
mod proportion;
mod score;
mod strata;
mod sum;
mod tails;

pub(crate) use bisection::boundary;
pub(crate) use comparison::Comparison;
pub(crate) use cuped::{Adjusted, theta, variance_reduction};
pub(crate) use effect::{Effect, Variance};
pub(crate) use estimate::Estimate;
pub(crate) use moments::Moments;
pub(crate) use proportion::{
    Proportion, difference_interval, difference_lower_bound, pooled_p_value, pooled_z, ratio_interval, ratio_lower_bound,
};
pub(crate) use score::{score_difference_interval, score_ratio_high, score_ratio_low};
pub(crate) use strata::{Stratum, pooled_difference, pooled_difference_interval};
pub(crate) use sum::Sum;
pub(crate) use tails::{NORMAL_95, NORMAL_975, chi_square_tail, student_95, student_975, student_above, student_two_sided};

/// A two-sided 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub lo: f64,
    pub hi: f64,
}

impl Interval {
    /// `centre` ± `half`; none where either is not a number.
    pub(crate) fn around(centre: f64, half: f64) -> Option<Self> {
        Self::between(centre - half, centre + half)
    }

    /// From `lo` to `hi`; none where either is not a finite number.
    pub(crate) fn between(lo: f64, hi: f64) -> Option<Self> {
        (lo.is_finite() && hi.is_finite()).then_some(Self { lo, hi })
    }
}

/// `numerator / denominator`, or none where the answer is no finite number.
pub(crate) fn divide(numerator: f64, denominator: f64) -> Option<f64> {
    let quotient = numerator / denominator;
    quotient.is_finite().then_some(quotient)
}
