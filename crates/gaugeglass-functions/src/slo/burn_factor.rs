//! `burn_factor(budget_share, period_s, window_s)`: the burn rate that spends a share of the budget within a window.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(burn_factor),
        FunctionDoc {
            name: "burn_factor",
            signature: "burn_factor(budget_share double, period_s double, window_s double) -> double",
            doc: "The burn rate at which budget_share of the error budget of a period is spent within a window: budget_share × \
                  period_s / window_s. 2 % of 30 days in 1 h is 14.4. NULL unless all three are above 0.",
            formula_source: "Google SRE Workbook, chapter 5",
            units: "times the pace that the objective allows",
        },
    )
}

fn burn_factor(budget_share: f64, period_s: f64, window_s: f64) -> Option<f64> {
    let is_meant = budget_share > 0.0 && period_s > 0.0 && window_s > 0.0;
    is_meant.then(|| budget_share * period_s / window_s)
}
