//! W1: where intents are lost between signal and value, each at its first failing stage.

use crate::World;
use crate::campaigns::PRICE_DROP as USE_CASE;
use crate::catalog;
use crate::clock::{DAY, HOUR, Instant, MINUTE, SECOND, START};
use crate::groups::Group;
use crate::latency;
use crate::outcomes::indicator;
use crate::plants::timing;
use crate::random::{Dice, rank_of_hundred};
use crate::rows::Basket;
use crate::rows::consents::Consent;
use crate::rows::decisions::Decision;
use crate::rows::events::Event;
use crate::stage::Stage;

pub(crate) const DEADLINE_S: i64 = 4 * 3_600;

/// Stages in their order, with the share of all intents that would fail there; the rest arrives.
///
/// Recognition is no chance of its own: it is whether the resolver knew the customer then.
pub(crate) const STAGES: [&str; 10] = [
    "no_consent",
    "unrecognised",
    "features_missing",
    "slow",
    "no_eligible",
    "content_not_approved",
    "provider_fail",
    "late",
    "unfaithful",
    "arrived",
];
const SHARES: [u64; 10] = [8, 0, 7, 3, 5, 6, 4, 6, 3, 58];

/// Whether a customer withdraws consent for the hours around the intent.
pub(crate) fn withdraws_consent(world: &World, group: Group, index: u64) -> bool {
    group != Group::Business && planned_stage(world, index) == 0
}

/// First customer of a hundred who withdraws consent.
pub(crate) fn first_to_withdraw(world: &World, hundred: u64) -> Option<u64> {
    (hundred * 100..hundred * 100 + 100).find(|index| withdraws_consent(world, Group::of(world, *index), *index))
}

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("waterfall");
    let at = instant(stage, &mut dice);
    let lost = lost_at(stage, at);
    consent(stage, lost == 0, at);
    for (number, name) in STAGES.iter().enumerate() {
        let value = [indicator(number == lost); 2];
        stage.outcomes.mean("W1", name, stage.person.user, false, value);
    }
    let product = catalog::product(&mut dice);
    let intent = Event { topic: USE_CASE, product, ..stage.event("intent_detected", at) };
    stage.rows.events.push(intent);
    let mut decision = stage.decision(USE_CASE, at + SECOND, &mut dice);
    decision.trigger = intent.envelope.id;
    decision.trigger_time = Some(at);
    fail(&mut decision, lost, &mut dice);
    stage.rows.decisions.push(decision);
    if lost >= 6 {
        deliver(stage, decision.envelope.id, lost, product, at);
    }
}

/// At least four days from the other intent of the customer.
fn instant(stage: &Stage, dice: &mut Dice) -> Instant {
    let other = timing::intent_time(stage, &mut stage.dice("timing"));
    let mut at = timing::intent_time(stage, dice);
    for _ in 0..50 {
        if (at - other).abs() > 4 * DAY {
            break;
        }
        at = timing::intent_time(stage, dice);
    }
    at
}

fn planned_stage(world: &World, index: u64) -> usize {
    let mut rank = rank_of_hundred(world.seed, "waterfall", index);
    for (stage, share) in SHARES.iter().enumerate() {
        if rank < *share {
            return stage;
        }
        rank -= share;
    }
    9
}

fn lost_at(stage: &Stage, at: Instant) -> usize {
    let planned = planned_stage(stage.world, stage.person.index);
    if withdraws_consent(stage.world, stage.person.group, stage.person.index) {
        return 0;
    }
    if stage.person.identity.recognise(at + SECOND).person == 0 {
        return 1;
    }
    if planned == 0 { 9 } else { planned }
}

fn consent(stage: &mut Stage, withdraws: bool, at: Instant) {
    let user = stage.person.user;
    let granted = |from, to| Consent { user, state: "granted", from, to };
    if !withdraws {
        stage.rows.consents.push(granted(START, None));
        return;
    }
    let (from, to) = (at - HOUR, at + 6 * HOUR);
    stage.rows.consents.push(granted(START, Some(from)));
    stage.rows.consents.push(Consent { user, state: "withdrawn", from, to: Some(to) });
    stage.rows.consents.push(granted(to, None));
}

fn fail(decision: &mut Decision, lost: usize, dice: &mut Dice) {
    match STAGES[lost] {
        "no_consent" | "no_eligible" | "content_not_approved" => fall_back(decision, STAGES[lost]),
        "unrecognised" => fall_back(decision, "default"),
        "features_missing" => decision.missing_feature = "stock",
        "slow" => {
            let total = 1_000_000 + dice.between(200_000, 900_000);
            (decision.stages, _) = latency::slow(dice, total);
            decision.decided = Some(decision.request + total);
            decision.rendered = None;
        }
        _ => {}
    }
}

fn fall_back(decision: &mut Decision, reason: &'static str) {
    decision.reason = reason;
    decision.is_fallback = true;
    decision.action = decision.default_action;
}

fn deliver(stage: &mut Stage, decision: u64, lost: usize, product: u32, at: Instant) {
    let shown = if STAGES[lost] == "unfaithful" { product + 1 } else { product };
    let delay = if STAGES[lost] == "late" { 6 * HOUR } else { 12 * MINUTE };
    let basket = Basket::of(&[shown]);
    if STAGES[lost] == "provider_fail" {
        let message = stage.fresh_id();
        for status in ["sent", "failed"] {
            let row = stage.delivery(message, decision, USE_CASE, status, at + delay);
            stage.rows.deliveries.push(row);
        }
        return;
    }
    stage.send(decision, USE_CASE, basket, at + delay);
}
