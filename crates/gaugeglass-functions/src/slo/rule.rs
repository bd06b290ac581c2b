//! When a budget burns too fast: two windows, one threshold, decided in whole numbers.

use super::decimal::Decimal;

/// With fewer bad events than this in the long window nothing fires: a share of little says little.
const BAD_MIN: u64 = 30;
/// Decimal places of objective and factor together, up to which every count fits.
const PLACES_MAX: u32 = 22;

/// Events of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub bad: u64,
    pub valid: u64,
}

impl Counts {
    /// From columns of numbers; none where one is no count.
    pub fn of(bad: f64, valid: f64) -> Option<Self> {
        Some(Self { bad: whole(bad)?, valid: whole(valid)? })
    }

    /// How many times faster than the budget allows it is spent: the share of bad events over the share allowed. None
    /// without events.
    pub fn burn(self, allowed: f64) -> Option<f64> {
        (self.valid > 0).then(|| self.bad as f64 / self.valid as f64 / allowed)
    }
}

/// A count as it comes in a column of doubles; none where it is negative, broken or too large to be exact.
fn whole(number: f64) -> Option<u64> {
    const EXACT: std::ops::RangeInclusive<f64> = 0.0..=9_007_199_254_740_992.0;
    (EXACT.contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

/// What two windows say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A window has no events: nobody knows.
    NoData,
    /// Not both windows burn faster than the factor.
    Quiet,
    /// Both do, on too few bad events.
    LowTraffic,
    /// Both do.
    Firing,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::Quiet => "quiet",
            Self::LowTraffic => "low_traffic",
            Self::Firing => "firing",
        }
    }
}

/// A burn rate that both windows must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Threshold {
    /// A budget burns too fast where bad × scale ≥ valid × limit.
    scale: u128,
    limit: u128,
    /// The share of bad events that the objective allows.
    pub allowed: f64,
}

impl Threshold {
    /// The threshold of an objective and a factor; none where the objective is not between 0 and 1 or the factor not above 0,
    /// and where they have too many decimals to be exact.
    pub fn new(objective: f64, factor: f64) -> Option<Self> {
        let allowed = Decimal::shortest(objective)?.complement()?;
        let factor = Decimal::shortest(factor).filter(|factor| factor.digits > 0)?;
        let places = Some(allowed.places + factor.places).filter(|places| *places <= PLACES_MAX)?;
        let limit = allowed.digits.checked_mul(factor.digits)?;
        Some(Self { scale: 10_u128.checked_pow(places)?, limit, allowed: allowed.nearest() })
    }

    /// What a long and a short window say.
    pub fn state(&self, long: Counts, short: Counts) -> State {
        match (long.valid.min(short.valid), self.is_reached(long) && self.is_reached(short)) {
            (0, _) => State::NoData,
            (_, false) => State::Quiet,
            (_, true) if long.bad < BAD_MIN => State::LowTraffic,
            (_, true) => State::Firing,
        }
    }

    fn is_reached(&self, counts: Counts) -> bool {
        u128::from(counts.bad).saturating_mul(self.scale) >= u128::from(counts.valid).saturating_mul(self.limit)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NONE: Counts = Counts { bad: 0, valid: 0 };

    fn counts(bad: u64, valid: u64) -> Counts {
        Counts { bad, valid }
    }

    #[test]
    fn a_burn_exactly_on_its_factor_fires_whatever_doubles_make_of_it() {
        // Doubles say that 0.06 / (1 - 0.99) is less than 6.
        let page = Threshold::new(0.99, 6.0).unwrap();
        assert_eq!(page.state(counts(60, 1_000), counts(60, 1_000)), State::Firing);
        assert_eq!(page.state(counts(59, 1_000), counts(59, 1_000)), State::Quiet);
        assert_eq!(page.state(counts(60, 1_000), counts(59, 1_000)), State::Quiet);
        let ticket = Threshold::new(0.999, 1.0).unwrap();
        assert_eq!(ticket.state(counts(31, 31_000), counts(31, 31_000)), State::Firing);
        assert_eq!(ticket.state(counts(31, 31_001), counts(31, 31_001)), State::Quiet);
    }

    #[test]
    fn a_window_without_events_is_no_data_and_neither_fires_nor_is_good() {
        let page = Threshold::new(0.99, 14.4).unwrap();
        for (long, short) in [(NONE, NONE), (counts(50, 50), NONE), (NONE, counts(50, 50)), (counts(0, 9), NONE)] {
            assert_eq!(page.state(long, short), State::NoData, "{long:?} {short:?}");
        }
        assert_eq!(NONE.burn(0.01), None);
    }

    #[test]
    fn a_few_bad_events_fire_nothing() {
        let page = Threshold::new(0.99, 14.4).unwrap();
        assert_eq!(page.state(counts(29, 29), counts(5, 5)), State::LowTraffic);
        assert_eq!(page.state(counts(30, 30), counts(5, 5)), State::Firing);
    }

    #[test]
    fn thresholds_that_mean_nothing_are_none() {
        for (objective, factor) in [(1.0, 1.0), (0.0, 1.0), (0.99, 0.0), (0.99, -1.0), (f64::NAN, 1.0), (0.123_456_789_01, 1.0 / 3.0)] {
            assert_eq!(Threshold::new(objective, factor), None, "{objective} {factor}");
        }
    }
}
