//! Two arms side by side: differences, ratios and their intervals.

use super::{Effect, Estimate, Interval, NORMAL_975, Variance, chi_square_tail, divide, student_975};

/// The control's coefficient of variation above which the delta method is too smooth for a ratio.
const DELTA_VARIATION_MAX: f64 = 0.1;

/// A treated arm against its control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub treated: Estimate,
    pub control: Estimate,
}

impl Comparison {
    pub(crate) fn difference(&self) -> Option<f64> {
        let difference = self.treated.value - self.control.value;
        difference.is_finite().then_some(difference)
    }

    /// `difference`, with Welch's variance and degrees of freedom.
    pub(crate) fn difference_effect(&self) -> Option<Effect> {
        Effect::new(self.difference()?, self.welch()?)
    }

    /// Welch's interval of the difference.
    pub(crate) fn difference_interval(&self) -> Option<Interval> {
        self.difference_effect()?.interval()
    }

    /// Welch's two-sided test of no difference.
    pub(crate) fn p_value(&self) -> Option<f64> {
        self.difference_effect()?.p_value()
    }

    /// Standard error of the difference; none where neither arm varies.
    pub(crate) fn standard_error(&self) -> Option<f64> {
        let error = (self.treated.variance? + self.control.variance?).sqrt();
        (error > 0.0).then_some(error)
    }

    /// Wald's interval of the difference: the standard error is taken as known, so that the normal distribution serves.
    pub(crate) fn wald_interval(&self) -> Option<Interval> {
        Interval::around(self.difference()?, NORMAL_975 * self.standard_error()?)
    }

    /// Wald's two-sided test of no difference.
    pub(crate) fn wald_p_value(&self) -> Option<f64> {
        let z = divide(self.difference()?, self.standard_error()?)?;
        chi_square_tail(z * z, 1.0)
    }

    /// (treated − control) / |control|.
    pub(crate) fn relative(&self) -> Option<f64> {
        divide(self.difference()?, self.control.value.abs())
    }

    /// `relative` to first order: Var = Vt/C² + Vc·T²/C⁴, with the degrees of freedom of the difference.
    pub(crate) fn relative_effect(&self) -> Option<Effect> {
        let (treated, control) = (self.treated.variance?, self.control.variance?);
        let square = self.control.value * self.control.value;
        let ratio_square = self.treated.value * self.treated.value / square;
        let value = (treated + control * ratio_square) / square;
        Effect::new(self.relative()?, Variance { value, ..self.welch()? })
    }

    /// Interval of `relative`: Fieller's where the control is noisy, the delta method's where not.
    pub(crate) fn relative_interval(&self) -> Option<Interval> {
        let variation = divide(self.control.variance?.sqrt(), self.control.value.abs())?;
        if variation > DELTA_VARIATION_MAX { self.fieller_interval() } else { self.delta_interval() }
    }

    /// First-order interval of `relative`.
    pub(crate) fn delta_interval(&self) -> Option<Interval> {
        self.relative_effect()?.interval()
    }

    /// Fieller's (1954) interval of `relative`; none where the control may be 0, so that it has no end.
    pub(crate) fn fieller_interval(&self) -> Option<Interval> {
        let (treated, control) = (self.treated.variance?, self.control.variance?);
        let (mean, quantile) = (self.control.value, student_975(self.welch()?.freedom)?);
        let ratio = divide(self.treated.value, mean)?;
        let noise = quantile * quantile * control / (mean * mean);
        if noise >= 1.0 {
            return None;
        }
        let variance = (1.0 - noise) * treated + ratio * ratio * control;
        let half = quantile / mean.abs() * variance.sqrt() / (1.0 - noise);
        let centre = mean.signum() * (ratio / (1.0 - noise) - 1.0);
        Interval::around(centre, half).filter(|_| half > 0.0)
    }

    fn welch(&self) -> Option<Variance> {
        Variance::total(&[self.treated.uncertainty()?, self.control.uncertainty()?])
    }
}
