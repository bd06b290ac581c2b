//! `budget_remaining(bad, valid, objective)`: the part of an error budget that is left.

use super::decimal::Decimal;
use super::rule::Counts;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(budget_remaining),
        FunctionDoc {
            name: "budget_remaining",
            signature: "budget_remaining(bad bigint, valid bigint, objective double) -> double",
            doc: "The part of the error budget that is left: 1 − bad / (valid × (1 − objective)). 1 is untouched, 0 is spent, \
                  below 0 the promise is broken. NULL where nothing valid happened, and where the objective is not between 0 \
                  and 1.",
            formula_source: "Google SRE Workbook, chapter 5",
            units: "share of the budget",
        },
    )
}

fn budget_remaining(bad: f64, valid: f64, objective: f64) -> Option<f64> {
    let spent = Counts::of(bad, valid)?.burn(Decimal::shortest(objective)?.complement()?.nearest())?;
    Some(1.0 - spent)
}
