//! `proportion_agresti_coull_lo(successes, n)`, `proportion_agresti_coull_hi(successes, n)`: the interval of a share
//! after about two successes and two failures more.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{Interval, NORMAL_975, Proportion};

const SOURCE: &str = "Agresti and Coull 1998, as statsmodels' proportion_confint";

pub(crate) fn functions() -> [NumberFunction; 2] {
    [
        NumberFunction::new(
            Formula::Two(|successes, n| Some(interval(successes, n)?.lo)),
            FunctionDoc {
                name: "proportion_agresti_coull_lo",
                signature: "proportion_agresti_coull_lo(successes bigint|double, n bigint|double) -> double",
                doc: "Lower end of Agresti and Coull's 95 % interval of successes/n: p − z·√(p(1 − p)/m) with p = \
                      (successes + z²/2)/m, m = n + z² and z = 1.96, at least 0. Its middle is that of proportion_lo, and \
                      it is a little wider. NULL unless 0 ≤ successes ≤ n and n > 0.",
                formula_source: SOURCE,
                units: "ratio",
            },
        ),
        NumberFunction::new(
            Formula::Two(|successes, n| Some(interval(successes, n)?.hi)),
            FunctionDoc {
                name: "proportion_agresti_coull_hi",
                signature: "proportion_agresti_coull_hi(successes bigint|double, n bigint|double) -> double",
                doc: "Upper end of Agresti and Coull's 95 % interval of successes/n, at most 1; see \
                      proportion_agresti_coull_lo.",
                formula_source: SOURCE,
                units: "ratio",
            },
        ),
    ]
}

/// Wald's interval of a share with half of z² successes and as many failures added.
fn interval(successes: f64, n: f64) -> Option<Interval> {
    let seen = Proportion::new(successes, n)?;
    let added = NORMAL_975 * NORMAL_975;
    Some(Proportion::new(seen.successes() + added / 2.0, seen.units() + added)?.wald())
}
