//! `confidence_sequence_bound(variance, planned_variance)`: how far a sum may stray at any time.

use super::mixture;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Two(mixture::bound),
        FunctionDoc {
            name: "confidence_sequence_bound",
            signature: "confidence_sequence_bound(variance double, planned_variance double) -> double",
            doc: "Half width, at α = .05, of the confidence sequence of a sum whose variance so far is variance: \
                  √((v + r)·ln((v + r)/(r·α²))) with r = planned_variance/(a + ln(1 + a)) and a = −2 ln α. The sum \
                  strays further from its expectation at any time in at most 5 % of runs; divide by n for a \
                  mean. planned_variance is where the bound is wanted narrowest, to be fixed beforehand. NULL \
                  unless variance is at least 0 and planned_variance above 0.",
            formula_source: "Robbins 1970; Howard et al. 2021 (two-sided normal mixture)",
            units: "unit of the sum",
        },
    )
}
