//! The two-sided beta-binomial mixture at α = .05: how much the successes so far speak against a share.
//!
//! Under the share p, successes among the units so far have as likelihood ratio a martingale: that of a share drawn from
//! the beta distribution with mean p and weight w over that of p itself. It passes 1/α at any time in at most 5 % of
//! runs.

use statrs::function::beta::checked_ln_beta;
use statrs::function::gamma::digamma;

use super::mixture::{ALPHA, mixing};
use crate::statistics::boundary;

/// The smallest weight: a mixture that is wanted narrowest before it can be.
const WEIGHT_MIN: f64 = 1e-3;

/// A share, and the weight of the distribution around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixture {
    share: f64,
    weight: f64,
}

impl Mixture {
    /// The mixture around `share` that is narrowest after `planned` units. None unless 0 < share < 1 and planned > 0.
    pub(super) fn new(share: f64, planned: f64) -> Option<Self> {
        let weight = (mixing(planned, ALPHA)? - 1.0).max(WEIGHT_MIN);
        (share > 0.0 && share < 1.0).then_some(Self { share, weight })
    }

    /// The logarithm of the likelihood ratio after `successes` of `n` units; none where it is no number.
    pub(super) fn log_ratio(self, successes: f64, n: f64) -> Option<f64> {
        let (yes, no) = self.prior();
        let drawn = checked_ln_beta(successes + yes, n - successes + no).ok()? - checked_ln_beta(yes, no).ok()?;
        let fixed = successes * self.share.ln() + (n - successes) * (-self.share).ln_1p();
        Some(drawn - fixed).filter(|ratio| !ratio.is_nan())
    }

    /// The successes, whole or not, of `n` units that speak least against the share.
    pub(super) fn least_surprising(self, n: f64) -> f64 {
        let (yes, no) = self.prior();
        let odds = self.share.ln() - (-self.share).ln_1p();
        boundary(0.0, n, |successes| digamma(successes + yes) - digamma(n - successes + no) < odds)
    }

    fn prior(self) -> (f64, f64) {
        (self.share * self.weight, (1.0 - self.share) * self.weight)
    }
}
