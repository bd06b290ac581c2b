//! `proportion_wald_lo(successes, n)`, `proportion_wald_hi(successes, n)`: the interval of a share by the normal
//! distribution.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::Proportion;

const SOURCE: &str = "Laplace 1812, as statsmodels' proportion_confint(method = normal)";

pub(crate) fn functions() -> [NumberFunction; 2] {
    [
        NumberFunction::new(
            Formula::Two(|successes, n| Some(Proportion::new(successes, n)?.wald().lo)),
            FunctionDoc {
                name: "proportion_wald_lo",
                signature: "proportion_wald_lo(successes bigint|double, n bigint|double) -> double",
                doc: "Lower end of Wald's 95 % interval of p = successes/n, to compare with tools that know no other: p − \
                      1.96·√(p(1 − p)/n), at least 0. It covers the truth less often than it says, and says 0 to 0 where \
                      nobody succeeded: proportion_lo does not. NULL unless 0 ≤ successes ≤ n and n > 0.",
                formula_source: SOURCE,
                units: "ratio",
            },
        ),
        NumberFunction::new(
            Formula::Two(|successes, n| Some(Proportion::new(successes, n)?.wald().hi)),
            FunctionDoc {
                name: "proportion_wald_hi",
                signature: "proportion_wald_hi(successes bigint|double, n bigint|double) -> double",
                doc: "Upper end of Wald's 95 % interval of successes/n, at most 1; see proportion_wald_lo.",
                formula_source: SOURCE,
                units: "ratio",
            },
        ),
    ]
}
