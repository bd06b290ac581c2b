//! The normal distribution, as planning needs it.

use std::f64::consts::SQRT_2;

use statrs::function::erf::{erfc, erfc_inv};

/// The normal quantile of a power; none unless .05 < power < 1. A power of 5 % is had without any effect.
pub(super) fn quantile_of_power(power: f64) -> Option<f64> {
    (power > 0.05 && power < 1.0).then(|| -SQRT_2 * erfc_inv(2.0 * power))
}

/// The share of the normal distribution that lies above `z`.
pub(super) fn upper_tail(z: f64) -> f64 {
    erfc(z / SQRT_2) / 2.0
}
