//! Faults of machines: visits without a customer, marked as such.

use crate::campaigns;
use crate::clock::{SECOND, day};
use crate::defects::{Family, Spoiler};
use crate::experiments::{BEHAVIOUR_FLOW, CONTROL, TREATMENT};
use crate::market::Market;
use crate::random::{Dice, hash};
use crate::rows::assignments::{Exposure, Unit};
use crate::rows::events::Event;
use crate::rows::{Envelope, SHOP_WEB};

/// Visits of machines for each visit of a customer, so that they are one in twenty.
const BOT_VISITS: f64 = 0.05 / 0.95;
const VIEWS: i64 = 5;
/// Machines that meet the experiment, as a share of all customers.
const EXPOSED: f64 = 0.01;

/// A machine for every twenty visits of the customer; one in a hundred also meets the behaviour flow, in either arm.
pub(super) fn visit(spoiler: &mut Spoiler<'_>) {
    let visits = spoiler.rows.events[spoiler.from.events..].iter().filter(|event| event.envelope.kind == "session_started").count();
    let mut dice = spoiler.dice(Family::Bots);
    for number in 0..visits as u64 {
        if dice.chance(BOT_VISITS) {
            crawl(spoiler, &mut dice, number);
        }
    }
    if dice.chance(EXPOSED) {
        let variant = if dice.chance(0.5) { TREATMENT } else { CONTROL };
        expose(spoiler, &mut dice, Family::Bots, variant);
    }
}

/// Machines that only treatment meets.
pub(super) fn visit_treatment(spoiler: &mut Spoiler<'_>) {
    let mut dice = spoiler.dice(Family::BotsInTreatment);
    if dice.chance(EXPOSED * 2.0) {
        expose(spoiler, &mut dice, Family::BotsInTreatment, TREATMENT);
    }
}

fn crawl(spoiler: &mut Spoiler<'_>, dice: &mut Dice, number: u64) {
    let seed = spoiler.world.seed;
    let entity = spoiler.person.index << 12 | number;
    let at = dice.between(day(0), day(119));
    for view in 0..VIEWS {
        let kind = if view == 0 { "session_started" } else { "product_viewed" };
        let id = hash(seed, "crawl", entity * 8 + view as u64);
        let envelope = Envelope::new(id, &SHOP_WEB, kind, Market::UnitedStates, at + view * SECOND);
        let mut event = Event::new(envelope);
        event.envelope.mark.is_bot = true;
        event.anonymous = hash(seed, "crawler", entity % 500);
        event.session = hash(seed, "crawl session", entity);
        event.product = if view == 0 { 0 } else { crate::catalog::product(dice) };
        spoiler.ledger.note(Family::Bots, &event, "made by a machine");
        spoiler.rows.events.push(event);
    }
}

/// The machine meets a decision, too.
fn expose(spoiler: &mut Spoiler<'_>, dice: &mut Dice, family: Family, variant: &'static str) {
    let number = hash(spoiler.world.seed, "exposed crawler", spoiler.person.index);
    let id = hash(spoiler.world.seed, family.name(), number);
    let at = dice.between(day(5), day(100));
    let mut envelope = Envelope::new(id, &SHOP_WEB, "experiment_viewed", Market::UnitedStates, at);
    envelope.mark.is_bot = true;
    let row = Exposure {
        envelope,
        experiment: BEHAVIOUR_FLOW.id,
        variant,
        unit: Unit::person(number),
        trigger: 0,
        would_have: variant == CONTROL,
    };
    spoiler.ledger.note(family, &row, campaigns::BEHAVIOUR_FLOW);
    spoiler.rows.exposures.push(row);
}
