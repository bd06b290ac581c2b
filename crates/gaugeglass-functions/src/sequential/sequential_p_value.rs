//! `sequential_p_value(…)`: a test that may be read at any time.

use super::mixture;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Four(p_value),
        FunctionDoc {
            name: "sequential_p_value",
            signature: "sequential_p_value(estimate double, standard_error double, n double, planned_n double) -> double",
            doc: "Two-sided p-value of no difference that may be looked at as often as one likes: below .05 \
                  exactly where the interval of sequential_lo leaves 0 out. min(1, √(nρ² + 1)·exp(−ρ²nT/(2(nρ² + 1)))) \
                  with T = (estimate/standard_error)² and ρ as in sequential_lo. NULL unless standard_error, n \
                  and planned_n are above 0.",
            formula_source: "Waudby-Smith et al. 2021 (arXiv 2103.06476v7, eq. 155), as in GrowthBook's gbstats",
            units: "probability",
        },
    )
}

fn p_value(estimate: f64, standard_error: f64, n: f64, planned_n: f64) -> Option<f64> {
    (standard_error > 0.0).then(|| mixture::p_value(estimate / standard_error, n, planned_n)).flatten()
}
