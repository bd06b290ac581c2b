//! L5: an engine that stalls for six minutes while its clients back off: intents without decisions.

use crate::campaigns::SEARCH_SUGGEST;
use crate::clock::{HOUR, Instant, MINUTE, SECOND, day};
use crate::market::Market;
use crate::outcomes::{Outcomes, indicator};
use crate::random::{Dice, hash};
use crate::rows::decisions::Recognition;
use crate::rows::events::Event;
use crate::rows::{ENGINE, Envelope, Rows, SHOP_SERVER};
use crate::stage::blank_decision;
use crate::{World, latency};

/// Six minutes from 2026-04-02 10:00 UTC.
pub(crate) const STALL: (Instant, Instant) = (day(87) + 10 * HOUR, day(87) + 10 * HOUR + 6 * MINUTE);
/// The week in which the use case was piloted.
const PILOT: (Instant, Instant) = (day(84), day(91));
const INTENTS_PER_MINUTE: i64 = 3;

pub(crate) fn play(world: &World, rows: &mut Rows, outcomes: &mut Outcomes) {
    let minutes = (PILOT.1 - PILOT.0) / MINUTE;
    for number in 0..minutes * INTENTS_PER_MINUTE {
        let at = PILOT.0 + number * (MINUTE / INTENTS_PER_MINUTE) + SECOND;
        let is_omitted = at >= STALL.0 && at < STALL.1;
        let trigger = intend(world, rows, number as u64, at);
        if !is_omitted {
            decide(world, rows, number as u64, trigger, at);
        }
        outcomes.mean("L5", "omitted", number as u64, false, [indicator(is_omitted); 2]);
    }
}

/// A visitor who is nobody else in the world, so that no cohort becomes more active.
fn intend(world: &World, rows: &mut Rows, number: u64, at: Instant) -> u64 {
    let id = hash(world.seed, "stall intent", number);
    let mut event = Event::new(Envelope::new(id, &SHOP_SERVER, "intent_detected", Market::Germany, at));
    event.envelope.mark.is_planted = true;
    event.anonymous = hash(world.seed, "stall visitor", number / 4);
    event.topic = SEARCH_SUGGEST;
    rows.events.push(event);
    id
}

fn decide(world: &World, rows: &mut Rows, number: u64, trigger: u64, at: Instant) {
    let id = hash(world.seed, "stall decision", number);
    let mut dice = Dice::new(world.seed, "stall", number);
    let request = at + 5_000;
    let envelope = Envelope::new(id, &ENGINE, "decision", Market::Germany, request);
    let mut decision = blank_decision(envelope, SEARCH_SUGGEST, request);
    let (stages, total) = latency::ordinary(&mut dice);
    decision.envelope.mark.is_planted = true;
    decision.recognition = Recognition { person: 0, as_of: request };
    decision.trigger = trigger;
    decision.trigger_time = Some(at);
    decision.stages = stages;
    decision.decided = Some(request + total);
    decision.rendered = Some(request + total + 80_000);
    rows.decisions.push(decision);
}
