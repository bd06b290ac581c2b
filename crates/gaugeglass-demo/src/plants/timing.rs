//! T1: what becomes of an intent: of a hundred 62 on time, 3 early, 11 late, 14 never, 7 moot, 3 suppressed.
//! T2: of the delivered 2.4 % reach someone who has bought already.

use crate::campaigns::BROWSE_FOLLOW_UP as USE_CASE;
use crate::catalog;
use crate::clock::{DAY, HOUR, Instant, MINUTE, SECOND};
use crate::outcomes::indicator;
use crate::random::{Dice, is_spread, rank_of_hundred};
use crate::rows::Basket;
use crate::rows::events::Event;
use crate::stage::Stage;

/// Earliest and latest second after the intent at which a message is on time.
pub(crate) const MIN_DELAY_S: i64 = 600;
pub(crate) const DEADLINE_S: i64 = 86_400;

/// What becomes of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    OnTime,
    Early,
    Late,
    Never,
    Moot,
    Suppressed,
}

const FATES: [(Fate, u64, &str); 6] = [
    (Fate::OnTime, 62, "on_time"),
    (Fate::Early, 3, "early"),
    (Fate::Late, 11, "late"),
    (Fate::Never, 14, "never"),
    (Fate::Moot, MOOT, "moot"),
    (Fate::Suppressed, 3, "suppressed_ok"),
];
const MOOT: u64 = 7;
/// Messages delivered in time for somebody, of a hundred intents.
const DELIVERED: f64 = 76.0;
const TOO_LATE: f64 = 0.024;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("timing");
    let at = intent_time(stage, &mut dice);
    stage.keep_quiet(at - HOUR, at + 3 * DAY);
    let rank = rank_of_hundred(stage.world.seed, "timing fate", stage.person.index);
    let (fate, rank_within) = fate(rank);
    let intent = Event { topic: USE_CASE, ..stage.event("intent_detected", at) };
    stage.rows.events.push(intent);
    let person = stage.person.user;
    for (kind, _, name) in FATES {
        stage.outcomes.mean("T1", name, person, false, [indicator(kind == fate); 2]);
    }
    enact(stage, &mut dice, fate, rank_within, intent.envelope.id, at);
}

/// When the customer shows the intent, in whole seconds, as the provider's clock does.
pub(crate) fn intent_time(stage: &Stage, dice: &mut Dice) -> Instant {
    let at = stage.person.plan.free_instant(dice);
    at - at.rem_euclid(SECOND)
}

fn fate(mut rank: u64) -> (Fate, u64) {
    for (fate, share, _) in FATES {
        if rank < share {
            return (fate, rank);
        }
        rank -= share;
    }
    (Fate::Suppressed, rank)
}

fn enact(stage: &mut Stage, dice: &mut Dice, fate: Fate, rank: u64, trigger: u64, at: Instant) {
    match fate {
        Fate::OnTime => deliver(stage, dice, trigger, at, (11 * MINUTE, 20 * HOUR)),
        Fate::Early => deliver(stage, dice, trigger, at, (MINUTE, 9 * MINUTE)),
        Fate::Late => deliver(stage, dice, trigger, at, (25 * HOUR, 60 * HOUR)),
        Fate::Never => {}
        Fate::Moot => moot(stage, dice, rank, trigger, at),
        Fate::Suppressed => suppress(stage, dice, trigger, at),
    }
}

/// Delivers the message within a span after the intent.
fn deliver(stage: &mut Stage, dice: &mut Dice, trigger: u64, at: Instant, (from, to): (i64, i64)) {
    let delay = dice.between(from, to) / SECOND * SECOND;
    let decision = decide(stage, dice, trigger, at);
    stage.send(decision, USE_CASE, Basket::default(), at + delay - 20 * SECOND);
    stage.outcomes.mean("T2", "too_late_to_matter", stage.person.user, false, [0.0; 2]);
}

/// The customer buys within minutes; some get the message all the same.
fn moot(stage: &mut Stage, dice: &mut Dice, rank: u64, trigger: u64, at: Instant) {
    let products = catalog::products(dice, 1);
    let dollars = stage.person.spend;
    let bought = at + dice.between(8 * MINUTE, 9 * MINUTE);
    stage.order(Basket::of(&products), dollars, bought);
    let hundreds = stage.world.tier.people / 100;
    let sent = (hundreds as f64 * DELIVERED * TOO_LATE / (1.0 - TOO_LATE)).round() as u64;
    let place = stage.person.index / 100 * MOOT + rank;
    if is_spread(place, hundreds * MOOT, sent) {
        let decision = decide(stage, dice, trigger, at);
        stage.send(decision, USE_CASE, Basket::default(), at + HOUR);
        stage.outcomes.mean("T2", "too_late_to_matter", stage.person.user, false, [1.0; 2]);
    }
}

fn suppress(stage: &mut Stage, dice: &mut Dice, trigger: u64, at: Instant) {
    let decision = decide(stage, dice, trigger, at);
    let message = stage.fresh_id();
    let mut row = stage.delivery(message, decision, USE_CASE, "suppressed", at + MINUTE);
    row.suppress_reason = "frequency_cap";
    stage.rows.deliveries.push(row);
}

fn decide(stage: &mut Stage, dice: &mut Dice, trigger: u64, at: Instant) -> u64 {
    let mut decision = stage.decision(USE_CASE, at + 2 * SECOND, dice);
    decision.trigger = trigger;
    decision.trigger_time = Some(at);
    stage.rows.decisions.push(decision);
    decision.envelope.id
}
