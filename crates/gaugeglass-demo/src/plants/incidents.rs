//! L2 to L4 and L7: engines with steady traffic, one with an incident, one with a leak, one with timeouts,
//! and one whose clock shows whole seconds.

use crate::World;
use crate::campaigns::{CATEGORY_SORT, CHECKOUT_UPSELL, EMAIL_CONTENT, HOME_HERO};
use crate::clock::{DAY, HOUR, Instant, MINUTE, SECOND, day};
use crate::identity::{Identity, Kind, identifier};
use crate::latency;
use crate::market::Market;
use crate::random::{Dice, hash};
use crate::rows::decisions::{Action, Decision};
use crate::rows::{EMAIL_ENGINE, ENGINE, Envelope, Rows, Source};
use crate::stage::{blank_decision, identify};

/// Incident A: 47 minutes from 2026-03-10 14:00 UTC, two of five requests slow.
pub(crate) const INCIDENT: (Instant, Instant) = (day(64) + 14 * HOUR, day(64) + 14 * HOUR + 47 * MINUTE);
/// Days around it with dense traffic; the thirty days before it are among them.
const DENSE_DAYS: (i64, i64) = (34, 67);
/// Incident B: nine days from 2026-04-07, three of two hundred requests slow.
pub(crate) const LEAK: (Instant, Instant) = (day(92), day(101));
/// Engines stop a day before the world ends, so that no request is still under way.
pub(crate) const LAST_DAY: i64 = 119;
const LEAK_GAP: i64 = 54 * SECOND;
const TIMEOUT_GAP: i64 = 216 * SECOND;
const EMAIL_GAP: i64 = 432 * SECOND;

/// How a request is answered.
enum Answer {
    Ordinary,
    Slow,
    Never,
}

/// An engine that serves one use case.
struct Engine<'a> {
    world: &'a World,
    use_case: &'static str,
    source: &'static Source,
    requests: u64,
}

impl<'a> Engine<'a> {
    fn new(world: &'a World, use_case: &'static str, source: &'static Source) -> Self {
        Self { world, use_case, source, requests: 0 }
    }

    fn serve(&mut self, rows: &mut Rows, at: Instant, answer: &Answer) {
        let id = hash(self.world.seed, self.use_case, self.requests);
        self.requests += 1;
        let mut dice = Dice::new(self.world.seed, "engine", id);
        let envelope = Envelope::new(id, self.source, "decision", Market::Germany, at);
        let mut decision = blank_decision(envelope, self.use_case, envelope.time);
        self.put_subject(&mut decision, &mut dice);
        decision.envelope.mark.is_planted = true;
        decision.action = Action { kind: "tile", number: 1 + dice.below(30) as u32 };
        reply(&mut decision, &mut dice, answer, self.source);
        rows.decisions.push(decision);
    }

    fn put_subject(&self, decision: &mut Decision, dice: &mut Dice) {
        let index = dice.below(self.world.tier.people);
        let browser = identifier(Kind::Anonymous, hash(self.world.seed, "anonymous", index));
        identify(decision, browser, &Identity::of(self.world, index));
    }
}

fn reply(decision: &mut Decision, dice: &mut Dice, answer: &Answer, source: &Source) {
    let (stages, total) = match answer {
        Answer::Ordinary => latency::ordinary(dice),
        Answer::Slow => {
            let total = dice.between(1_200_000, 2_800_000);
            latency::slow(dice, total)
        }
        Answer::Never => return time_out(decision),
    };
    decision.stages = stages;
    let decided = decision.request + total;
    let precision = if source.precision == "s" { SECOND } else { 1 };
    decision.decided = Some(decided - decided.rem_euclid(precision));
    decision.rendered = Some(decided + 150_000);
}

fn time_out(decision: &mut Decision) {
    decision.reason = "timeout";
    decision.error = "timeout";
    decision.is_fallback = true;
    decision.action = decision.default_action;
}

/// Incident A: exactly two of the five requests of each minute are slow while it lasts.
pub(crate) fn play_incident(world: &World, rows: &mut Rows) {
    let mut engine = Engine::new(world, HOME_HERO, &ENGINE);
    let dense = day(DENSE_DAYS.0)..day(DENSE_DAYS.1);
    let per_minute = world.tier.incident_requests_per_minute;
    let mut minute = day(0);
    while minute < day(LAST_DAY) {
        if dense.contains(&minute) {
            for number in 0..per_minute {
                let is_bad = minute >= INCIDENT.0 && minute < INCIDENT.1 && number % 5 % 2 == 1;
                let at = minute + number * (MINUTE / per_minute) + 3 * SECOND;
                engine.serve(rows, at, if is_bad { &Answer::Slow } else { &Answer::Ordinary });
            }
            minute += MINUTE;
        } else {
            engine.serve(rows, minute + 3 * SECOND, &Answer::Ordinary);
            minute += 5 * MINUTE;
        }
    }
}

/// Incident B: three of two hundred, evenly, for nine days.
pub(crate) fn play_leak(world: &World, rows: &mut Rows) {
    let mut engine = Engine::new(world, CATEGORY_SORT, &ENGINE);
    for (number, at) in ticks(LEAK_GAP) {
        let is_leaking = at >= LEAK.0 && at < LEAK.1;
        let is_bad = is_leaking && matches!(number % 200, 33 | 99 | 166);
        engine.serve(rows, at, if is_bad { &Answer::Slow } else { &Answer::Ordinary });
    }
}

/// The third engine: three of two hundred are never answered.
pub(crate) fn play_timeouts(world: &World, rows: &mut Rows) {
    let mut engine = Engine::new(world, CHECKOUT_UPSELL, &ENGINE);
    for (number, at) in ticks(TIMEOUT_GAP) {
        let is_lost = matches!(number % 200, 50 | 120 | 180);
        engine.serve(rows, at, if is_lost { &Answer::Never } else { &Answer::Ordinary });
    }
}

/// The provider that cannot show a fraction of a second.
pub(crate) fn play_seconds(world: &World, rows: &mut Rows) {
    let mut engine = Engine::new(world, EMAIL_CONTENT, &EMAIL_ENGINE);
    for (_, at) in ticks(EMAIL_GAP) {
        engine.serve(rows, at + 400_000, &Answer::Ordinary);
    }
}

fn ticks(gap: i64) -> impl Iterator<Item = (i64, Instant)> {
    (0..LAST_DAY * DAY / gap).map(move |number| (number, day(0) + number * gap + SECOND))
}
