//! Two arms side by side: differences, ratios and their intervals.

use super::{Estimate, Interval, divide, student_975, student_two_sided};

/// The control's coefficient of variation above which the delta method is too smooth for a ratio.
const DELTA_VARIATION_MAX: f64 = 0.1;

/// A treated arm against its control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub treated: Estimate,
    pub control: Estimate,
}

/// The two variances and what Welch (1947) makes of them.
struct Welch {
    treated: f64,
    control: f64,
    standard_error: f64,
    freedom: f64,
}

impl Comparison {
    pub(crate) fn difference(&self) -> Option<f64> {
        let difference = self.treated.value - self.control.value;
        difference.is_finite().then_some(difference)
    }

    /// Welch's interval of the difference.
    pub(crate) fn difference_interval(&self) -> Option<Interval> {
        let welch = self.welch()?;
        let half = student_975(welch.freedom)? * welch.standard_error;
        Interval::around(self.difference()?, half)
    }

    /// Welch's two-sided test of no difference.
    pub(crate) fn p_value(&self) -> Option<f64> {
        let welch = self.welch()?;
        student_two_sided(self.difference()? / welch.standard_error, welch.freedom)
    }

    /// (treated − control) / |control|.
    pub(crate) fn relative(&self) -> Option<f64> {
        divide(self.difference()?, self.control.value.abs())
    }

    /// Interval of `relative`: Fieller's where the control is noisy, the delta method's where not.
    pub(crate) fn relative_interval(&self) -> Option<Interval> {
        let variation = divide(self.control.variance?.sqrt(), self.control.value.abs())?;
        if variation > DELTA_VARIATION_MAX { self.fieller_interval() } else { self.delta_interval() }
    }

    /// First-order interval of `relative`: Var = Vt/C² + Vc·T²/C⁴.
    pub(crate) fn delta_interval(&self) -> Option<Interval> {
        let welch = self.welch()?;
        let square = self.control.value * self.control.value;
        let ratio_square = self.treated.value * self.treated.value / square;
        let variance = (welch.treated + welch.control * ratio_square) / square;
        Interval::around(self.relative()?, student_975(welch.freedom)? * variance.sqrt())
    }

    /// Fieller's (1954) interval of `relative`; none where the control may be 0, so that it has no end.
    pub(crate) fn fieller_interval(&self) -> Option<Interval> {
        let welch = self.welch()?;
        let (control, quantile) = (self.control.value, student_975(welch.freedom)?);
        let ratio = divide(self.treated.value, control)?;
        let noise = quantile * quantile * welch.control / (control * control);
        if noise >= 1.0 {
            return None;
        }
        let variance = (1.0 - noise) * welch.treated + ratio * ratio * welch.control;
        let half = quantile / control.abs() * variance.sqrt() / (1.0 - noise);
        Interval::around(control.signum() * (ratio / (1.0 - noise) - 1.0), half)
    }

    fn welch(&self) -> Option<Welch> {
        let (treated, control) = (self.treated.variance?, self.control.variance?);
        let total = treated + control;
        let spread = treated * treated / (self.treated.n - 1.0) + control * control / (self.control.n - 1.0);
        let freedom = divide(total * total, spread)?;
        Some(Welch { treated, control, standard_error: total.sqrt(), freedom })
    }
}
