//! Labels: pairs of identifiers that people judged, drawn with a known probability.

use serde_json::{Value, json};

use crate::World;
use crate::clock::{DAY, END, iso};
use crate::columns::id_text;
use crate::identity::Kind;
use crate::random::{Dice, hash};

/// Pairs judged.
const PAIRS: u64 = 400;

/// Browser and user id of one person, or of two different ones.
pub(super) fn labels(world: &World) -> Vec<Value> {
    (0..PAIRS).map(|number| pair(world, number)).collect()
}

fn pair(world: &World, number: u64) -> Value {
    let mut dice = Dice::new(world.seed, "label", number);
    let left = dice.below(world.tier.people);
    let is_same = dice.chance(0.5);
    let right = if is_same { left } else { (left + 1) % world.tier.people };
    json!({
        "label_id": format!("label-{number}"),
        "kind": "identity_pair",
        "left_type": Kind::Anonymous.name(),
        "left_id": id_text(Kind::Anonymous.prefix(), hash(world.seed, "anonymous", left)),
        "right_type": Kind::User.name(),
        "right_id": id_text(Kind::User.prefix(), hash(world.seed, "user", right)),
        "truth": if is_same { "true" } else { "false" },
        "inclusion_prob": (PAIRS as f64 / 2.0 / world.tier.people as f64).min(1.0),
        "labeller": "labeller-1",
        "label_time": iso(END - 3 * DAY),
        "blinded": true,
    })
}
