//! `sequential_lo(…)`, `sequential_hi(…)`: an interval that may be read at any time.

use super::mixture;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn functions() -> [NumberFunction; 2] {
    [
        NumberFunction::new(
            Formula::Four(|estimate, error, n, planned| Some(estimate - half_width(error, n, planned)?)),
            FunctionDoc {
                name: "sequential_lo",
                signature: "sequential_lo(estimate double, standard_error double, n double, planned_n double) -> double",
                doc: "Lower end of the asymptotic 95 % confidence sequence of a difference: looked at as often as \
                      one likes, it leaves the truth out at any time in at most 5 % of experiments. estimate − \
                      s·√(2(nρ² + 1)/(nρ)²·ln(√(nρ² + 1)/α)) with s² = standard_error²·n, \
                      ρ² = (a + ln(1 + a))/planned_n, a = −2 ln α, α = .05. n counts the units of both arms; \
                      planned_n is the n at which a narrow interval matters most, fixed beforehand (5000 where \
                      nothing is known). NULL unless standard_error, n and planned_n are above 0.",
                formula_source: "Waudby-Smith et al. 2021 (arXiv 2103.06476v7), as in GrowthBook's gbstats",
                units: "unit of estimate",
            },
        ),
        NumberFunction::new(
            Formula::Four(|estimate, error, n, planned| Some(estimate + half_width(error, n, planned)?)),
            FunctionDoc {
                name: "sequential_hi",
                signature: "sequential_hi(estimate double, standard_error double, n double, planned_n double) -> double",
                doc: "Upper end of the asymptotic 95 % confidence sequence of a difference; see sequential_lo.",
                formula_source: "Waudby-Smith et al. 2021 (arXiv 2103.06476v7), as in GrowthBook's gbstats",
                units: "unit of estimate",
            },
        ),
    ]
}

/// The boundary of a sum over `n` units of variance 1, scaled to the mean of units with this standard error.
fn half_width(standard_error: f64, n: f64, planned_n: f64) -> Option<f64> {
    let bound = mixture::bound(n, planned_n).filter(|_| standard_error > 0.0)?;
    Some(standard_error / n.sqrt() * bound)
}
