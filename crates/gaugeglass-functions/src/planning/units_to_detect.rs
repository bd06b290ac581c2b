//! `units_to_detect(standard_error, n, difference, power)`: how many units a running comparison needs in the end.

use super::normal::quantile_of_power;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{NORMAL_975, divide};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Four(units),
        FunctionDoc {
            name: "units_to_detect",
            signature: "units_to_detect(standard_error double, n double, difference double, power double) -> double",
            doc: "Units in all arms together, shared between them as the n seen so far are, that a two-sided test \
                  at .05 needs to find this difference with this power, where n units gave an estimate of this \
                  standard error: ⌈n·((z.975 + z_power)·standard_error/difference)²⌉. NULL unless \
                  standard_error > 0, n > 0, difference ≠ 0 and .05 < power < 1.",
            formula_source: "normal approximation; Cohen 1988",
            units: "units",
        },
    )
}

fn units(standard_error: f64, n: f64, difference: f64, power: f64) -> Option<f64> {
    let quantile = quantile_of_power(power).filter(|_| standard_error > 0.0 && n > 0.0)?;
    let root = divide((NORMAL_975 + quantile) * standard_error, difference)?;
    Some((n * root * root).ceil())
}
