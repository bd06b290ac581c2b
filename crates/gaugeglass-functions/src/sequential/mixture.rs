//! The two-sided normal mixture of Robbins (1970) at α = .05: its boundary and its p-value.
//!
//! Waudby-Smith et al. (2021) and GrowthBook write it with ρ² = 1/r, where r is the mixing parameter here.

pub(super) const ALPHA: f64 = 0.05;

/// The parameter that makes the two-sided boundary at `alpha` all but narrowest at `planned`: `planned` / (a + ln(1 + a))
/// with a = −2 ln α. The exact minimum needs Lambert's function and is narrower by less than 1 in 10,000.
pub(super) fn mixing(planned: f64, alpha: f64) -> Option<f64> {
    let surprise = -2.0 * alpha.ln();
    (planned > 0.0).then(|| planned / (surprise + surprise.ln_1p()))
}

/// How far a sum with mean 0 and this variance strays, at any time, in 5 % of runs.
pub(super) fn bound(variance: f64, planned: f64) -> Option<f64> {
    let mixing = mixing(planned, ALPHA).filter(|_| variance >= 0.0)?;
    let total = variance + mixing;
    Some((total * (total / (mixing * ALPHA * ALPHA)).ln()).sqrt())
}

/// The inverse of the mixture's likelihood ratio for a mean of `n` units that lies `z` standard errors from 0.
pub(super) fn p_value(z: f64, n: f64, planned: f64) -> Option<f64> {
    let mixing = mixing(planned, ALPHA).filter(|_| n > 0.0)?;
    let total = n + mixing;
    Some(((total / mixing).sqrt() * (-z * z * n / (2.0 * total)).exp()).min(1.0))
}
