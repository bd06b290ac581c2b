//! `detectable_difference(standard_error, power)`: the smallest effect that would have been found.

use super::normal::quantile_of_power;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::NORMAL_975;

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Two(detectable),
        FunctionDoc {
            name: "detectable_difference",
            signature: "detectable_difference(standard_error double, power double) -> double",
            doc: "The smallest true difference that a two-sided test at .05 finds with this power, where the \
                  estimate has this standard error: (z.975 + z_power)·standard_error. To be read next to every \
                  result without an effect. NULL unless standard_error > 0 and .05 < power < 1.",
            formula_source: "Bloom 1995",
            units: "unit of standard_error",
        },
    )
}

fn detectable(standard_error: f64, power: f64) -> Option<f64> {
    let quantile = quantile_of_power(power).filter(|_| standard_error > 0.0)?;
    Some((NORMAL_975 + quantile) * standard_error)
}
