//! Tails and quantiles of the normal, Student and chi-square distributions.
//!
//! Tails are computed as tails: one minus a cumulative share is 0 long before the truth is.

use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};
use statrs::function::erf::erfc;
use statrs::function::gamma::checked_gamma_ur;

/// The 97.5 % quantile of the normal distribution.
pub(crate) const NORMAL_975: f64 = 1.959_963_984_540_054;
/// The 95 % quantile of the normal distribution.
pub(crate) const NORMAL_95: f64 = 1.644_853_626_951_472_6;

/// Above this many degrees of freedom the beta function loses digits and a series has them all.
const SERIES_FREEDOM: f64 = 1_000.0;
const TAIL_SERIES_FREEDOM: f64 = 100_000.0;

/// The 97.5 % quantile of Student's t.
pub(crate) fn student_975(freedom: f64) -> Option<f64> {
    student_quantile(0.025, NORMAL_975, freedom)
}

/// The 95 % quantile of Student's t.
pub(crate) fn student_95(freedom: f64) -> Option<f64> {
    student_quantile(0.05, NORMAL_95, freedom)
}

/// The quantile of Student's t with `tail` above it; `z` is the normal distribution's.
fn student_quantile(tail: f64, z: f64, freedom: f64) -> Option<f64> {
    if freedom >= SERIES_FREEDOM {
        return Some(student_quantile_series(z, freedom));
    }
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    let first = student.inverse_cdf(1.0 - tail);
    // The library's inverse stops at about ten digits; Newton's step adds the rest.
    let polish = |t: f64| t + (student.sf(t) - tail) / student.pdf(t);
    let quantile = polish(polish(first));
    quantile.is_finite().then_some(quantile)
}

/// Cornish–Fisher expansion about the normal quantile.
fn student_quantile_series(z: f64, freedom: f64) -> f64 {
    let s = z * z;
    let first = z * (s + 1.0) / 4.0;
    let second = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    z + (first + (second + third / freedom) / freedom) / freedom
}

/// The share of Student's t that lies at least as far from 0 as `t`, on both sides.
pub(crate) fn student_two_sided(t: f64, freedom: f64) -> Option<f64> {
    if !t.is_finite() {
        return None;
    }
    if freedom >= TAIL_SERIES_FREEDOM {
        return Some(student_two_sided_series(t, freedom));
    }
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some((2.0 * student.sf(t.abs())).min(1.0))
}

/// The share of Student's t that lies at or above `t`.
pub(crate) fn student_above(t: f64, freedom: f64) -> Option<f64> {
    let half = student_two_sided(t, freedom)? / 2.0;
    Some(if t > 0.0 { half } else { 1.0 - half })
}

/// Hill's normalising transformation of t (1970), exact to a double at these degrees of freedom.
fn student_two_sided_series(t: f64, freedom: f64) -> f64 {
    let a = freedom - 0.5;
    let y = a * (t * t / freedom).ln_1p();
    let z = y.sqrt() * (1.0 + (y + 3.0) / (48.0 * a * a));
    erfc(z / std::f64::consts::SQRT_2)
}

/// The share of chi-square that lies at or above `x`.
pub(crate) fn chi_square_tail(x: f64, freedom: f64) -> Option<f64> {
    if x <= 0.0 {
        return Some(1.0);
    }
    checked_gamma_ur(freedom / 2.0, x / 2.0).ok().filter(|tail| tail.is_finite())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const QUANTILES: [(f64, f64); 8] = [
        (1.0, 12.706204736174705),
        (2.5, 3.574654842003683),
        (7.0, 2.3646242515927853),
        (30.0, 2.042272456301238),
        (999.0, 1.96234146113345),
        (1000.0, 1.9623390808264085),
        (42000.3, 1.9600204683850175),
        (2000000.0, 1.959965170676375),
    ];
    const QUANTILES_95: [(f64, f64); 8] = [
        (1.0, 6.313751514675043),
        (2.5, 2.5582186141359364),
        (7.0, 1.8945786050900073),
        (30.0, 1.6972608865939578),
        (999.0, 1.6463803454275356),
        (1000.0, 1.6463788172854648),
        (42000.3, 1.644889907715235),
        (2000000.0, 1.6448543888364016),
    ];
    const TAILS_ABOVE: [(f64, f64, f64); 6] = [
        (0.01, 2.5, 0.49638199717895415),
        (-0.7, 42000.3, 0.7580344092230191),
        (5.3, 30.0, 4.99226004678773e-6),
        (-1.96, 7.0, 0.9545901523159094),
        (22.6, 150000.5, 3.3494083655302417e-113),
        (0.0, 9.0, 0.5),
    ];
    const TAILS: [(f64, f64, f64); 10] = [
        (0.01, 2.5, 0.9927639943579083),
        (1.96, 7.0, 0.09081969536818121),
        (5.3, 30.0, 9.98452009357546e-6),
        (22.6, 997.0, 1.2235528420796235e-91),
        (0.7, 42000.3, 0.48393118155396175),
        (22.6, 42000.3, 2.0344473598392157e-112),
        (1.96, 100000.0, 0.04999856319430164),
        (22.6, 150000.5, 6.698816731060483e-113),
        (0.3, 2000000.0, 0.7641771868005466),
        (5.3, 2000000.0, 1.1581490505949683e-7),
    ];
    const CHI_SQUARES: [(f64, f64, f64); 6] = [
        (0.20253125, 2.0, 0.9036929575604196),
        (5.444444444444445, 1.0, 0.01963065725729068),
        (100.0, 1.0, 1.523970604832105e-23),
        (7.28, 3.0, 0.06348896859634576),
        (505.6220320821824, 1.0, 5.685165482802479e-112),
        (0.001, 4.0, 0.9999998750416589),
    ];

    fn close(actual: f64, expected: f64) {
        let error = (actual / expected - 1.0).abs();
        assert!(error < 1e-10, "{actual:e} is not {expected:e} (relative error {error:e})");
    }

    // Expected values: the regularised incomplete beta and gamma functions at 40 digits (mpmath).
    #[test]
    fn student_quantiles_have_ten_digits_on_both_sides_of_the_series() {
        for (freedom, expected) in QUANTILES {
            close(student_975(freedom).unwrap(), expected);
        }
        for (freedom, expected) in QUANTILES_95 {
            close(student_95(freedom).unwrap(), expected);
        }
    }

    #[test]
    fn student_tails_are_not_lost_where_they_are_tiny() {
        for (t, freedom, expected) in TAILS {
            close(student_two_sided(t, freedom).unwrap(), expected);
            close(student_two_sided(-t, freedom).unwrap(), expected);
        }
    }

    #[test]
    fn one_sided_tails_keep_the_side_and_their_digits() {
        for (t, freedom, expected) in TAILS_ABOVE {
            close(student_above(t, freedom).unwrap(), expected);
        }
    }

    #[test]
    fn chi_square_tails_are_not_lost_where_they_are_tiny() {
        for (x, freedom, expected) in CHI_SQUARES {
            close(chi_square_tail(x, freedom).unwrap(), expected);
        }
    }

    #[test]
    fn a_distribution_without_freedom_has_no_answer() {
        assert_eq!(student_975(0.0), None);
        assert_eq!(student_975(f64::NAN), None);
        assert_eq!(student_95(0.0), None);
        assert_eq!(student_above(f64::INFINITY, 5.0), None);
        assert_eq!(student_two_sided(2.0, 0.0), None);
        assert_eq!(student_two_sided(f64::NAN, 5.0), None);
        assert_eq!(chi_square_tail(2.0, 0.0), None);
    }
}
