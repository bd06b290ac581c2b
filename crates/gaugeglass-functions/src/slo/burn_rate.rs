//! `burn_rate(bad, valid, objective)`: how many times faster than allowed an error budget is spent.

use super::decimal::Decimal;
use super::rule::Counts;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(burn_rate),
        FunctionDoc {
            name: "burn_rate",
            signature: "burn_rate(bad bigint, valid bigint, objective double) -> double",
            doc: "Burn rate of a window: (bad / valid) / (1 − objective). At 1 the error budget of a period lasts as long as \
                  the period, at 14.4 a budget of 30 days lasts 50 hours. NULL where the window has no valid \
                  events, which is no data and not a rate of 0, and where the objective is not between 0 and 1.",
            formula_source: "Google SRE Workbook, chapter 5",
            units: "times the pace that the objective allows",
        },
    )
}

fn burn_rate(bad: f64, valid: f64, objective: f64) -> Option<f64> {
    Counts::of(bad, valid)?.burn(Decimal::shortest(objective)?.complement()?.nearest())
}
