//! `quantile_with_misses(q, value)`: the exact quantile, where an unknown value is worse than any known one.

use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};

pub(crate) fn function() -> SampleFunction {
    SampleFunction::of_values(Point::Share, nearest_rank, DOC)
}

fn nearest_rank(q: f64, sample: &Sample) -> Option<f64> {
    let rank = rank(q, sample.values.len());
    sample.values.get(rank.checked_sub(1)?).copied()
}

/// ⌈q·n⌉, at least 1. A product that is whole but for rounding is whole: 0.07 × 100 is 7, not 8.
fn rank(q: f64, n: usize) -> usize {
    let exact = q * n as f64;
    let whole = exact.round();
    let rank = if (exact - whole).abs() <= whole * 1e-14 { whole } else { exact.ceil() };
    (rank as usize).max(1)
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

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn ranks_are_exact_where_the_product_only_seems_fractional() {
        for (q, n, expected) in [
            (0.0, 5, 1),
            (1.0, 5, 5),
            (0.5, 4, 2),
            (0.5, 5, 3),
            (0.07, 100, 7),
            (0.95, 20, 19),
            (0.951, 20, 20),
            (0.29, 100, 29),
            (0.999, 1_000_000, 999_000),
        ] {
            assert_eq!(rank(q, n), expected, "q {q}, n {n}");
        }
    }
}
