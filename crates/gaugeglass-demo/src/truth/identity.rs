//! Truth of the identity graph.

use super::items::Item;
use crate::World;
use crate::generate::Found;

pub(super) fn items(world: &World, found: &Found) -> Vec<Item> {
    let scores = found.graph.scores(world);
    let ids = found.graph.ids;
    let words = "All ids of truth/id_truth; predicted cluster: person_id of the row of identity_map that is not retracted at as_of, an id without a row being its own cluster.";
    let score = |id, measure, truth| Item::exact(id, "identity_quality", measure, truth).units(&[ids]).means(words);
    let cross = found.outcomes.of("I2", "cross_channel");
    vec![
        score("I3.b3_precision", "b3_precision", scores.b3_precision).must_flag("I3"),
        score("I3.b3_recall", "b3_recall", scores.b3_recall),
        score("I3.pair_precision", "pair_precision", scores.pair_precision),
        score("I3.pair_recall", "pair_recall", scores.pair_recall),
        score("I3.largest_cluster", "largest_cluster", world.tier.kiosk_ids[2] as f64).must_flag("I3"),
        Item::exact("I2", "cross_channel_recognised", "cross_channel", cross.ratio(0))
            .units(&[cross.units[0] as u64, cross.value[0] as u64])
            .means("People seen on two or more of web, mobile, email and in_app in the last 30 d of identity_observations (by truth/id_truth) whose ids there have one person_id at as_of / such people. Planted 0.58."),
    ]
}
