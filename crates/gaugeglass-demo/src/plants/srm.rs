//! P9: an experiment planned half and half that loses treatment exposures on iOS.

use crate::clock::day;
use crate::experiments::{CONTROL, SRM_IOS, TREATMENT};
use crate::person::Platform;
use crate::random::rank_of_hundred;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("srm");
    let at = dice.between(day(5), day(105));
    // Halves of every hundred, so that the loss alone makes the difference.
    let rank = rank_of_hundred(stage.world.seed, "srm arm", stage.person.index);
    let is_treated = rank < 50;
    let variant = if is_treated { TREATMENT } else { CONTROL };
    stage.assign(&SRM_IOS, variant, at - 1_000_000);
    let is_ios = stage.person.platform == Platform::Ios;
    let is_lost = is_ios && is_treated && dice.chance(stage.world.tier.srm_loss);
    if !is_lost {
        stage.expose_variant(&SRM_IOS, variant, at, 0);
    }
}
