//! P5: content for the place where a customer is: +25 % in the city, +78 % near a store.
//!
//! Three in a hundred decisions are for the wrong town, as the check-in that follows shows.

use crate::campaigns::GEO_OFFER;
use crate::clock::{MINUTE, SECOND};
use crate::experiments::{Experiment, GEO_CITY, GEO_STORE};
use crate::plants::behaviour;
use crate::rows::decisions::Action;
use crate::rows::events::Event;
use crate::stage::Stage;

const WRONG: f64 = 0.03;

pub(crate) fn play_city(stage: &mut Stage) {
    play(stage, "P5a", &GEO_CITY, [0.02, 0.025]);
}

pub(crate) fn play_store(stage: &mut Stage) {
    play(stage, "P5b", &GEO_STORE, [0.02, 0.0356]);
}

fn play(stage: &mut Stage, plant: &'static str, experiment: &Experiment, probability: [f64; 2]) {
    let mut dice = stage.dice("geo");
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(experiment);
    let cities = stage.person.market.cities();
    let city = dice.below(3) as usize;
    let is_wrong = stage.person.place.is_chosen(WRONG, 0.0);
    let served = if is_wrong { (city + 1) % 3 } else { city };
    stage.visit(exposed - 30 * SECOND);
    for (offset, place) in [(-10 * SECOND, served), (5 * MINUTE, city)] {
        let located = Event { city: place as u8 + 1, ..stage.event("location_updated", exposed + offset) };
        stage.rows.events.push(located);
    }
    let arm = stage.expose(experiment, is_treated, exposed, 0);
    let mut decision = stage.decision(GEO_OFFER, exposed, &mut dice);
    decision.action = Action { kind: cities[served], number: 0 };
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);
    behaviour::order_by_arm(stage, &mut dice, plant, is_treated, probability);
    stage.outcomes.mean("P5", "wrong_location", stage.person.user, is_treated, [f64::from(u8::from(is_wrong)); 2]);
}
