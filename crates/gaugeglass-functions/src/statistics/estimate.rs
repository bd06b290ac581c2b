//! One arm's figure and the variance of that figure.

use super::{Effect, Interval, Moments, Proportion, Variance, divide, student_975};

/// A mean or a ratio of sums over `n` units. The variance needs at least two of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub value: f64,
    pub variance: Option<f64>,
    pub n: f64,
}

impl Estimate {
    /// Mean of y, with the sample variance over n.
    pub(crate) fn mean(moments: &Moments) -> Option<Self> {
        let (value, n) = (moments.mean()?, moments.n);
        let variance = moments.variance_y().map(|variance| variance / n);
        Some(Self { value, variance, n })
    }

    /// Share of successes, with variance p(1 − p)/n.
    pub(crate) fn share(proportion: Proportion, n: f64) -> Self {
        let value = proportion.share();
        let variance = (n >= 2.0).then(|| value * (1.0 - value) / n);
        Self { value, variance, n }
    }

    /// Σy / Σd, with the delta-method variance over units:
    /// (σ²y − 2Rσyd + R²σ²d) / (n·d̄²).
    pub(crate) fn ratio(moments: &Moments) -> Option<Self> {
        let value = divide(moments.y.value(), moments.d.value())?;
        let variance = Self::ratio_variance(moments, value);
        Some(Self { value, variance, n: moments.n })
    }

    fn ratio_variance(moments: &Moments, ratio: f64) -> Option<f64> {
        let mean_d = moments.mean_d()?;
        divide(moments.combined_variance(1.0, -ratio)?, moments.n * mean_d * mean_d)
    }

    /// The variance with its n − 1 degrees of freedom.
    pub(crate) fn uncertainty(&self) -> Option<Variance> {
        Some(Variance { value: self.variance?, freedom: self.n - 1.0 })
    }

    /// The figure as an effect; none where it does not vary.
    pub(crate) fn effect(&self) -> Option<Effect> {
        Effect::new(self.value, self.uncertainty()?)
    }

    /// Student's interval with n − 1 degrees of freedom.
    pub(crate) fn interval(&self) -> Option<Interval> {
        let half = student_975(self.n - 1.0)? * self.variance?.sqrt();
        Interval::around(self.value, half)
    }
}
