//! Messages that carry the published versions.

use crate::World;
use crate::campaigns;
use crate::clock::SECOND;
use crate::groups::Group;
use crate::person::Person;
use crate::plants::approvals::{SEND_DELAY, Version};
use crate::plants::waterfall;
use crate::random::{Dice, hash};
use crate::rows::deliveries::Delivery;
use crate::rows::{BRAZE, Basket, Envelope, Rows};

/// Three recipients get each version, from two hours after publication.
pub(super) fn deliver(world: &World, version: &Version, rows: &mut Rows) {
    let mut dice = Dice::new(world.seed, "newsletter", version.index);
    for number in 0..3 {
        let recipient = recipient(world, &mut dice);
        let sent = version.published + SEND_DELAY + number * 20 * SECOND;
        let message = hash(world.seed, "newsletter message", version.index * 4 + number as u64);
        for (status, offset) in [("sent", 0), ("delivered", 15 * SECOND)] {
            let id = hash(world.seed, status, message);
            let envelope = Envelope::new(id, &BRAZE, status, recipient.market, sent + offset);
            rows.deliveries.push(letter(version, &recipient, message, envelope));
        }
    }
}

fn letter(version: &Version, recipient: &Person, message: u64, envelope: Envelope) -> Delivery {
    Delivery {
        envelope,
        message,
        decision: 0,
        campaign: campaigns::NEWSLETTER,
        content: version.content,
        variant: "",
        channel: "email",
        recipient: recipient.email,
        user: recipient.user,
        status: envelope.kind,
        suppress_reason: "",
        scheduled: None,
        is_machine: None,
        basket: Basket::default(),
    }
}

/// Someone whose consent holds all the time.
fn recipient(world: &World, dice: &mut Dice) -> Person {
    let mut index = dice.below(world.tier.people);
    while waterfall::withdraws_consent(world, Group::of(world, index), index) {
        index = dice.below(world.tier.people);
    }
    Person::of(world, index)
}
