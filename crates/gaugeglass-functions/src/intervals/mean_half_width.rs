//! `mean_half_width(n, sum, sum_of_squares)`: the interval of a mean of which only the sums are left.

use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::student_975;

pub(crate) fn function() -> NumberFunction {
    NumberFunction::new(
        Formula::Three(half_width),
        FunctionDoc {
            name: "mean_half_width",
            signature: "mean_half_width(n double, sum double, sum_of_squares double) -> double",
            doc: "Half the width of the 95 % interval of a mean, from the sums of n values and of their squares: \
                  t·s/√n with s² = (Σx² − (Σx)²/n)/(n − 1) and n − 1 degrees of freedom. Where the values are at \
                  hand, mean_lo and mean_hi keep more digits. NULL with fewer than two values.",
            formula_source: "Student 1908",
            units: "unit of the values",
        },
    )
}

fn half_width(n: f64, sum: f64, squares: f64) -> Option<f64> {
    let variance = (n >= 2.0).then(|| (squares - sum * sum / n).max(0.0) / (n - 1.0))?;
    Some(student_975(n - 1.0)? * (variance / n).sqrt())
}
