//! Intervals of proportions that hold where nobody, or everybody, succeeded.

use super::{Interval, NORMAL_95, NORMAL_975, chi_square_tail, divide};

/// `successes` out of `n`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Proportion {
    successes: f64,
    n: f64,
}

impl Proportion {
    /// None unless 0 ≤ successes ≤ n and n > 0.
    pub(crate) fn new(successes: f64, n: f64) -> Option<Self> {
        let valid = n > 0.0 && n.is_finite() && (0.0..=n).contains(&successes);
        valid.then_some(Self { successes, n })
    }

    pub(crate) fn share(self) -> f64 {
        self.successes / self.n
    }

    pub(crate) fn successes(self) -> f64 {
        self.successes
    }

    pub(crate) fn units(self) -> f64 {
        self.n
    }

    /// Variance that the share of these units would have if its truth were `share`.
    pub(crate) fn variance_at(self, share: f64) -> f64 {
        share * (1.0 - share) / self.n
    }

    /// How fast the logarithm of the likelihood rises at `share`.
    pub(crate) fn slope_at(self, share: f64) -> f64 {
        self.successes / share - (self.n - self.successes) / (1.0 - share)
    }

    /// Nobody succeeded, or everybody did: the usual variance is 0 and says nothing.
    pub(crate) fn is_extreme(self) -> bool {
        self.successes == 0.0 || self.successes == self.n
    }

    /// The same rows, counting failures.
    pub(crate) fn failures(self) -> Self {
        Self { successes: self.n - self.successes, ..self }
    }

    /// Wilson's score interval (1927), without continuity correction.
    pub(crate) fn wilson(self) -> Interval {
        self.wilson_at(NORMAL_975)
    }

    /// Wald's interval, cut at 0 and 1: the variance is that of the share as seen.
    pub(crate) fn wald(self) -> Interval {
        let half = NORMAL_975 * self.variance_at(self.share()).sqrt();
        Interval { lo: (self.share() - half).max(0.0), hi: (self.share() + half).min(1.0) }
    }

    /// Wilson's interval of the shares at most `z` standard errors from what was seen.
    fn wilson_at(self, z: f64) -> Interval {
        let (p, n, z2) = (self.share(), self.n, z * z);
        let scale = 1.0 + z2 / n;
        let centre = (p + z2 / (2.0 * n)) / scale;
        let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / scale;
        // The bound at an empty side is the side itself; rounding would leave a speck beyond it.
        let lo = if self.successes == 0.0 { 0.0 } else { centre - half };
        let hi = if self.successes == self.n { 1.0 } else { centre + half };
        Interval { lo, hi }
    }
}

/// Newcombe's interval of `treated − control` (1998, method 10), built from both Wilson intervals.
pub(crate) fn difference_interval(treated: Proportion, control: Proportion) -> Option<Interval> {
    newcombe(treated, control, NORMAL_975)
}

/// What `treated − control` exceeds with 95 % confidence, by Newcombe's method.
pub(crate) fn difference_lower_bound(treated: Proportion, control: Proportion) -> Option<f64> {
    Some(newcombe(treated, control, NORMAL_95)?.lo)
}

fn newcombe(treated: Proportion, control: Proportion, z: f64) -> Option<Interval> {
    let (t, c) = (treated.share(), control.share());
    let (wt, wc) = (treated.wilson_at(z), control.wilson_at(z));
    let below = (t - wt.lo).hypot(wc.hi - c);
    let above = (wt.hi - t).hypot(c - wc.lo);
    Interval::between(t - c - below, t - c + above)
}

/// Interval of `treated / control` built from both Wilson intervals (Donner and Zou 2012).
pub(crate) fn ratio_interval(treated: Proportion, control: Proportion) -> Option<Interval> {
    donner_zou(treated, control, NORMAL_975)
}

/// What `treated / control` exceeds with 95 % confidence, by Donner and Zou's method.
pub(crate) fn ratio_lower_bound(treated: Proportion, control: Proportion) -> Option<f64> {
    Some(donner_zou(treated, control, NORMAL_95)?.lo)
}

/// The lower bound is written so that it needs no division by `2c − hi`, which can be 0.
fn donner_zou(treated: Proportion, control: Proportion, z: f64) -> Option<Interval> {
    let (t, c) = (treated.share(), control.share());
    let (wt, wc) = (treated.wilson_at(z), control.wilson_at(z));
    let low = wt.lo * (2.0 * t - wt.lo);
    let high = wt.hi * (2.0 * t - wt.hi);
    let root_low = (t * t * c * c - low * wc.hi * (2.0 * c - wc.hi)).max(0.0).sqrt();
    let control_low = wc.lo * (2.0 * c - wc.lo);
    let root_high = (t * t * c * c - high * control_low).max(0.0).sqrt();
    let lo = if low == 0.0 { 0.0 } else { divide(low, t * c + root_low)? };
    Interval::between(lo, divide(t * c + root_high, control_low)?)
}

/// How many standard errors, with the pooled variance, the shares differ; its square is Pearson's χ² of the 2 × 2 table,
/// without Yates' correction. None where nobody, or everybody, succeeded in both arms.
pub(crate) fn pooled_z(treated: Proportion, control: Proportion) -> Option<f64> {
    let (units, successes) = (treated.n + control.n, treated.successes + control.successes);
    let surplus = treated.successes * control.n - control.successes * treated.n;
    let scale = treated.n * control.n * successes * (units - successes);
    divide(surplus * units.sqrt(), scale.sqrt())
}

/// Two-sided test of equal shares by `pooled_z`.
pub(crate) fn pooled_p_value(treated: Proportion, control: Proportion) -> Option<f64> {
    let z = pooled_z(treated, control)?;
    chi_square_tail(z * z, 1.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const RATIOS: [(f64, f64, f64, f64); 3] = [
        (0.0, 100.0, 0.0, 0.8998114099331552),
        (20.0, 20.0, 8.737824845811499, 46.41732699575831),
        (7.0, 90.0, 0.5289858902401586, 4.529811224485779),
    ];

    fn proportion(successes: f64, n: f64) -> Proportion {
        Proportion::new(successes, n).unwrap()
    }

    fn close(actual: Interval, lo: f64, hi: f64) {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs().max(1e-3);
        assert!(near(actual.lo, lo) && near(actual.hi, hi), "{actual:?} is not [{lo}, {hi}]");
    }

    #[test]
    fn counts_that_cannot_be_are_no_proportion() {
        for (successes, n) in [(0.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0), (1.0, f64::NAN)] {
            assert_eq!(Proportion::new(successes, n), None, "{successes} of {n}");
        }
    }

    // z² = 3.841458820694124. One of one: lo = 1 / (1 + z²). None of ten: hi = z² / (10 + z²).
    #[test]
    fn wilson_at_the_ends_is_z_squared_over_n_plus_z_squared() {
        close(proportion(1.0, 1.0).wilson(), 1.0 / 4.841_458_820_694_124, 1.0);
        close(proportion(0.0, 10.0).wilson(), 0.0, 3.841_458_820_694_124 / 13.841_458_820_694_124);
    }

    // Without successes in either arm, Newcombe leaves the two Wilson bounds themselves.
    #[test]
    fn a_difference_of_two_empty_arms_spans_their_upper_bounds() {
        let bound = 3.841_458_820_694_124 / 13.841_458_820_694_124;
        let interval = difference_interval(proportion(0.0, 10.0), proportion(0.0, 10.0)).unwrap();
        close(interval, -bound, bound);
    }

    // Both ratio bounds by the textbook form of the formula, at 30 digits.
    #[test]
    fn a_ratio_has_bounds_where_the_treated_arm_is_empty_or_full() {
        let control = proportion(5.0, 100.0);
        RATIOS.iter().for_each(|&(successes, n, lo, hi)| {
            close(ratio_interval(proportion(successes, n), control).unwrap(), lo, hi);
        });
        assert_eq!(ratio_interval(control, proportion(0.0, 100.0)), None);
    }
}
