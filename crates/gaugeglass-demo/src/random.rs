//! Random numbers by counting: every draw is a hash of (seed, stream, entity, counter).
//!
//! No generator is passed around, so a figure never depends on which thread made it or in which order.

use statrs::distribution::{ContinuousCDF, Gamma, Normal};

/// Draws for one entity in one stream; each call takes the next counter.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    key: u64,
    next: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64, stream: &str, entity: u64) -> Self {
        Self { key: hash(seed, stream, entity), next: 0 }
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.next += 1;
        mix(self.key ^ self.next.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// Uniform on the open interval from 0 to 1, so that inverse distribution functions stay finite.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// Uniform on `from..to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from).max(1) as u64) as i64
    }

    pub(crate) fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.uniform())
    }

    pub(crate) fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let mut left = self.uniform();
        let mut mass = (-mean).exp();
        let mut count = 0;
        while left > mass && count < 10_000 {
            left -= mass;
            count += 1;
            mass *= mean / f64::from(count);
        }
        count
    }

    /// Gamma by its mean and shape; a shape that is not positive gives the mean itself.
    pub(crate) fn gamma(&mut self, mean: f64, shape: f64) -> f64 {
        let draw = self.uniform();
        Gamma::new(shape, shape / mean).map_or(mean, |gamma| gamma.inverse_cdf(draw))
    }
}

/// The hash behind every draw and every id: f(seed, stream, entity).
pub(crate) fn hash(seed: u64, stream: &str, entity: u64) -> u64 {
    let name = stream.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    mix(mix(seed ^ name).wrapping_add(entity.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}

/// Where an entity stands in a random order of its hundred: exact shares, random membership.
///
/// The order is an affine permutation of 0..100 that the hash of the hundred picks.
pub(crate) fn rank_of_hundred(seed: u64, stream: &str, entity: u64) -> u64 {
    let key = hash(seed, stream, entity / 100);
    // A multiplier must share no factor with 100.
    let step = [1, 3, 7, 9, 11, 13, 17, 19, 21, 23, 27, 29, 31, 33, 37, 39][(key % 16) as usize];
    ((entity % 100) * step + (key >> 8) % 100) % 100
}

/// Whether entity `index` of `total` is one of `count` that lie evenly spread among them.
pub(crate) fn is_spread(index: u64, total: u64, count: u64) -> bool {
    let before = u128::from(index) * u128::from(count) / u128::from(total.max(1));
    let after = (u128::from(index) + 1) * u128::from(count) / u128::from(total.max(1));
    after > before
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_draws_have_the_moments_of_the_uniform_distribution() {
        let mut dice = Dice::new(7, "test", 1);
        let draws: Vec<f64> = (0..100_000).map(|_| dice.uniform()).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean - 0.5).abs() < 0.004, "mean {mean}");
        assert!((variance - 1.0 / 12.0).abs() < 0.002, "variance {variance}");
    }

    #[test]
    fn streams_and_entities_do_not_share_draws() {
        assert_ne!(hash(1, "a", 1), hash(1, "b", 1));
        assert_ne!(hash(1, "a", 1), hash(1, "a", 2));
        assert_ne!(hash(1, "a", 1), hash(2, "a", 1));
    }

    #[test]
    fn every_hundred_is_a_permutation() {
        for hundred in 0..50 {
            let mut ranks: Vec<u64> = (0..100).map(|i| rank_of_hundred(3, "group", hundred * 100 + i)).collect();
            ranks.sort_unstable();
            assert_eq!(ranks, (0..100).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn spreading_picks_the_exact_count() {
        for (total, count) in [(2_000, 40), (20_000, 11), (7, 3), (100, 100), (9, 0)] {
            let picked = (0..total).filter(|i| is_spread(*i, total, count)).count();
            assert_eq!(picked as u64, count, "{count} of {total}");
        }
    }

    #[test]
    fn poisson_draws_have_their_mean() {
        let total: u32 = (0..20_000).map(|i| Dice::new(1, "poisson", i).poisson(3.0)).sum();
        assert!((f64::from(total) / 20_000.0 - 3.0).abs() < 0.05);
    }
}
