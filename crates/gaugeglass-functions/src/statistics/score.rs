//! Score intervals of two shares (Miettinen and Nurminen 1985): every difference, or ratio, that lies at most 1.96 standard
//! errors from what was seen, where the error is that of the two shares which fit the data best under this difference or ratio.
//!
//! The ends are found by bisection, to a double's last digits.

use super::{Interval, NORMAL_975, Proportion, boundary, divide};

/// The score interval of `treated − control`.
pub(crate) fn score_difference_interval(treated: Proportion, control: Proportion) -> Option<Interval> {
    let seen = treated.share() - control.share();
    let holds = |difference: f64| {
        let share = control_share(treated, control, difference);
        let variance = treated.variance_at(share + difference) + control.variance_at(share);
        is_near(seen - difference, variance, treated, control)
    };
    Interval::between(boundary(seen, -1.0, holds), boundary(seen, 1.0, holds))
}

/// The lower end of the score interval of `treated / control`; none where nobody succeeded at all.
pub(crate) fn score_ratio_low(treated: Proportion, control: Proportion) -> Option<f64> {
    score_ratio_end(treated, control, 0.0)
}

/// The upper end of the score interval of `treated / control`; none where nobody in the control succeeded, so that it has none.
pub(crate) fn score_ratio_high(treated: Proportion, control: Proportion) -> Option<f64> {
    score_ratio_end(treated, control, 1.0)
}

/// Ratios are asked as `ratio / (1 + ratio)`, which runs from 0 to 1, `outside` being one of them.
fn score_ratio_end(treated: Proportion, control: Proportion, outside: f64) -> Option<f64> {
    let seen = divide(treated.share(), treated.share() + control.share())?;
    let holds = |part: f64| {
        let ratio = part / (1.0 - part);
        let share = control_share_of_ratio(treated, control, ratio);
        let variance = treated.variance_at(ratio * share) + ratio * ratio * control.variance_at(share);
        is_near(treated.share() - ratio * control.share(), variance, treated, control)
    };
    let part = boundary(seen, outside, holds);
    divide(part, 1.0 - part)
}

/// At most 1.96 standard errors, with the factor N/(N − 1) of Miettinen and Nurminen.
fn is_near(distance: f64, variance: f64, treated: Proportion, control: Proportion) -> bool {
    let units = treated.units() + control.units();
    distance * distance <= NORMAL_975 * NORMAL_975 * variance * units / (units - 1.0)
}

/// The control's share that fits both arms best where the treated have `difference` more.
///
/// The likelihood is concave in it; the cubic that it solves loses its digits where shares are small.
fn control_share(treated: Proportion, control: Proportion, difference: f64) -> f64 {
    let (low, high) = ((-difference).max(0.0), (1.0 - difference).min(1.0));
    boundary(low, high, |share| treated.slope_at(share + difference) + control.slope_at(share) > 0.0)
}

/// The control's share that fits both arms best where the treated have `ratio` times as much: the smaller root of a
/// quadratic, in the form that does not cancel.
fn control_share_of_ratio(treated: Proportion, control: Proportion, ratio: f64) -> f64 {
    let units = treated.units() + control.units();
    let successes = treated.successes() + control.successes();
    let middle = treated.units() * ratio + treated.successes() + control.units() + control.successes() * ratio;
    let root = (middle * middle - 4.0 * units * ratio * successes).max(0.0).sqrt();
    2.0 * successes / (middle + root)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Newcombe 1998, table II, method 6 (Miettinen and Nurminen), as published with four digits.
    const NEWCOMBE: [([f64; 4], f64, f64); 8] = [
        ([56.0, 70.0, 48.0, 80.0], 0.0528, 0.3382),
        ([9.0, 10.0, 3.0, 10.0], 0.1700, 0.8406),
        ([6.0, 7.0, 2.0, 7.0], 0.0342, 0.8534),
        ([5.0, 56.0, 0.0, 29.0], -0.0326, 0.1933),
        ([0.0, 10.0, 0.0, 20.0], -0.1658, 0.2844),
        ([0.0, 10.0, 0.0, 10.0], -0.2879, 0.2879),
        ([10.0, 10.0, 0.0, 20.0], 0.7156, 1.0),
        ([10.0, 10.0, 0.0, 10.0], 0.6636, 1.0),
    ];

    fn arms([x, n, control_x, control_n]: [f64; 4]) -> (Proportion, Proportion) {
        (Proportion::new(x, n).unwrap(), Proportion::new(control_x, control_n).unwrap())
    }

    fn near(actual: f64, expected: f64, tolerance: f64, claim: &str) {
        assert!((actual - expected).abs() <= tolerance, "{claim}: {actual} is not {expected}");
    }

    #[test]
    fn differences_are_those_of_newcombes_table() {
        for (counts, lo, hi) in NEWCOMBE {
            let (treated, control) = arms(counts);
            let interval = score_difference_interval(treated, control).unwrap();
            near(interval.lo, lo, 5.1e-5, &format!("{counts:?} lo"));
            near(interval.hi, hi, 5.1e-5, &format!("{counts:?} hi"));
        }
    }

    // diffscoreci(7, 34, 1, 34, 0.95) of R's package PropCIs.
    #[test]
    fn a_difference_is_that_of_r() {
        let (treated, control) = arms([7.0, 34.0, 1.0, 34.0]);
        let interval = score_difference_interval(treated, control).unwrap();
        near(interval.lo, 0.0270416, 1e-7, "lo");
        near(interval.hi, 0.3452912, 1e-7, "hi");
    }

    #[test]
    fn swapping_the_arms_mirrors_a_difference_and_inverts_a_ratio() {
        for (counts, ..) in NEWCOMBE {
            let (treated, control) = arms(counts);
            let (one, other) = (score_difference_interval(treated, control), score_difference_interval(control, treated));
            near(one.unwrap().lo, -other.unwrap().hi, 1e-12, &format!("{counts:?} difference"));
            if let (Some(low), Some(high)) = (score_ratio_low(treated, control), score_ratio_high(control, treated)) {
                near(low * high, 1.0, 1e-9, &format!("{counts:?} ratio"));
            }
        }
    }

    #[test]
    fn a_ratio_over_an_empty_control_has_a_lower_end_alone() {
        let (treated, control) = arms([10.0, 100.0, 0.0, 100.0]);
        assert!(score_ratio_low(treated, control).unwrap() > 1.0);
        assert_eq!(score_ratio_high(treated, control), None);
        assert_eq!(score_ratio_low(control, treated), Some(0.0));
        assert!(score_ratio_high(control, treated).unwrap() < 1.0);
        assert_eq!((score_ratio_low(control, control), score_ratio_high(control, control)), (None, None));
    }
}
