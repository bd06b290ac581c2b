//! Exposed against unexposed within strata: like is compared with like, and the strata are put together.

use super::{Interval, NORMAL_975, divide};

/// Units and successes of one stratum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Stratum {
    pub exposed: f64,
    pub exposed_successes: f64,
    pub unexposed: f64,
    pub unexposed_successes: f64,
}

impl Stratum {
    /// One unit.
    pub(crate) fn of(is_success: bool, is_exposed: bool) -> Self {
        let successes = f64::from(u8::from(is_success));
        match is_exposed {
            true => Self { exposed: 1.0, exposed_successes: successes, ..Self::default() },
            false => Self { unexposed: 1.0, unexposed_successes: successes, ..Self::default() },
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.exposed += other.exposed;
        self.exposed_successes += other.exposed_successes;
        self.unexposed += other.unexposed;
        self.unexposed_successes += other.unexposed_successes;
    }

    fn units(&self) -> f64 {
        self.exposed + self.unexposed
    }

    /// Mantel and Haenszel's weight; 0 where there is nobody to compare with.
    fn weight(&self) -> f64 {
        self.exposed * self.unexposed / self.units()
    }

    /// The weight times the difference of the shares.
    fn weighted_difference(&self) -> f64 {
        (self.exposed_successes * self.unexposed - self.unexposed_successes * self.exposed) / self.units()
    }

    /// What the variance owes to the difference: P of Sato.
    fn slope_of_variance(&self) -> f64 {
        let (exposed, unexposed) = (self.exposed / self.units(), self.unexposed / self.units());
        exposed * exposed * self.unexposed_successes - unexposed * unexposed * self.exposed_successes
            + exposed * unexposed * (self.unexposed - self.exposed) / 2.0
    }

    /// What the variance has whatever the difference: Q of Sato.
    fn base_of_variance(&self) -> f64 {
        let exposed_failures = self.exposed - self.exposed_successes;
        let unexposed_failures = self.unexposed - self.unexposed_successes;
        (self.exposed_successes * unexposed_failures + self.unexposed_successes * exposed_failures) / (2.0 * self.units())
    }
}

/// Mantel and Haenszel's difference of shares over all strata; none where no stratum has both sides.
pub(crate) fn pooled_difference<'a>(strata: impl Iterator<Item = &'a Stratum> + Clone) -> Option<f64> {
    divide(strata.clone().map(Stratum::weighted_difference).sum(), strata.map(Stratum::weight).sum())
}

/// Its 95 % interval by Sato's variance, which holds for few large strata and for many small ones.
pub(crate) fn pooled_difference_interval<'a>(strata: impl Iterator<Item = &'a Stratum> + Clone) -> Option<Interval> {
    let difference = pooled_difference(strata.clone())?;
    let weight: f64 = strata.clone().map(Stratum::weight).sum();
    let slope: f64 = strata.clone().map(Stratum::slope_of_variance).sum();
    let base: f64 = strata.map(Stratum::base_of_variance).sum();
    let variance = (difference * slope + base) / (weight * weight);
    Interval::around(difference, NORMAL_975 * variance.sqrt()).filter(|_| variance > 0.0)
}
