//! An estimated effect: how large it is, how sure, and how surprising if there were none.

use super::{Interval, divide, student_95, student_975, student_above, student_two_sided};

/// A variance of an estimate, and with how many degrees of freedom it was estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Variance {
    pub value: f64,
    pub freedom: f64,
}

impl Variance {
    /// The variance of a sum of independent parts, with Satterthwaite's (1946) degrees of freedom, which for
    /// two arms are Welch's (1947). None where no part varies.
    pub(crate) fn total(parts: &[Self]) -> Option<Self> {
        let value: f64 = parts.iter().map(|part| part.value).sum();
        let spread: f64 = parts.iter().map(|part| part.value * part.value / part.freedom).sum();
        Some(Self { value, freedom: divide(value * value, spread)? })
    }
}

/// An effect whose distance from the truth, in standard errors, follows Student's t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Effect {
    value: f64,
    standard_error: f64,
    freedom: f64,
}

impl Effect {
    /// None where the variance is 0: data without variation say nothing of how sure a value is.
    pub(crate) fn new(value: f64, variance: Variance) -> Option<Self> {
        let standard_error = variance.value.sqrt();
        let is_known = value.is_finite() && standard_error.is_finite() && standard_error > 0.0;
        is_known.then_some(Self { value, standard_error, freedom: variance.freedom })
    }

    pub(crate) fn standard_error(&self) -> f64 {
        self.standard_error
    }

    pub(crate) fn interval(&self) -> Option<Interval> {
        Interval::around(self.value, student_975(self.freedom)? * self.standard_error)
    }

    /// What the effect exceeds with 95 % confidence, all of the doubt being on this side.
    pub(crate) fn lower_bound(&self) -> Option<f64> {
        let bound = self.value - student_95(self.freedom)? * self.standard_error;
        bound.is_finite().then_some(bound)
    }

    /// Two-sided test of no effect.
    pub(crate) fn p_value(&self) -> Option<f64> {
        student_two_sided(self.value / self.standard_error, self.freedom)
    }

    /// One-sided test of no effect, or a negative one, against a positive one.
    pub(crate) fn p_value_greater(&self) -> Option<f64> {
        student_above(self.value / self.standard_error, self.freedom)
    }
}
