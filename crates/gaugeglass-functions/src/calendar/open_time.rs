//! How much of a span is open, by a calendar of stretches.

use std::ops::Range;

/// How far a span may reach out of its calendar: a calendar that says nothing for longer than a week has run out.
const SLACK: i64 = 7 * 86_400_000_000;

/// Microseconds of `span` in any of the `stretches`, which come as `(opens, closes)` in the order of their opening.
///
/// Stretches that overlap count once, and those that end before they start not at all. None where the span is not one,
/// where it reaches out of the calendar by more than a week, or where the stretches are out of order.
pub(super) fn open_micros(span: Range<i64>, stretches: impl Iterator<Item = (i64, i64)>) -> Option<i64> {
    let (mut open, mut counted_to) = (0, span.start);
    let (mut first, mut last_opened, mut last_closed) = (None, i64::MIN, i64::MIN);
    for (opens, closes) in stretches {
        if opens < last_opened {
            return None;
        }
        first = first.or(Some(opens));
        (last_opened, last_closed) = (opens, last_closed.max(closes));
        let (start, end) = (opens.max(counted_to), closes.min(span.end));
        if start < end {
            open += end - start;
            counted_to = end;
        }
    }
    let known = first?.saturating_sub(SLACK)..=last_closed.saturating_add(SLACK);
    (span.start <= span.end && known.contains(&span.start) && known.contains(&span.end)).then_some(open)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Weekday};
    use chrono_tz::Tz;

    use super::*;

    const MINUTE: i64 = 60_000_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    /// Hours on the wall clock on every day but Wednesday; those that end before they start go on into the next day.
    #[derive(Clone, Copy)]
    struct Shift {
        from: NaiveTime,
        to: NaiveTime,
    }

    impl Shift {
        fn new(from: &str, to: &str) -> Shift {
            Shift { from: from.parse().unwrap(), to: to.parse().unwrap() }
        }

        fn is_overnight(self) -> bool {
            self.to < self.from
        }

        /// Whether the wall clock shows an open minute at `instant`: the brute force, which knows of no stretches.
        fn is_open(self, zone: Tz, instant: i64) -> bool {
            let local = DateTime::from_timestamp_micros(instant).unwrap().with_timezone(&zone);
            let (date, time) = (local.date_naive(), NaiveTime::from_hms_opt(local.hour(), local.minute(), 0).unwrap());
            if self.is_overnight() {
                return (is_workday(date) && time >= self.from) || (is_workday(date - Days::new(1)) && time < self.to);
            }
            is_workday(date) && (self.from..self.to).contains(&time)
        }

        /// The stretch that starts on `date`, as a calendar has it.
        fn stretch(self, zone: Tz, date: NaiveDate) -> (i64, i64) {
            let end = if self.is_overnight() { date + Days::new(1) } else { date };
            (instant(zone, date.and_time(self.from)), instant(zone, end.and_time(self.to)))
        }
    }

    fn is_workday(date: NaiveDate) -> bool {
        date.weekday() != Weekday::Wed
    }

    /// A time that the clock jumps over is where it lands.
    fn instant(zone: Tz, local: NaiveDateTime) -> i64 {
        let mut minutes = (0..120).map(|minute| local + TimeDelta::minutes(minute));
        minutes.find_map(|local| zone.from_local_datetime(&local).earliest()).unwrap().timestamp_micros()
    }

    /// Three weeks of stretches around `date`.
    fn calendar(zone: Tz, shift: Shift, date: NaiveDate) -> Vec<(i64, i64)> {
        let days = (0..21).map(|day| date - Days::new(10) + Days::new(day));
        days.filter(|date| is_workday(*date)).map(|date| shift.stretch(zone, date)).collect()
    }

    fn micros(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros()
    }

    // Clocks change in the night to each date: in Lord Howe by half an hour, in Beirut at midnight, in Tokyo never.
    #[test]
    fn open_time_is_what_the_wall_clock_shows_minute_by_minute_also_when_clocks_change() {
        let changes = [
            (Tz::Europe__Berlin, "2026-03-29"),
            (Tz::Europe__Berlin, "2026-10-25"),
            (Tz::America__New_York, "2026-03-08"),
            (Tz::America__New_York, "2026-11-01"),
            (Tz::Australia__Lord_Howe, "2026-04-05"),
            (Tz::Asia__Beirut, "2022-03-27"),
            (Tz::Asia__Tokyo, "2026-03-29"),
        ];
        let shifts = [Shift::new("09:00:00", "17:00:00"), Shift::new("22:00:00", "06:00:00"), Shift::new("00:30:00", "04:15:00")];
        let mut compared = 0;
        for (zone, date) in changes {
            let date: NaiveDate = date.parse().unwrap();
            let noon = instant(zone, date.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()));
            for shift in shifts {
                let stretches = calendar(zone, shift, date);
                // Odd steps, so that spans begin and end at all times of the day.
                for number in 0..20 {
                    let from = noon - 2 * DAY + number * 151 * MINUTE;
                    let minutes = number * 173;
                    let open = (0..minutes).filter(|minute| shift.is_open(zone, from + minute * MINUTE)).count();
                    let found = open_micros(from..from + minutes * MINUTE, stretches.iter().copied());
                    assert_eq!(found, Some(open as i64 * MINUTE), "{zone} {date}, span {number}");
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 420);
    }

    #[test]
    fn a_microsecond_counts() {
        let nine_to_five = [(micros("2026-03-02T08:00:00Z"), micros("2026-03-02T16:00:00Z"))];
        for (from, to, expected) in [
            ("2026-03-02T07:59:59.999999Z", "2026-03-02T08:00:00.000001Z", 1),
            ("2026-03-02T15:59:59.999999Z", "2026-03-02T16:00:00.000001Z", 1),
            ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z", 0),
            ("2026-03-02T16:00:00Z", "2026-03-03T16:00:00Z", 0),
            ("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z", 8 * HOUR),
            ("2026-03-02T10:00:00.000007Z", "2026-03-02T11:00:00Z", HOUR - 7),
        ] {
            assert_eq!(open_micros(micros(from)..micros(to), nine_to_five.into_iter()), Some(expected), "{from} to {to}");
        }
    }

    #[test]
    fn hours_that_two_stretches_share_count_once() {
        let stretches = [(0, 4 * HOUR), (HOUR, 2 * HOUR), (3 * HOUR, 6 * HOUR), (3 * HOUR, 6 * HOUR), (8 * HOUR, 7 * HOUR)];
        assert_eq!(open_micros(0..DAY, stretches.into_iter()), Some(6 * HOUR));
        assert_eq!(open_micros(90 * MINUTE..5 * HOUR, stretches.into_iter()), Some(210 * MINUTE));
    }

    #[test]
    fn what_the_calendar_cannot_tell_is_unknown() {
        let day = [(0, 8 * HOUR)];
        let week = 7 * DAY;
        for (from, to, expected) in [
            (-week, HOUR, Some(HOUR)),
            (-week - 1, HOUR, None),
            (HOUR, 8 * HOUR + week, Some(7 * HOUR)),
            (HOUR, 8 * HOUR + week + 1, None),
            (10 * DAY, 10 * DAY, None),
        ] {
            assert_eq!(open_micros(from..to, day.into_iter()), expected, "{from} to {to}");
        }
        let backwards = Range { start: HOUR, end: 0 };
        assert_eq!(open_micros(backwards, day.into_iter()), None);
        assert_eq!(open_micros(0..HOUR, std::iter::empty()), None);
        assert_eq!(open_micros(0..HOUR, [(HOUR, 2 * HOUR), (0, HOUR)].into_iter()), None);
    }
}
