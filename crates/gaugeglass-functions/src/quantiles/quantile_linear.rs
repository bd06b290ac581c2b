//! `quantile_linear(q, value)`: the quantile between the two nearest values, as spreadsheets and NumPy have it.

use crate::FunctionDoc;
use crate::aggregate::{Point, SampleFunction};

pub(crate) fn function() -> SampleFunction {
    SampleFunction::of_values(Point::Share, |q, sample| between(q, &sample.values), DOC)
}

/// Misses sort last and are left out.
fn between(q: f64, sorted: &[f64]) -> Option<f64> {
    let known = sorted.partition_point(|value| value.is_finite());
    let place = q * known.checked_sub(1)? as f64;
    let (below, part) = (place.floor(), place.fract());
    let lower = sorted.get(below as usize).copied()?;
    let upper = sorted.get(below as usize + 1).copied().filter(|upper| upper.is_finite()).unwrap_or(lower);
    Some(lower + part * (upper - lower))
}

const DOC: FunctionDoc = FunctionDoc {
    name: "quantile_linear",
    signature: "quantile_linear(q double constant, value double) -> double",
    doc: "The value at place q·(n − 1) of the n sorted values, counted from 0, with a straight line between neighbours, in \
          full precision (percentile_cont rounds the place to a millionth). NULL, NaN and infinite values are left out; \
          NULL where none is left.",
    formula_source: "Hyndman and Fan 1996, type 7; NumPy, R, percentile_cont of PostgreSQL",
    units: "unit of value",
};
