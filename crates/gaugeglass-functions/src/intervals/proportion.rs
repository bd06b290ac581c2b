//! `proportion_lo(successes, n)`, `proportion_hi(successes, n)`: Wilson's interval, row by row.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::Proportion;

pub(crate) fn functions() -> [NumberFunction; 2] {
    [
        NumberFunction::new(
            Formula::Two(|successes, n| Some(Proportion::new(successes, n)?.wilson().lo)),
            FunctionDoc {
                name: "proportion_lo",
                signature: "proportion_lo(successes bigint|double, n bigint|double) -> double",
                doc: "Lower end of Wilson's 95 % interval of successes/n, without continuity correction; 0 where \
                      nobody succeeded. NULL unless 0 ≤ successes ≤ n and n > 0.",
                formula_source: "Wilson 1927",
                units: "ratio",
            },
        ),
        NumberFunction::new(
            Formula::Two(|successes, n| Some(Proportion::new(successes, n)?.wilson().hi)),
            FunctionDoc {
                name: "proportion_hi",
                signature: "proportion_hi(successes bigint|double, n bigint|double) -> double",
                doc: "Upper end of Wilson's 95 % interval of successes/n; see proportion_lo.",
                formula_source: "Wilson 1927",
                units: "ratio",
            },
        ),
    ]
}
