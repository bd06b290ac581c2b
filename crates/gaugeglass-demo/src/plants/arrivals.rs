//! P11: new customers who arrive until the last day; three in ten are active a month later.
//!
//! Counting those whose month is not over yet as lost gives a lower figure; only closed windows give the true one.

use crate::clock::{DAY, HOUR};
use crate::experiments::ARRIVALS;
use crate::outcomes::indicator;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("arrivals");
    let arrived = stage.person.plan.exposed;
    stage.visit(arrived);
    stage.expose(&ARRIVALS, true, arrived, 0);
    let stays = dice.chance(0.30);
    if stays {
        let at = arrived + dice.between(30 * DAY + HOUR, 37 * DAY - HOUR);
        stage.visit(at);
    }
    let value = [indicator(stays); 2];
    stage.outcomes.mean("P11", "retention_30d", stage.person.user, true, value);
}
