//! L6: each 100 ms cost 0.4 points of conversion. Mobile is slower and buys less, so the logs alone say more.

use crate::campaigns::SEARCH_RANKING;
use crate::clock::{DAY, HOUR, SECOND};
use crate::experiments::{CONTROL, LATENCY_INJECTION};
use crate::latency;
use crate::outcomes::indicator;
use crate::stage::Stage;

/// Delay of each arm in milliseconds.
const ARMS: [(&str, i64); 3] = [(CONTROL, 0), ("plus_100", 100), ("plus_250", 250)];

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("injection");
    let exposed = stage.person.plan.exposed;
    let is_mobile = stage.person.platform.is_mobile();
    let median = if is_mobile { 320e3 } else { 180e3 };
    let own = dice.lognormal(median, 0.35) as i64;
    let draw = dice.uniform();
    let orders = ARMS.map(|(_, delay)| draw < conversion(is_mobile, own / 1_000 + delay));
    let arm_index = dice.below(3) as usize;
    let (variant, delay) = ARMS[arm_index];

    stage.visit(exposed - 30 * SECOND);
    stage.assign(&LATENCY_INJECTION, variant, exposed - SECOND);
    let arm = stage.expose_variant(&LATENCY_INJECTION, variant, exposed, 0);
    let total = own + delay * 1_000;
    let mut decision = stage.decision(SEARCH_RANKING, exposed, &mut dice);
    let (stages, _) = latency::slow(&mut dice, total);
    decision.stages = stages;
    decision.decided = Some(exposed + total);
    decision.rendered = Some(exposed + total + 120_000);
    decision.injected_delay_ms = Some(delay as i32);
    // Nothing is withheld here: control is merely not delayed.
    decision.arm = Some(crate::rows::decisions::Arm { is_holdout: false, ..arm });
    stage.rows.decisions.push(decision);

    if orders[arm_index] {
        let at = exposed + dice.between(HOUR, 6 * DAY);
        stage.usual_order(&mut dice, at);
    }
    keep(stage, arm_index, orders.map(indicator));
}

fn conversion(is_mobile: bool, latency_ms: i64) -> f64 {
    let base = if is_mobile { 0.035 } else { 0.06 };
    (base - 0.004 * (latency_ms - 150) as f64 / 100.0).max(0.0)
}

fn keep(stage: &mut Stage, arm_index: usize, [none, little, much]: [f64; 3]) {
    let user = stage.person.user;
    if arm_index != 2 {
        stage.outcomes.mean("L6", "plus_100", user, arm_index == 1, [none, little]);
    }
    if arm_index != 1 {
        stage.outcomes.mean("L6", "plus_250", user, arm_index == 2, [none, much]);
    }
}
