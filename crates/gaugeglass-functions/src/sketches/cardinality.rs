//! How many distinct values filled the registers: Ertl's improved estimator, which needs no table against bias.

use std::f64::consts::LN_2;

use super::registers::{RANKS, REGISTERS};

/// The estimate from how many registers hold each rank; rank 0 is that of a register never met.
pub(super) fn cardinality(counts: &[f64; RANKS]) -> f64 {
    let m = REGISTERS as f64;
    let [unmet, between @ .., full] = counts;
    let top = m * tau(1.0 - full / m);
    let sum = between.iter().rev().fold(top, |sum, count| 0.5 * (sum + count)) + m * sigma(unmet / m);
    m * m / (2.0 * LN_2 * sum)
}

/// σ(x) = x + Σ x^(2ᵏ)·2ᵏ⁻¹ over k from 1: what low counts lack.
fn sigma(x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut power, mut weight, mut sum) = (x, 1.0, x);
    loop {
        power *= power;
        let before = sum;
        sum += power * weight;
        if sum == before {
            return sum;
        }
        weight *= 2.0;
    }
}

/// τ(x) = (1 − x − Σ (1 − x^(2⁻ᵏ))²·2⁻ᵏ) / 3 over k from 1: what full registers hide.
fn tau(x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (mut root, mut weight, mut sum) = (x, 1.0, 1.0 - x);
    loop {
        root = root.sqrt();
        weight *= 0.5;
        let before = sum;
        sum -= (1.0 - root) * (1.0 - root) * weight;
        if sum == before {
            return sum / 3.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected counts where each of `n` values falls into a random register with a random rank.
    fn expected(n: f64) -> [f64; RANKS] {
        let m = REGISTERS as f64;
        // The share of registers whose rank is at most `rank`.
        let up_to = |rank: usize| {
            let beyond = 0.5_f64.powi(rank as i32) / m;
            (n * (-beyond).ln_1p()).exp()
        };
        std::array::from_fn(|rank| match rank {
            0 => m * up_to(0),
            rank if rank == RANKS - 1 => m * (1.0 - up_to(rank - 1)),
            rank => m * (up_to(rank) - up_to(rank - 1)),
        })
    }

    #[test]
    fn expected_counts_give_back_the_number_they_came_from() {
        for n in [1.0, 10.0, 1_000.0, 20_000.0, 50_000.0, 1e6, 1e9, 1e15] {
            let ratio = cardinality(&expected(n)) / n;
            assert!((ratio - 1.0).abs() < 1e-4, "{n:e}: {ratio}");
        }
    }

    #[test]
    fn nothing_met_is_none() {
        let mut counts = [0.0; RANKS];
        counts[0] = REGISTERS as f64;
        assert_eq!(cardinality(&counts), 0.0);
    }
}
