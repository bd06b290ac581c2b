//! Faults of identifiers: words that stand for nobody, and devices that two people use.

use crate::clock::day;
use crate::columns::GUARD_WORDS;
use crate::defects::{Family, Spoiler};
use crate::identity::{Kind, identifier};
use crate::random::hash;
use crate::rows::events::Event;
use crate::rows::identity_observations::Observation;
use crate::rows::{Envelope, RESOLVER, SHOP_WEB};

const GUARDED: u64 = 30;
const SHARED: u64 = 50;

/// A page view of its own under a word that stands for nobody.
pub(super) fn use_guard_ids(spoiler: &mut Spoiler<'_>) {
    if !spoiler.is_chosen(GUARDED) {
        return;
    }
    let mut dice = spoiler.dice(Family::GuardIds);
    let at = spoiler.person.plan.free_instant(&mut dice);
    let id = hash(spoiler.world.seed, "guard", spoiler.person.index);
    let envelope = Envelope::new(id, &SHOP_WEB, "page_viewed", spoiler.person.market, at);
    let mut event = Event::new(envelope);
    event.user = 1 + dice.below(GUARD_WORDS.len() as u64 - 1);
    spoiler.ledger.note(Family::GuardIds, &event, "stands for nobody");
    spoiler.rows.events.push(event);
}

/// A device seen with this customer and with the next one.
pub(super) fn share_device(spoiler: &mut Spoiler<'_>) {
    if !spoiler.is_chosen(SHARED) {
        return;
    }
    let seed = spoiler.world.seed;
    let mut dice = spoiler.dice(Family::SharedDevices);
    let device = identifier(Kind::Device, hash(seed, "shared device", spoiler.person.index));
    let neighbour = (spoiler.person.index + 1) % spoiler.world.tier.people;
    for (number, index) in [spoiler.person.index, neighbour].into_iter().enumerate() {
        let id = hash(seed, "shared device sighting", spoiler.person.index * 2 + number as u64);
        let at = dice.between(day(5), day(60));
        let user = identifier(Kind::User, hash(seed, "user", index));
        let row = Observation {
            envelope: Envelope::new(id, &RESOLVER, "identity_observed", spoiler.person.market, at),
            pair: [device, user],
            channel: "in_app",
            context: "login",
        };
        spoiler.ledger.note(Family::SharedDevices, &row, "used by two people");
        spoiler.rows.observations.push(row);
    }
}
