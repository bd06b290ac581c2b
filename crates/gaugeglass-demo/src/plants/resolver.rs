//! I2 to I4: what the resolver saw, linked and mapped, with its planted mistakes.
//!
//! Six in a hundred people with several ids are split, three in two hundred are merged into their neighbour,
//! and three kiosks glue together everybody who used them.

use crate::clock::{DAY, Instant, MINUTE, SECOND, day};
use crate::identity::{Identifier, KNOWN_FROM, Kind, Knowledge, identifier};
use crate::outcomes::indicator;
use crate::random::{hash, is_spread};
use crate::rows::RESOLVER;
use crate::rows::identity_links::Link;
use crate::rows::identity_map::Mapping;
use crate::rows::identity_observations::Observation;
use crate::stage::Stage;

/// Ranks of those whose e-mail address the resolver takes for somebody else: 5 of the 83 with several ids.
const SPLIT: std::ops::Range<u64> = 40..45;

pub(crate) fn play(stage: &mut Stage) {
    let person = stage.person.clone();
    let browser = person.subject();
    let user = identifier(Kind::User, person.user);
    let email = identifier(Kind::Email, person.email);
    match person.identity.knowledge {
        Knowledge::Never => observe(stage, [browser, browser], day(1), "login"),
        Knowledge::Since(first) => know(stage, [user, browser, email], first),
        Knowledge::Always => know(stage, [user, browser, email], KNOWN_FROM),
        Knowledge::CorrectedAt(corrected) => {
            map(stage, browser, person.identity.mistaken_person, KNOWN_FROM, Some(corrected));
            map(stage, browser, person.identity.person, corrected, None);
            link(stage, user, browser, corrected);
            know_rest(stage, [user, email], KNOWN_FROM);
        }
    }
    truth(stage, &person, browser, email, user);
    second_device(stage);
    kiosk(stage);
}

fn know(stage: &mut Stage, [user, browser, email]: [Identifier; 3], at: Instant) {
    observe(stage, [user, browser], at, "login");
    link(stage, user, browser, at);
    map(stage, browser, stage.person.identity.person, at, None);
    know_rest(stage, [user, email], at);
}

fn know_rest(stage: &mut Stage, [user, email]: [Identifier; 2], at: Instant) {
    map(stage, user, stage.person.identity.person, at, None);
    let person = email_person(stage);
    map(stage, email, person, at, None);
    if person == stage.person.identity.person {
        link(stage, user, email, at);
    }
}

fn is_split(stage: &Stage) -> bool {
    SPLIT.contains(&stage.person.identity.rank)
}

fn email_person(stage: &Stage) -> u64 {
    if is_split(stage) { hash(stage.world.seed, "split person", stage.person.index) } else { stage.person.identity.person }
}

/// What the final map says of each id, beside whose it is.
fn truth(stage: &mut Stage, person: &crate::person::Person, browser: Identifier, email: Identifier, user: Identifier) {
    let known = person.identity.is_known_by_the_end();
    let mapped = if known { person.identity.person } else { browser.number };
    stage.rows.identity_truth(browser, person.user, mapped);
    if known {
        let email_person = email_person(stage);
        stage.rows.identity_truth(user, person.user, person.identity.person);
        stage.rows.identity_truth(email, person.user, email_person);
    }
}

/// A phone that is seen in the last month, and linked for 29 of its 50 owners.
fn second_device(stage: &mut Stage) {
    let identity = stage.person.identity;
    if !identity.has_second_device() {
        return;
    }
    let device = identifier(Kind::Device, hash(stage.world.seed, "second device", stage.person.index));
    let user = identifier(Kind::User, stage.person.user);
    let is_linked = identity.is_second_device_linked();
    let mapped = if is_linked { identity.person } else { device.number };
    stage.rows.identity_truth(device, stage.person.user, mapped);
    let mut dice = stage.dice("second device");
    let web = dice.between(day(92), day(105));
    let app = dice.between(day(105), day(118));
    observe(stage, [user, stage.person.subject()], web, "login");
    if is_linked {
        map(stage, device, identity.person, KNOWN_FROM, None);
        link(stage, user, device, KNOWN_FROM);
        observe_on(stage, "ios", [user, device], app, "login");
    } else {
        observe_on(stage, "ios", [device, device], app, "sdk_alias");
    }
    let value = [indicator(is_linked); 2];
    stage.outcomes.mean("I2", "cross_channel", stage.person.user, false, value);
}

/// Everybody who used a kiosk becomes one person to the resolver.
fn kiosk(stage: &mut Stage) {
    let Some(number) = kiosk_of(stage) else {
        return;
    };
    let seed = stage.world.seed;
    let machine = identifier(Kind::Kiosk, hash(seed, "kiosk", number));
    let visitor = identifier(Kind::Anonymous, hash(seed, "kiosk visitor", stage.person.index));
    let glued = hash(seed, "kiosk person", number);
    let mut dice = stage.dice("kiosk");
    let at = dice.between(day(2), day(110));
    observe_on(stage, "store", [machine, visitor], at, "kiosk");
    link(stage, machine, visitor, at);
    map(stage, visitor, glued, at, None);
    stage.rows.identity_truth(visitor, stage.person.user, glued);
}

/// The kiosk that a customer used, if any.
fn kiosk_of(stage: &Stage) -> Option<u64> {
    let sizes = stage.world.tier.kiosk_ids;
    let total: u64 = sizes.iter().sum();
    let (index, people) = (stage.person.index, stage.world.tier.people);
    if !is_spread(index, people, total) {
        return None;
    }
    let mut place = (u128::from(index) * u128::from(total) / u128::from(people)) as u64;
    for (number, size) in sizes.iter().enumerate() {
        if place < *size {
            return Some(number as u64);
        }
        place -= size;
    }
    None
}

fn observe(stage: &mut Stage, pair: [Identifier; 2], at: Instant, context: &'static str) {
    observe_on(stage, "web", pair, at, context);
}

fn observe_on(stage: &mut Stage, channel: &'static str, pair: [Identifier; 2], at: Instant, context: &'static str) {
    // What the resolver knew at the start it saw during the first day.
    let jitter = (stage.person.index as i64 % (DAY / MINUTE)) * MINUTE;
    let seen = if at == KNOWN_FROM { at + jitter } else { at };
    let envelope = stage.envelope(&RESOLVER, "identity_observed", seen);
    stage.rows.observations.push(Observation { envelope, pair, channel, context });
}

fn link(stage: &mut Stage, left: Identifier, right: Identifier, recorded: Instant) {
    let id = stage.fresh_id();
    stage.rows.links.push(Link {
        id,
        left,
        right,
        is_deterministic: id % 10 < 7,
        recorded: recorded + SECOND,
        retracted: None,
        evidence: 0,
    });
}

fn map(stage: &mut Stage, identifier: Identifier, person: u64, recorded: Instant, retracted: Option<Instant>) {
    stage.rows.map.push(Mapping { identifier, person, recorded, retracted });
}
