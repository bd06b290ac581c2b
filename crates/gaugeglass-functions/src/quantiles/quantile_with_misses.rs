//! `quantile_with_misses(q, value)`: the exact quantile, where an unknown value is worse than any known one.

use super::nearest_rank::quantile;
use crate::FunctionDoc;
use crate::aggregate::{Point, SampleFunction};

pub(crate) fn function() -> SampleFunction {
    SampleFunction::of_values(Point::Share, |q, sample| quantile(q, &sample.values), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "quantile_with_misses",
    signature: "quantile_with_misses(q double constant, value double) -> double",
    doc: "The ⌈q·n⌉-th smallest value (nearest rank, exact), where a NULL or NaN value is a miss and counts as \
          +infinity: a decision that never came is slower than any that did. Gives infinity where the rank \
          falls among the misses, NULL without rows. Leave rows out with FILTER to ignore them.",
    formula_source: "nearest rank (inverse of the empirical distribution function)",
    units: "unit of value",
};
