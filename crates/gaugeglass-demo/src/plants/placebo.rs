//! P12: twenty experiments whose arms get the same; a share of all customers is in each.

use crate::clock::day;
use crate::experiments;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    for experiment in experiments::placebos() {
        let mut dice = stage.dice(experiment.id);
        let is_treated = dice.chance(experiment.treated);
        if dice.chance(stage.world.tier.placebo_share) {
            let at = dice.between(day(5), day(70));
            stage.expose(&experiment, is_treated, at, 0);
        }
    }
}
