//! `confidence_sequence_bound_one_sided(variance, planned_variance)`: how far up a sum may stray at any time.

use std::f64::consts::{LN_2, SQRT_2};

use statrs::function::erf::erfc;

use super::mixture::{ALPHA, mixing};
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::boundary;

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Two(bound),
        FunctionDoc {
            name: "confidence_sequence_bound_one_sided",
            signature: "confidence_sequence_bound_one_sided(variance double, planned_variance double) -> double",
            doc: "What a sum whose variance so far is variance exceeds at any time in at most 5 % of runs where its mean \
                  is 0 or less; downwards there is no bound. s = z·√(v + r) with z²/2 + ln Φ(z) = −ln α − ½ ln(4r/(v + r)) \
                  and r = planned_variance/(a + ln(1 + a)), a = −2 ln 2α, found by bisection to the last digits of a \
                  double. Narrower than confidence_sequence_bound: only for a question that was one-sided beforehand. NULL \
                  unless variance is at least 0 and planned_variance above 0.",
            formula_source: "Robbins 1970; Howard et al. 2021 (one-sided normal mixture), as confseq's normal_mixture_bound",
            units: "unit of the sum",
        },
    )
}

fn bound(variance: f64, planned: f64) -> Option<f64> {
    let mixing = mixing(planned, 2.0 * ALPHA).filter(|_| variance >= 0.0)?;
    let total = variance + mixing;
    let limit = -ALPHA.ln() - (4.0 * mixing / total).ln() / 2.0;
    // Φ is at least one half from 0 on, so that z cannot lie further out.
    let furthest = (2.0 * (limit + LN_2)).sqrt();
    let z = boundary(0.0, furthest, |z| z * z / 2.0 + (erfc(-z / SQRT_2) / 2.0).ln() < limit);
    Some(z * total.sqrt())
}
