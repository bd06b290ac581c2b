//! The three markets: country, currency, time zone and towns.

use crate::clock::{DAY, HOUR, Instant, START, day};

/// Where a customer lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Market {
    UnitedStates,
    Germany,
    Japan,
}

impl Market {
    pub(crate) const ALL: [Self; 3] = [Self::UnitedStates, Self::Germany, Self::Japan];

    pub(crate) const fn country(self) -> &'static str {
        match self {
            Self::UnitedStates => "US",
            Self::Germany => "DE",
            Self::Japan => "JP",
        }
    }

    pub(crate) const fn currency(self) -> &'static str {
        match self {
            Self::UnitedStates => "USD",
            Self::Germany => "EUR",
            Self::Japan => "JPY",
        }
    }

    pub(crate) const fn time_zone(self) -> &'static str {
        match self {
            Self::UnitedStates => "America/New_York",
            Self::Germany => "Europe/Berlin",
            Self::Japan => "Asia/Tokyo",
        }
    }

    pub(crate) const fn cities(self) -> [&'static str; 3] {
        match self {
            Self::UnitedStates => ["New York", "Boston", "Philadelphia"],
            Self::Germany => ["Berlin", "Hamburg", "Munich"],
            Self::Japan => ["Tokyo", "Osaka", "Nagoya"],
        }
    }

    /// Offset of local time from UTC, with the changes to summer time of 2026.
    pub(crate) const fn offset(self, at: Instant) -> i64 {
        match self {
            Self::UnitedStates if at < day(62) + 7 * HOUR => -5 * HOUR,
            Self::UnitedStates => -4 * HOUR,
            Self::Germany if at < day(83) + HOUR => HOUR,
            Self::Germany => 2 * HOUR,
            Self::Japan => 9 * HOUR,
        }
    }

    /// US dollars for one unit of the currency on the day of `at`, to six decimals.
    pub(crate) fn rate(self, at: Instant) -> f64 {
        let days = ((at - START).div_euclid(DAY)) as f64;
        let rate = match self {
            Self::UnitedStates => 1.0,
            Self::Germany => 1.08 + 0.02 * (days / 17.0).sin(),
            Self::Japan => 0.0067 + 0.000_15 * (days / 23.0).sin(),
        };
        (rate * 1e6).round() / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change_on_the_days_of_2026() {
        // 2026-03-08 07:00 UTC in New York, 2026-03-29 01:00 UTC in Berlin.
        let new_york = day(62) + 7 * HOUR;
        assert_eq!(crate::clock::date(new_york), "2026-03-08");
        assert_eq!(Market::UnitedStates.offset(new_york - 1), -5 * HOUR);
        assert_eq!(Market::UnitedStates.offset(new_york), -4 * HOUR);
        let berlin = day(83) + HOUR;
        assert_eq!(crate::clock::date(berlin), "2026-03-29");
        assert_eq!(Market::Germany.offset(berlin), 2 * HOUR);
    }
}
