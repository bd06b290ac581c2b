//! P8: a fast programme on day-old features: every decision in time, half a point of conversion lost.

use crate::campaigns::FAST_BUT_STALE as USE_CASE;
use crate::clock::{HOUR, MINUTE, SECOND};
use crate::experiments::FAST_BUT_STALE;
use crate::plants::behaviour;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("stale");
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(&FAST_BUT_STALE);
    stage.visit(exposed - 30 * SECOND);
    let arm = stage.expose(&FAST_BUT_STALE, is_treated, exposed, 0);
    for repeat in 0..4 {
        let at = exposed + repeat * 25 * SECOND;
        let mut decision = stage.decision(USE_CASE, at, &mut dice);
        let age = 26 * HOUR + dice.between(-20 * MINUTE, 20 * MINUTE);
        decision.feature_max = Some(at - age);
        decision.feature_min = Some(at - age - HOUR);
        Stage::put_in_arm(&mut decision, arm);
        stage.rows.decisions.push(decision);
    }
    behaviour::order_by_arm(stage, &mut dice, "P8", is_treated, [0.03, 0.025]);
}
