//! Faults of messages: opened by proxies, clicked by scanners, without a decision, against consent.

use crate::campaigns::NEWSLETTER;
use crate::clock::{DAY, HOUR, Instant, SECOND};
use crate::defects::{Family, Spoiler};
use crate::plants::waterfall;
use crate::random::{hash, is_spread};
use crate::rows::deliveries::Delivery;
use crate::rows::{BRAZE, Basket, Envelope};

/// Share of recipients whose mail is fetched by the proxy of Apple, of those on iOS.
const PROXIED: f64 = 0.45;
const SCANNED: f64 = 0.03;
const ORPHANED: f64 = 0.015;
const VIOLATIONS: u64 = 4;
const SENT_AFTER_LEAVING: u64 = 3;

pub(super) fn open(spoiler: &mut Spoiler<'_>) {
    let is_proxied = spoiler.person.platform == crate::person::Platform::Ios && spoiler.dice(Family::MachineOpens).chance(PROXIED);
    if is_proxied {
        for row in delivered(spoiler) {
            machine(spoiler, &row, Family::MachineOpens, "opened", 3 * SECOND);
        }
    }
}

pub(super) fn scan(spoiler: &mut Spoiler<'_>) {
    for row in delivered(spoiler) {
        if spoiler.fact_dice(Family::ScannerClicks, &row).chance(SCANNED) {
            machine(spoiler, &row, Family::ScannerClicks, "clicked", SECOND);
        }
    }
}

pub(super) fn orphan(spoiler: &mut Spoiler<'_>) {
    for index in spoiler.from.deliveries..spoiler.rows.deliveries.len() {
        let row = spoiler.rows.deliveries[index];
        let mut dice = spoiler.fact_dice(Family::OrphanDeliveries, &row);
        if row.status == "sent" && row.decision != 0 && dice.chance(ORPHANED) {
            spoiler.rows.deliveries[index].decision = hash(spoiler.world.seed, "no decision", row.message);
            let orphan = spoiler.rows.deliveries[index];
            spoiler.ledger.note(Family::OrphanDeliveries, &orphan, "its decision does not exist");
        }
    }
}

/// A letter to someone who has just withdrawn consent.
pub(super) fn violate_consent(spoiler: &mut Spoiler<'_>) {
    let (index, hundreds) = (spoiler.person.index, spoiler.world.tier.people / 100);
    let is_hundred = is_spread(index / 100, hundreds, VIOLATIONS);
    let is_first = is_hundred && waterfall::first_to_withdraw(spoiler.world, index / 100) == Some(index);
    if let Some(withdrawn) = withdrawal(spoiler).filter(|_| is_first) {
        send(spoiler, Family::ConsentViolations, withdrawn + HOUR, &["sent", "delivered"]);
    }
}

fn withdrawal(spoiler: &Spoiler<'_>) -> Option<Instant> {
    let mut consents = spoiler.rows.consents.iter().rev().take(3);
    consents.find(|consent| consent.state == "withdrawn").map(|consent| consent.from)
}

/// A reader leaves and gets two more messages all the same: the first counts.
pub(super) fn send_after_leaving(spoiler: &mut Spoiler<'_>) {
    if spoiler.is_chosen(SENT_AFTER_LEAVING) {
        let mut dice = spoiler.dice(Family::SentAfterUnsubscribe);
        let left = spoiler.person.plan.free_instant(&mut dice);
        send(spoiler, Family::SentAfterUnsubscribe, left, &["unsubscribed"]);
        send(spoiler, Family::SentAfterUnsubscribe, left + 2 * DAY, &["sent"]);
    }
}

fn send(spoiler: &mut Spoiler<'_>, family: Family, at: Instant, statuses: &[&'static str]) {
    let person = spoiler.person;
    let message = hash(spoiler.world.seed, family.name(), person.index);
    for status in statuses {
        let id = hash(spoiler.world.seed, status, message);
        let row = Delivery {
            envelope: Envelope::new(id, &BRAZE, status, person.market, at),
            message,
            decision: 0,
            campaign: NEWSLETTER,
            content: spoiler.library.of(NEWSLETTER),
            variant: "",
            channel: "email",
            recipient: person.email,
            user: person.user,
            status,
            suppress_reason: "",
            scheduled: None,
            is_machine: None,
            basket: Basket::default(),
        };
        spoiler.ledger.note(family, &row, status);
        spoiler.rows.deliveries.push(row);
    }
}

fn delivered(spoiler: &Spoiler<'_>) -> Vec<Delivery> {
    spoiler.rows.deliveries[spoiler.from.deliveries..]
        .iter()
        .filter(|row| row.status == "delivered" && row.channel == "email")
        .copied()
        .collect()
}

fn machine(spoiler: &mut Spoiler<'_>, after: &Delivery, family: Family, status: &'static str, delay: i64) {
    let mut row = *after;
    let id = hash(spoiler.world.seed, family.name(), after.envelope.id);
    row.envelope = Envelope::new(id, &BRAZE, status, after.envelope.market, after.envelope.time + delay);
    row.status = status;
    row.is_machine = Some(true);
    spoiler.ledger.note(family, &row, "made by a machine");
    spoiler.rows.deliveries.push(row);
}
