//! `stitched_bound_one_sided(variance, variance_min, scale)`: how far up a sum may stray at any time, growing no faster
//! than the law of the iterated logarithm lets it.

use std::f64::consts::{LN_2, SQRT_2};

use super::mixture::ALPHA;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

/// How the error is spread over the epochs, each of which ends at twice the variance of the one before: by k⁻ˢ.
const SPREAD: f64 = 1.4;
/// Riemann's ζ(1.4).
const ZETA_OF_SPREAD: f64 = 3.105_547_277_977_580_6;
/// ((2^¼ + 2^−¼)/√2)².
const WIDTH: f64 = 2.060_660_171_779_821_4;

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(bound),
        FunctionDoc {
            name: "stitched_bound_one_sided",
            signature: "stitched_bound_one_sided(variance double, variance_min double, scale double) -> double",
            doc: "What a sum whose variance so far is v = variance exceeds at any time in at most 5 % of runs where its \
                  mean is 0 or less; downwards there is no bound. √(k²vl + (mcl)²) + mcl with l = 1.4·ln \
                  ln(2v/variance_min) + ln(ζ(1.4)/ln(2)^1.4) − ln α, k² = (2^¼ + 2^−¼)²/2 and m = (√2 + 1)/2. c = scale is \
                  0 for sums as light in the tail as normal ones, above 0 for heavier (sub-gamma) ones. Where \
                  confidence_sequence_bound_one_sided is narrowest at one variance, this grows as √(v ln ln v) for ever. A \
                  variance below variance_min counts as that. NULL unless variance is at least 0 and variance_min above 0.",
            formula_source: "Howard, Ramdas, McAuliffe and Sekhon 2021 (theorem 1, η = 2, s = 1.4), as confseq's poly_stitching_bound",
            units: "unit of the sum",
        },
    )
}

fn bound(variance: f64, variance_min: f64, scale: f64) -> Option<f64> {
    (variance >= 0.0 && variance_min > 0.0).then(|| {
        let variance = variance.max(variance_min);
        let epochs = (2.0 * variance / variance_min).ln();
        let surprise = SPREAD * epochs.ln() + (ZETA_OF_SPREAD / LN_2.powf(SPREAD)).ln() - ALPHA.ln();
        let tail = (SQRT_2 + 1.0) / 2.0 * scale * surprise;
        (WIDTH * variance * surprise + tail * tail).sqrt() + tail
    })
}
