//! `sample_size_of_proportions(base, expected, power)`: units per arm that show a difference of shares.

use super::normal::quantile_of_power;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{NORMAL_975, divide};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(units_per_arm),
        FunctionDoc {
            name: "sample_size_of_proportions",
            signature: "sample_size_of_proportions(base double, expected double, power double) -> double",
            doc: "Units in each of two equal arms that a two-sided test at .05 needs to tell the share expected \
                  from the share base with this power: \
                  ⌈((z.975·√(2m(1 − m)) + z_power·√(b(1 − b) + e(1 − e)))/(e − b))²⌉ with m the mean of b and e, \
                  without continuity correction. NULL unless both shares lie between 0 and 1 and differ, and \
                  .05 < power < 1.",
            formula_source: "Fleiss, Levin and Paik 2003",
            units: "units per arm",
        },
    )
}

fn units_per_arm(base: f64, expected: f64, power: f64) -> Option<f64> {
    let spread = |share: f64| (0.0..=1.0).contains(&share).then_some(share * (1.0 - share));
    let without_effect = (2.0 * spread((base + expected) / 2.0)?).sqrt();
    let with_effect = (spread(base)? + spread(expected)?).sqrt();
    let sum = NORMAL_975 * without_effect + quantile_of_power(power)? * with_effect;
    let root = divide(sum, expected - base)?;
    Some((root * root).ceil())
}
