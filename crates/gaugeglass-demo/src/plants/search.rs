//! P6: a push to whoever searches the same thing twice: orders within a day +9 % on 12 %, retention +4 points on 30 %.
//!
//! The trigger misses eight in a hundred of the eligible, and three in a hundred of its pushes go to others.

use crate::campaigns::SEARCH_PUSH as USE_CASE;
use crate::catalog;
use crate::clock::{DAY, HOUR, Instant, MINUTE};
use crate::experiments::SEARCH_PUSH;
use crate::outcomes::indicator;
use crate::rows::Basket;
use crate::rows::events::Event;
use crate::stage::Stage;

/// Share of the eligible that the trigger misses, and share of all pushes that go to others.
const MISSED: f64 = 0.08;
const FALSE: f64 = 0.03;

pub(crate) fn play(stage: &mut Stage) {
    let exposed = stage.person.plan.exposed;
    let mut dice = stage.dice("search");
    let place = stage.person.place;
    let term = 1 + dice.below(u64::from(catalog::TERMS)) as u32;
    let first = exposed - dice.between(HOUR, 2 * HOUR);
    search(stage, term, first);
    let second = search(stage, term, exposed);
    if place.is_chosen((1.0 - MISSED) * FALSE / (1.0 - FALSE), 0.5) {
        false_alarm(stage);
    }
    let is_fired = !place.is_chosen(MISSED, 0.0);
    let user = stage.person.user;
    stage.outcomes.mean("P6", "trigger_recall", user, false, [indicator(is_fired); 2]);
    if is_fired {
        stage.outcomes.mean("P6", "trigger_precision", user, false, [1.0; 2]);
        push(stage, second, exposed);
    } else {
        live(stage, None);
    }
}

/// Someone searches and returns the id of the search.
fn search(stage: &mut Stage, term: u32, at: Instant) -> u64 {
    let session = stage.visit(at - MINUTE);
    let event = Event { session, term, ..stage.event("products_searched", at) };
    stage.rows.events.push(event);
    event.envelope.id
}

/// A push after a single search, days before the real one; nobody is exposed.
fn false_alarm(stage: &mut Stage) {
    let mut dice = stage.dice("false alarm");
    stage.outcomes.mean("P6", "trigger_precision", stage.person.user, false, [0.0; 2]);
    let at = stage.person.plan.exposed - 3 * DAY;
    let term = 1 + dice.below(u64::from(catalog::TERMS)) as u32;
    let trigger = search(stage, term, at);
    let mut decision = stage.decision(USE_CASE, at + 1_000_000, &mut dice);
    decision.trigger = trigger;
    decision.trigger_time = Some(at);
    stage.rows.decisions.push(decision);
}

fn push(stage: &mut Stage, trigger: u64, at: Instant) {
    let mut dice = stage.dice("search push");
    let is_treated = stage.is_treated(&SEARCH_PUSH);
    let arm = stage.expose(&SEARCH_PUSH, is_treated, at, trigger);
    let mut decision = stage.decision(USE_CASE, at + 1_000_000, &mut dice);
    decision.trigger = trigger;
    decision.trigger_time = Some(at);
    Stage::put_in_arm(&mut decision, arm);
    let id = decision.envelope.id;
    stage.rows.decisions.push(decision);
    if is_treated {
        stage.send(id, USE_CASE, Basket::default(), at + 2 * MINUTE);
    }
    live(stage, Some(is_treated));
}

/// What the customer does afterwards; someone the trigger missed lives as in control and is not counted.
fn live(stage: &mut Stage, arm: Option<bool>) {
    let mut dice = stage.dice("after search");
    let exposed = stage.person.plan.exposed;
    let (order, stay) = (dice.uniform(), dice.uniform());
    let orders = [order < 0.12, order < 0.1308];
    let stays = [stay < 0.30, stay < 0.34];
    let side = usize::from(arm.unwrap_or(false));
    if orders[side] {
        let at = exposed + dice.between(10 * MINUTE, 23 * HOUR);
        stage.usual_order(&mut dice, at);
    }
    if stays[side] {
        let at = exposed + dice.between(30 * DAY + HOUR, 37 * DAY - HOUR);
        stage.visit(at);
    }
    if let Some(is_treated) = arm {
        let user = stage.person.user;
        stage.outcomes.mean("P6", "orders_24h", user, is_treated, orders.map(indicator));
        stage.outcomes.mean("P6", "retention_30d", user, is_treated, stays.map(indicator));
    }
}
