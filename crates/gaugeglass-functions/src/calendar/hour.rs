//! The bucket of an hour, cut where a clock jumps inside it.

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;

use super::bucket::{Bucket, utc};

const HOUR: i64 = 3_600_000_000;

/// The hour on the wall clock. An hour that the clock shows twice is two buckets; a bucket ends early, or
/// starts late, where the clock jumps inside it.
pub(crate) fn hour(zone: Tz, instant: i64) -> Option<Bucket> {
    let offset = offset(zone, instant)?;
    let start = (instant + offset).div_euclid(HOUR) * HOUR - offset;
    let whole = Bucket { start, end: start + HOUR };
    let start = jump_before(zone, whole.start, instant, offset)?.unwrap_or(whole.start);
    let end = jump_after(zone, instant, whole.end, offset)?.unwrap_or(whole.end);
    Some(Bucket { start, end })
}

/// The last instant in `(from, to]` at which the offset became `offset`, if `from` has another one.
fn jump_before(zone: Tz, from: i64, to: i64, expected: i64) -> Option<Option<i64>> {
    if offset(zone, from)? == expected {
        return Some(None);
    }
    let (mut other, mut same) = (from, to);
    while same - other > 1 {
        let middle = other + (same - other) / 2;
        if offset(zone, middle)? == expected { same = middle } else { other = middle }
    }
    Some(Some(same))
}

/// The first instant in `(from, to)` at which the offset is no longer `offset`, if there is one.
fn jump_after(zone: Tz, from: i64, to: i64, expected: i64) -> Option<Option<i64>> {
    if offset(zone, to - 1)? == expected {
        return Some(None);
    }
    let (mut same, mut other) = (from, to - 1);
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        if offset(zone, middle)? == expected { same = middle } else { other = middle }
    }
    Some(Some(other))
}

/// Microseconds to add to UTC to get the local clock.
fn offset(zone: Tz, instant: i64) -> Option<i64> {
    let local = zone.offset_from_utc_datetime(&utc(instant)?.naive_utc());
    Some(i64::from(local.fix().local_minus_utc()) * 1_000_000)
}
