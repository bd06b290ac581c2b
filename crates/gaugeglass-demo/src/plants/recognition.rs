//! I1: ten recommendations a customer, of which 70 in 100 knew whom they were for; by hindsight it would be 83.
//! I5: a recommender that lifts conversion by four points for those it knows, and by nothing for the others.

use crate::campaigns::{self, PRODUCT_RECO as USE_CASE};
use crate::clock::{DAY, HOUR, SECOND, day};
use crate::experiments::RECO_LIFT;
use crate::plants::behaviour;
use crate::stage::Stage;

/// Decisions about each customer, one in every twelve days.
const DECISIONS: i64 = 10;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("recommendations");
    for number in 0..DECISIONS {
        let middle = day(0) + number * 12 * DAY + 6 * DAY;
        let at = middle + dice.between(-60 * HOUR, 60 * HOUR);
        let decision = stage.decision(USE_CASE, at, &mut dice);
        stage.rows.decisions.push(decision);
    }
}

pub(crate) fn play_lift(stage: &mut Stage) {
    let mut dice = stage.dice("recognition lift");
    let exposed = stage.person.plan.exposed;
    let is_known = stage.person.identity.recognise(exposed).person != 0;
    let is_treated = stage.is_treated(&RECO_LIFT);
    stage.visit(exposed - 30 * SECOND);
    let arm = stage.expose(&RECO_LIFT, is_treated, exposed, 0);
    let mut decision = stage.decision(campaigns::RECO_LIFT, exposed, &mut dice);
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);
    let (plant, treated) = if is_known { ("I5 recognised", 0.14) } else { ("I5 unrecognised", 0.10) };
    behaviour::order_by_arm(stage, &mut dice, plant, is_treated, [0.10, treated]);
}
