//! Faults that belong to no customer: outages of whole feeds, and an hour of machine traffic.

use crate::World;
use crate::clock::{HOUR, Instant, MINUTE, SECOND, day};
use crate::defects::Family;
use crate::ledger::Ledger;
use crate::market::Market;
use crate::random::{Dice, hash};
use crate::rows::events::Event;
use crate::rows::{Envelope, Fact, Rows, SHOP_WEB};

pub(crate) use super::copies::repeat_from;

/// Seven hours without events, delivered afterwards.
const EVENT_OUTAGE: (Instant, Instant) = (day(99) + HOUR, day(99) + 8 * HOUR);
/// Two days without statuses of messages, delivered afterwards.
const PROVIDER_OUTAGE: (Instant, Instant) = (day(73), day(75));
/// The hour of machine traffic.
const SPIKE: (Instant, Instant) = (day(108) + 3 * HOUR, day(108) + 4 * HOUR);

/// Delays what would have arrived during an outage to the hour after it.
pub(crate) fn hold_back(world: &World, rows: &mut Rows, ledger: &mut Ledger) {
    if world.defects.has(Family::EventOutage) {
        hold_back_each(&mut rows.events, Family::EventOutage, EVENT_OUTAGE, ledger);
    }
    if world.defects.has(Family::ProviderOutage) {
        hold_back_each(&mut rows.deliveries, Family::ProviderOutage, PROVIDER_OUTAGE, ledger);
    }
}

fn hold_back_each<R: Fact>(rows: &mut [R], family: Family, (from, to): (Instant, Instant), ledger: &mut Ledger) {
    for row in rows {
        let ingest = row.envelope().ingest;
        if ingest >= from && ingest < to {
            row.envelope_mut().ingest = to + ingest.rem_euclid(40 * MINUTE);
            ledger.note(family, row, "delivered after the outage");
        }
    }
}

/// One machine makes three times the ordinary traffic of an hour on top of it.
pub(crate) fn flood(world: &World, rows: &mut Rows, ledger: &mut Ledger) {
    if !world.defects.has(Family::BotSpike) {
        return;
    }
    let an_hour = world.tier.visits_mean * 6.5 * world.tier.people as f64 / (120.0 * 24.0);
    let mut dice = Dice::new(world.seed, "flood", 0);
    for number in 0..(3.0 * an_hour) as u64 {
        let at = dice.between(SPIKE.0, SPIKE.1 - SECOND);
        let id = hash(world.seed, "flood", number + 1);
        let mut event = Event::new(Envelope::new(id, &SHOP_WEB, "product_viewed", Market::UnitedStates, at));
        event.envelope.mark.is_bot = true;
        event.anonymous = hash(world.seed, "flooder", 0);
        event.product = crate::catalog::product(&mut dice);
        ledger.note(Family::BotSpike, &event, "made by a machine");
        rows.events.push(event);
    }
}
