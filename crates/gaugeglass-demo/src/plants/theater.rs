//! P7: a campaign without effect, whose decisions are in 85 of 100 cases what the default would serve.

use crate::campaigns::THEATER as USE_CASE;
use crate::clock::SECOND;
use crate::experiments::THEATER;
use crate::plants::behaviour;
use crate::random::rank_of_hundred;
use crate::rows::decisions::Action;
use crate::stage::Stage;

/// Decisions that serve the default, of a hundred.
const SAME: u64 = 85;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("theater");
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(&THEATER);
    stage.visit(exposed - 30 * SECOND);
    let arm = stage.expose(&THEATER, is_treated, exposed, 0);
    let rank = rank_of_hundred(stage.world.seed, "theater", stage.person.index);
    let default_action = Action { kind: "bestseller", number: 7 };
    for repeat in 0..5 {
        let mut decision = stage.decision(USE_CASE, exposed + repeat * 20 * SECOND, &mut dice);
        let is_same = (rank + repeat as u64 * 20) % 100 < SAME;
        decision.default_action = default_action;
        decision.action = if is_same { default_action } else { decision.action };
        Stage::put_in_arm(&mut decision, arm);
        stage.rows.decisions.push(decision);
    }
    behaviour::order_by_arm(stage, &mut dice, "P7", is_treated, [0.03, 0.03]);
}
