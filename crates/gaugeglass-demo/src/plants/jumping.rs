//! P10: an experiment in which one unit of forty is seen in both arms.

use crate::clock::{HOUR, day};
use crate::experiments::{CONTROL, JUMPING, TREATMENT};
use crate::random::Dice;
use crate::stage::Stage;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice: Dice = stage.dice("jumping");
    let at = dice.between(day(5), day(105));
    let is_treated = stage.is_treated(&JUMPING);
    stage.expose(&JUMPING, is_treated, at, 0);
    if is_jumper(stage.person.index) {
        let other = if is_treated { CONTROL } else { TREATMENT };
        stage.expose_variant(&JUMPING, other, at + HOUR, 0);
    }
}

fn is_jumper(index: u64) -> bool {
    index % 40 == 17
}
