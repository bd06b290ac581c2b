//! The clock of the world: microseconds since 1970, from Monday 2026-01-05 00:00 UTC for 120 days.

/// Microseconds since 1970-01-01 00:00 UTC.
pub(crate) type Instant = i64;

pub(crate) const SECOND: i64 = 1_000_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// Monday 2026-01-05 00:00 UTC.
pub(crate) const START: Instant = 1_767_571_200 * SECOND;
/// Length of the world in days.
pub(crate) const DAYS: i64 = 120;
/// 2026-05-05 00:00 UTC, the "now" of every figure.
pub(crate) const END: Instant = START + DAYS * DAY;

/// Instant at `days` after the start of the world.
pub(crate) const fn day(days: i64) -> Instant {
    START + days * DAY
}

/// Day of the world in which an instant falls; before the start it is day 0.
pub(crate) fn day_of(instant: Instant) -> usize {
    ((instant - START).max(0) / DAY) as usize
}

/// ISO 8601 with microseconds, as in "2026-01-05T00:00:00.000000Z".
pub(crate) fn iso(instant: Instant) -> String {
    chrono::DateTime::from_timestamp_micros(instant)
        .map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
        .unwrap_or_default()
}

/// Calendar day in UTC, as in "2026-01-05".
pub(crate) fn date(instant: Instant) -> String {
    iso(instant)[..10].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_starts_on_its_monday_and_ends_120_days_later() {
        assert_eq!(iso(START), "2026-01-05T00:00:00.000000Z");
        assert_eq!(iso(END), "2026-05-05T00:00:00.000000Z");
        assert_eq!(date(day(64)), "2026-03-10");
    }
}
