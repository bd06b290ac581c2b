//! A thousand timelines of incidents, each judged minute by minute in plain whole numbers and compared with the spans.
//!
//! Feeds stop and start again, clocks jump, lines are told twice over, out of order and late. Every timeline is read twice:
//! while the watermark is behind and the late lines are missing, and after both have caught up.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, TimestampMicrosecondArray};

use super::super::session_over;
use super::{Span, spans};

const TIMELINES: i64 = 1_000;
/// Timelines that are asked about in one statement, each twice.
const TOGETHER: usize = 25;
/// Minutes that are judged of each, after as many as its long window has.
const JUDGED: i64 = 120;

/// Long and short window in minutes, and ten times the factor.
const ALERTS: [(i64, i64, u64); 4] = [(60, 5, 144), (360, 30, 60), (1_440, 120, 30), (4_320, 360, 10)];
/// An objective, and how many events hold ten times one bad event that it allows.
const OBJECTIVES: [(f64, u64); 4] = [(0.99, 1_000), (0.999, 10_000), (0.95, 200), (0.9, 100)];

/// SplitMix64: the same timelines on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    fn minute(&mut self, end: i64) -> i64 {
        self.below(end.unsigned_abs()).cast_signed()
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// A log line: when it says it happened, in minutes, and what it counts.
#[derive(Clone, Copy)]
struct Line {
    minute: i64,
    bad: u64,
    valid: u64,
    /// Not there yet when the timeline is first read.
    is_late: bool,
}

/// One reading of a timeline.
struct Timeline {
    long: i64,
    short: i64,
    factor_tenths: u64,
    objective: f64,
    allowed_in: u64,
    /// The instants judged are those after `from`, up to `to`, which is where the watermark stands.
    from: i64,
    to: i64,
    lines: Vec<Line>,
}

/// What the traffic and its incidents are like.
struct Weather {
    per_minute: u64,
    every: u64,
    /// Start, end and bad events in a hundred.
    incidents: Vec<(i64, i64, u64)>,
    stops: Vec<(i64, i64)>,
    /// The lines of one in so many minutes come late.
    late_one_in: u64,
}

fn weather(dice: &mut Dice, length: i64) -> Weather {
    let mut span = |longest: i64| {
        let start = dice.minute(length);
        (start, start + 1 + dice.minute(longest))
    };
    let incidents: Vec<(i64, i64)> = (0..3).map(|_| span(length / 3 + 60)).collect();
    let stops: Vec<(i64, i64)> = (0..2).map(|_| span(length / 8 + 20)).collect();
    let shares = [1, 2, 4, 7, 15, 40, 100];
    Weather {
        per_minute: [1, 2, 5, 20][usize::try_from(dice.below(4)).unwrap()],
        every: [1, 1, 2, 7][usize::try_from(dice.below(4)).unwrap()],
        incidents: incidents.into_iter().map(|(start, end)| (start, end, shares[usize::try_from(dice.below(7)).unwrap()])).collect(),
        stops: if dice.one_in(2) { stops } else { Vec::new() },
        late_one_in: [9, 40, 1_000_000][usize::try_from(dice.below(3)).unwrap()],
    }
}

/// Both readings of a timeline.
fn readings(seed: i64) -> [Timeline; 2] {
    let mut dice = Dice(seed.unsigned_abs());
    let (long, short, factor_tenths) = ALERTS[usize::try_from(seed.rem_euclid(4)).unwrap()];
    let (objective, allowed_in) = OBJECTIVES[usize::try_from(dice.below(4)).unwrap()];
    let end = long + JUDGED;
    let weather = weather(&mut dice, end);
    let mut lines: Vec<Line> = (0..end).flat_map(|minute| lines_of(&mut dice, minute, &weather)).collect();
    for place in (1..lines.len()).rev() {
        lines.swap(place, usize::try_from(dice.below(place as u64 + 1)).unwrap());
    }
    let in_time = lines.iter().filter(|line| !line.is_late).copied().collect();
    let whole = |to: i64, lines: Vec<Line>| Timeline { long, short, factor_tenths, objective, allowed_in, from: long, to, lines };
    [whole(end - 1 - dice.minute(60), in_time), whole(end, lines)]
}

fn lines_of(dice: &mut Dice, minute: i64, weather: &Weather) -> Vec<Line> {
    let is_in = |span: &(i64, i64)| (span.0..span.1).contains(&minute);
    if weather.stops.iter().any(is_in) || !dice.one_in(weather.every) {
        return Vec::new();
    }
    let incident = weather.incidents.iter().filter(|incident| is_in(&(incident.0, incident.1))).map(|incident| incident.2).max();
    let in_hundred = incident.unwrap_or(0);
    let bad = (0..weather.per_minute).filter(|_| dice.below(100) < in_hundred).count() as u64;
    let whole = Line { minute, bad, valid: weather.per_minute, is_late: dice.one_in(weather.late_one_in) };
    match dice.below(50) {
        // A restart: the minute is told in two lines.
        0 if bad > 0 => vec![Line { valid: bad, ..whole }, Line { bad: 0, valid: whole.valid - bad, ..whole }],
        // A clock that jumped: hours back, or into a future that nobody has seen.
        1 => vec![Line { minute: minute - dice.minute(600), ..whole }],
        2 => vec![Line { minute: minute + dice.minute(600), ..whole }],
        _ => vec![whole],
    }
}

/// Every minute on its own, by adding up its windows.
fn judged(timeline: &Timeline) -> Vec<(i64, &'static str)> {
    let mut minutes: BTreeMap<i64, [u64; 2]> = BTreeMap::new();
    for line in &timeline.lines {
        let counts = minutes.entry(line.minute).or_default();
        *counts = [counts[0] + line.bad, counts[1] + line.valid];
    }
    let window = |instant: i64, length: i64| {
        minutes.range(instant - length..instant).fold([0, 0], |sum, (_, counts)| [sum[0] + counts[0], sum[1] + counts[1]])
    };
    let reaches = |[bad, valid]: [u64; 2]| bad * timeline.allowed_in >= valid * timeline.factor_tenths;
    let state = |instant: i64| {
        let (long, short) = (window(instant, timeline.long), window(instant, timeline.short));
        if long[1] == 0 || short[1] == 0 {
            "no_data"
        } else if !reaches(long) || !reaches(short) {
            "quiet"
        } else if long[0] < 30 {
            "low_traffic"
        } else {
            "firing"
        }
    };
    (timeline.from + 1..=timeline.to).map(|instant| (instant, state(instant))).collect()
}

fn batch(timelines: &[(i64, Timeline)]) -> RecordBatch {
    let each: Vec<(i64, &Timeline, &Line)> =
        timelines.iter().flat_map(|(id, timeline)| timeline.lines.iter().map(move |line| (*id, timeline, line))).collect();
    let real = |of: fn(&Timeline, &Line) -> f64| -> ArrayRef {
        Arc::new(each.iter().map(|(_, timeline, line)| Some(of(timeline, line))).collect::<Float64Array>())
    };
    let instant = |of: fn(&Timeline, &Line) -> i64| -> ArrayRef {
        let micros = each.iter().map(|(_, timeline, line)| Some(of(timeline, line) * 60_000_000));
        Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
    };
    let ids: ArrayRef = Arc::new(each.iter().map(|(id, _, _)| Some(*id)).collect::<Int64Array>());
    RecordBatch::try_from_iter([
        ("id", ids),
        ("minute", instant(|_, line| line.minute)),
        ("bad", real(|_, line| line.bad as f64)),
        ("valid", real(|_, line| line.valid as f64)),
        ("objective", real(|timeline, _| timeline.objective)),
        ("factor", real(|timeline, _| timeline.factor_tenths as f64 / 10.0)),
        ("long_s", real(|timeline, _| timeline.long as f64 * 60.0)),
        ("short_s", real(|timeline, _| timeline.short as f64 * 60.0)),
        ("since", instant(|timeline, _| timeline.from)),
        ("until", instant(|timeline, _| timeline.to)),
    ])
    .unwrap()
}

/// The state of every instant, from spans that must follow each other without a gap.
fn told(spans: &[Span], timeline: &Timeline) -> Vec<(i64, String)> {
    let mut told = Vec::new();
    for (place, span) in spans.iter().enumerate() {
        let next = spans.get(place + 1).map(|next| next.started);
        assert_eq!(span.ended, next, "a span ends where the next begins");
        let end = span.ended.unwrap_or(timeline.to + 1);
        told.extend((span.started..end).map(|instant| (instant, span.state.clone())));
    }
    told
}

#[tokio::test]
async fn of_a_thousand_incidents_none_is_missed_and_none_is_invented() {
    let (mut seen, mut missed, mut invented, mut other) = (BTreeMap::<&str, u64>::new(), 0, 0, 0);
    let seeds: Vec<i64> = (0..TIMELINES).collect();
    for seeds in seeds.chunks(TOGETHER) {
        let timelines: Vec<(i64, Timeline)> = (0..).zip(seeds.iter().flat_map(|seed| readings(*seed))).collect();
        let session = session_over(&batch(&timelines), 3);
        let found = spans(&session, "burn_spans(minute, bad, valid, objective, factor, long_s, short_s, since, until)").await;
        for (id, timeline) in &timelines {
            let of_one: Vec<Span> = found.iter().filter(|(of, _)| of == id).map(|(_, span)| span.clone()).collect();
            let (expected, told) = (judged(timeline), told(&of_one, timeline));
            assert_eq!(expected.len(), told.len(), "reading {id} of {seeds:?}");
            for ((instant, expected), (at, told)) in expected.iter().zip(&told) {
                assert_eq!(instant, at, "reading {id} of {seeds:?}");
                *seen.entry(*expected).or_default() += 1;
                missed += u64::from(*expected == "firing" && told != "firing");
                invented += u64::from(*expected != "firing" && told == "firing");
                other += u64::from(*expected != told);
            }
        }
    }
    assert_eq!((missed, invented, other), (0, 0, 0), "of {seen:?}");
    for state in ["firing", "quiet", "no_data", "low_traffic"] {
        assert!(seen.get(state).is_some_and(|minutes| *minutes > 1_000), "{state} is hardly tried: {seen:?}");
    }
}
