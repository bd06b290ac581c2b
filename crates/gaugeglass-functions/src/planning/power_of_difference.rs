//! `power_of_difference(effect, standard_error)`: how often a test finds an effect of this size.

use super::normal::upper_tail;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::NORMAL_975;

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Two(power),
        FunctionDoc {
            name: "power_of_difference",
            signature: "power_of_difference(effect double, standard_error double) -> double",
            doc: "Probability that a two-sided test at .05 rejects no difference where the true difference is \
                  effect: Φ(−z.975 + d) + Φ(−z.975 − d) with d = effect/standard_error; .05 where effect is 0. Give \
                  the effect that was planned for: with the one that was observed, this only repeats the p-value. \
                  NULL unless standard_error > 0.",
            formula_source: "normal approximation; Cohen 1988",
            units: "probability",
        },
    )
}

fn power(effect: f64, standard_error: f64) -> Option<f64> {
    let distance = effect / standard_error;
    (standard_error > 0.0).then(|| upper_tail(NORMAL_975 - distance) + upper_tail(NORMAL_975 + distance))
}
