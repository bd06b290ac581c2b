//! `sample_size_of_means(sd, difference, power)`: units per arm that show a difference of means.

use super::normal::quantile_of_power;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{NORMAL_975, divide};

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(units_per_arm),
        FunctionDoc {
            name: "sample_size_of_means",
            signature: "sample_size_of_means(sd double, difference double, power double) -> double",
            doc: "Units in each of two equal arms that a two-sided test at .05 needs to find a difference of means \
                  with this power: ⌈2·((z.975 + z_power)·sd/difference)²⌉, sd being the standard deviation of \
                  one unit in either arm. NULL unless sd > 0, difference ≠ 0 and .05 < power < 1.",
            formula_source: "normal approximation; Cohen 1988",
            units: "units per arm",
        },
    )
}

fn units_per_arm(sd: f64, difference: f64, power: f64) -> Option<f64> {
    let quantile = quantile_of_power(power).filter(|_| sd > 0.0)?;
    let root = divide((NORMAL_975 + quantile) * sd, difference)?;
    Some((2.0 * root * root).ceil())
}
