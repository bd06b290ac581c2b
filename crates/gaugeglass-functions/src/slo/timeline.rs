//! The minutes of a range with gaps filled, so that the events of any window are a difference of two sums.

use super::rule::Counts;

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;
/// More minutes than anybody promises over; a range beyond it is a mistake.
const MINUTES_MAX: usize = 600 * 24 * 60;

/// The number of the minute that holds an instant.
pub(super) fn minute_of(micros: i64) -> i64 {
    micros.div_euclid(MINUTE)
}

/// The first instant of a minute.
pub(super) fn instant_of(minute: i64) -> i64 {
    minute * MINUTE
}

/// Events before each minute of a range.
#[derive(Debug)]
pub(super) struct Timeline {
    first: i64,
    before: Vec<Counts>,
}

impl Timeline {
    /// The minutes from `first` up to `end`; events of other minutes are left out. None where the range is too long.
    pub fn new(first: i64, end: i64, events: &[(i64, Counts)]) -> Option<Self> {
        let length = usize::try_from(end.checked_sub(first)?).ok().filter(|length| *length <= MINUTES_MAX)?;
        let mut before = vec![Counts::default(); length + 1];
        for (minute, counts) in events {
            let place = usize::try_from(minute.saturating_sub(first)).ok().filter(|place| *place < length);
            // What a minute holds is before the next one.
            if let Some(next) = place.and_then(|place| before.get_mut(place + 1)) {
                *next = added(*next, *counts);
            }
        }
        let mut sum = Counts::default();
        for counts in &mut before {
            sum = added(sum, *counts);
            *counts = sum;
        }
        Some(Self { first, before })
    }

    /// The events of the minutes from `from` up to `to`.
    pub fn within(&self, from: i64, to: i64) -> Counts {
        let (before, after) = (self.before(from), self.before(to));
        Counts { bad: after.bad.saturating_sub(before.bad), valid: after.valid.saturating_sub(before.valid) }
    }

    fn before(&self, minute: i64) -> Counts {
        let place = usize::try_from(minute - self.first).unwrap_or_default();
        self.before.get(place).or(self.before.last()).copied().unwrap_or_default()
    }
}

fn added(one: Counts, other: Counts) -> Counts {
    Counts { bad: one.bad.saturating_add(other.bad), valid: one.valid.saturating_add(other.valid) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_window_holds_its_minutes_and_nothing_of_a_gap() {
        let counts = |bad, valid| Counts { bad, valid };
        let events = [(12, counts(1, 4)), (10, counts(2, 5)), (12, counts(0, 1)), (9, counts(7, 7)), (15, counts(7, 7))];
        let timeline = Timeline::new(10, 15, &events).unwrap();
        for (from, to, expected) in [(10, 11, counts(2, 5)), (11, 12, counts(0, 0)), (10, 13, counts(3, 10)), (0, 99, counts(3, 10))] {
            assert_eq!(timeline.within(from, to), expected, "{from} to {to}");
        }
        assert!(Timeline::new(10, 9, &events).is_none() && Timeline::new(i64::MIN, i64::MAX, &events).is_none());
    }

    #[test]
    fn instants_before_1970_lie_in_the_minute_that_holds_them() {
        assert_eq!((minute_of(-1), minute_of(0), minute_of(59_999_999), instant_of(-1)), (-1, 0, 0, -60_000_000));
    }
}
