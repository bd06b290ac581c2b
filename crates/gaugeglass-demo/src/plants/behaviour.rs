//! P2: a flow that lifts conversion by a fifth, on three in a hundred.

use crate::campaigns::BEHAVIOUR_FLOW as USE_CASE;
use crate::clock::{DAY, HOUR};
use crate::experiments::{BEHAVIOUR_FLOW, Experiment};
use crate::outcomes::indicator;
use crate::random::Dice;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("behaviour");
    convert(stage, &mut dice, "P2", &BEHAVIOUR_FLOW, USE_CASE, [0.03, 0.036]);
}

/// A customer meets a decision, and orders within the week with the probability of their arm.
///
/// One draw decides both potential outcomes, so that treatment only ever adds or only ever takes.
pub(crate) fn convert(
    stage: &mut Stage,
    dice: &mut Dice,
    plant: &'static str,
    experiment: &Experiment,
    use_case: &'static str,
    probability: [f64; 2],
) {
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(experiment);
    stage.visit(exposed - 30 * 1_000_000);
    let arm = stage.expose(experiment, is_treated, exposed, 0);
    let mut decision = stage.decision(use_case, exposed, dice);
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);
    order_by_arm(stage, dice, plant, is_treated, probability);
}

/// Orders with the probability of the arm, and keeps what the other arm would have done.
pub(crate) fn order_by_arm(stage: &mut Stage, dice: &mut Dice, plant: &'static str, is_treated: bool, probability: [f64; 2]) {
    let exposed = stage.person.plan.exposed;
    let draw = dice.uniform();
    let orders = probability.map(|probability| draw < probability);
    let at = exposed + dice.between(HOUR, 6 * DAY);
    if orders[usize::from(is_treated)] {
        stage.usual_order(dice, at);
    }
    let user = stage.person.user;
    let value = orders.map(indicator);
    stage.outcomes.mean(plant, "conversion_7d", user, is_treated, value);
}
