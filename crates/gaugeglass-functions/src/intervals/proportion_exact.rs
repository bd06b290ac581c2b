//! `proportion_exact_lo(successes, n)`, `proportion_exact_hi(successes, n)`: the exact interval of a share.

use statrs::distribution::{Beta, Continuous, ContinuousCDF};

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{Interval, Proportion};

/// What each end leaves outside.
const TAIL: f64 = 0.025;

/// The beta function loses digits as n grows: nine are left at a million, six at a billion.
const UNITS_MAX: f64 = 1e9;

/// From Wilson's bound, five of Newton's steps bring every digit there is.
const STEPS: usize = 8;

pub(crate) fn functions() -> [NumberFunction; 2] {
    [
        NumberFunction::new(
            Formula::Two(|successes, n| Some(interval(successes, n)?.lo)),
            FunctionDoc {
                name: "proportion_exact_lo",
                signature: "proportion_exact_lo(successes bigint|double, n bigint|double) -> double",
                doc: "Lower end of the exact 95 % interval of successes/n, which covers the truth at least as \
                      often as it says, for any n: the share with P(at least successes of n) = 2.5 %, a \
                      quantile of the beta distribution; 0 where nobody succeeded. It is wider than \
                      proportion_lo's; use it where a claim must be safe with few units. NULL unless \
                      0 ≤ successes ≤ n and 0 < n ≤ 1e9.",
                formula_source: "Clopper and Pearson 1934",
                units: "ratio",
            },
        ),
        NumberFunction::new(
            Formula::Two(|successes, n| Some(interval(successes, n)?.hi)),
            FunctionDoc {
                name: "proportion_exact_hi",
                signature: "proportion_exact_hi(successes bigint|double, n bigint|double) -> double",
                doc: "Upper end of the exact 95 % interval of successes/n, 1 where everybody succeeded; see \
                      proportion_exact_lo.",
                formula_source: "Clopper and Pearson 1934",
                units: "ratio",
            },
        ),
    ]
}

fn interval(successes: f64, n: f64) -> Option<Interval> {
    Proportion::new(successes, n).filter(|_| n <= UNITS_MAX)?;
    Interval::between(lower(successes, n)?, 1.0 - lower(n - successes, n)?)
}

/// The share at which `successes` or more of `n` have a probability of 2.5 %.
///
/// The logarithm of that probability is concave in the logarithm of the share, so Newton's steps taken there
/// cannot run off. The library's own inverse can, and then does not return, where the share is small.
fn lower(successes: f64, n: f64) -> Option<f64> {
    if successes == 0.0 {
        return Some(0.0);
    }
    let beta = Beta::new(successes, n - successes + 1.0).ok()?;
    let closer = |share: f64| {
        let tail = beta.cdf(share);
        share * ((TAIL / tail).ln() * tail / (share * beta.pdf(share))).exp()
    };
    let start = Proportion::new(successes, n)?.wilson().lo;
    let share = (0..STEPS).fold(start, |share, _| closer(share));
    share.is_finite().then_some(share)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// `proportion_confint(x, n, method="beta")` of statsmodels 0.15.0.
    const STATSMODELS: [(f64, f64, f64, f64); 15] = [
        (2262.0, 21306.0, 0.10206135795688318, 0.11038099174170185),
        (3894.0, 21307.0, 0.1775877263023861, 0.18801265234841616),
        (122.0, 21306.0, 0.004757369555038026, 0.006833153942158461),
        (267.0, 21307.0, 0.011080791561834015, 0.014116555560963029),
        (14.0, 28.0, 0.306470961532318, 0.693529038467682),
        (16.0, 30.0, 0.3432552381607341, 0.716581920816463),
        (5.0, 100.0, 0.016431879182052155, 0.11283491110546276),
        (0.0, 100.0, 0.0, 0.03621669264517642),
        (1.0, 10.0, 0.0025285785444617848, 0.4450161170281953),
        (10.0, 10.0, 0.6915028921812392, 1.0),
        (1.0, 1.0, 0.025, 1.0),
        (0.0, 1000.0, 0.0, 0.003682083896865672),
        (1.0, 1e6, 2.5317807663794178e-8, 5.571630655166941e-6),
        (500000.0, 1e6, 0.49901951919531184, 0.5009804808046882),
        (999999.0, 1e6, 0.9999944283693448, 0.9999999746821924),
    ];

    #[test]
    fn exact_intervals_agree_with_statsmodels_to_nine_digits() {
        for (successes, n, lo, hi) in STATSMODELS {
            let interval = interval(successes, n).unwrap();
            let near = |a: f64, b: f64| a == b || (a / b - 1.0).abs() < 1e-9;
            assert!(near(interval.lo, lo) && near(interval.hi, hi), "{successes} of {n}: {interval:?} is not [{lo}, {hi}]");
        }
    }

    // One of a billion: the quantile of its Poisson limit, −ln 0.975 / n; scipy 1.17.1 has 2.5317807985e-11.
    #[test]
    fn a_rare_success_among_very_many_has_a_bound() {
        let lo = interval(1.0, 1e9).unwrap().lo;
        assert!((lo / 2.531_780_798_5e-11 - 1.0).abs() < 1e-5, "{lo:e}");
    }

    #[test]
    fn counts_that_cannot_be_or_are_too_many_have_no_interval() {
        for (successes, n) in [(0.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (1.0, 2e9)] {
            assert_eq!(interval(successes, n), None, "{successes} of {n}");
        }
    }
}
