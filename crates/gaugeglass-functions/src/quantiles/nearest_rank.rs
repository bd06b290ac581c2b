//! Nearest ranks: which of the sorted values stands for a quantile.

/// The ⌈q·n⌉-th of the `sorted` values; none where there are none.
pub(super) fn quantile(q: f64, sorted: &[f64]) -> Option<f64> {
    sorted.get(nearest_rank(q, sorted.len()).checked_sub(1)?).copied()
}

/// ⌈q·n⌉, at least 1. A product that is whole but for rounding is whole: 0.07 × 100 is 7, not 8.
pub(crate) fn nearest_rank(q: f64, n: usize) -> usize {
    let exact = q * n as f64;
    let whole = exact.round();
    let rank = if (exact - whole).abs() <= whole * 1e-14 { whole } else { exact.ceil() };
    (rank as usize).max(1)
}

#[cfg(test)]
mod tests {
    use super::nearest_rank;

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
            assert_eq!(nearest_rank(q, n), expected, "q {q}, n {n}");
        }
    }
}
