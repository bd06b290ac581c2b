//! How well the last identity map agrees with who owns each id: B-cubed and pairwise.
//!
//! Clusters lie within one chunk of neighbours, except for those of the kiosks, whose size the tier says.

use std::collections::HashMap;

use crate::World;
use crate::random::hash;
use crate::rows::IdentityTruth;

/// Sums over ids and pairs of ids.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct GraphSums {
    pub(crate) ids: u64,
    precision: f64,
    recall: f64,
    pairs_in_both: u64,
    pairs_mapped: u64,
    pairs_owned: u64,
}

/// Scores from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scores {
    pub(crate) b3_precision: f64,
    pub(crate) b3_recall: f64,
    pub(crate) pair_precision: f64,
    pub(crate) pair_recall: f64,
}

impl GraphSums {
    pub(crate) fn add(&mut self, world: &World, ids: &[IdentityTruth]) {
        let kiosks = kiosks(world);
        let mut owned: HashMap<u64, u64> = HashMap::new();
        let mut mapped: HashMap<u64, u64> = HashMap::new();
        let mut both: HashMap<(u64, u64), u64> = HashMap::new();
        for id in ids {
            *owned.entry(id.owner).or_default() += 1;
            *mapped.entry(id.mapped).or_default() += 1;
            *both.entry((id.owner, id.mapped)).or_default() += 1;
        }
        for id in ids {
            let common = both[&(id.owner, id.mapped)] as f64;
            let cluster = kiosks.get(&id.mapped).copied().unwrap_or(mapped[&id.mapped]);
            self.precision += common / cluster as f64;
            self.recall += common / owned[&id.owner] as f64;
        }
        self.ids += ids.len() as u64;
        self.pairs_owned += owned.values().map(|size| pairs(*size)).sum::<u64>();
        self.pairs_in_both += both.values().map(|size| pairs(*size)).sum::<u64>();
        let ordinary = mapped.iter().filter(|(person, _)| !kiosks.contains_key(person));
        self.pairs_mapped += ordinary.map(|(_, size)| pairs(*size)).sum::<u64>();
    }

    pub(crate) fn scores(&self, world: &World) -> Scores {
        let kiosk_pairs: u64 = world.tier.kiosk_ids.iter().map(|size| pairs(*size)).sum();
        let ids = self.ids.max(1) as f64;
        Scores {
            b3_precision: self.precision / ids,
            b3_recall: self.recall / ids,
            pair_precision: self.pairs_in_both as f64 / (self.pairs_mapped + kiosk_pairs).max(1) as f64,
            pair_recall: self.pairs_in_both as f64 / self.pairs_owned.max(1) as f64,
        }
    }
}

fn kiosks(world: &World) -> HashMap<u64, u64> {
    (0..).zip(world.tier.kiosk_ids).map(|(number, size)| (hash(world.seed, "kiosk person", number), size)).collect()
}

fn pairs(size: u64) -> u64 {
    size * size.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Kind, identifier};
    use crate::{DemoError, Tier};

    /// Owners 1, 1, 1, 2; the map splits the third id off and merges it with the fourth.
    #[test]
    fn scores_are_those_worked_out_by_hand() -> Result<(), DemoError> {
        let mut tier = Tier::named("ci")?;
        tier.kiosk_ids = [0, 0, 0];
        let world = World::new(tier);
        let id = |number, owner, mapped| IdentityTruth { identifier: identifier(Kind::User, number), owner, mapped };
        let mut sums = GraphSums::default();
        sums.add(&world, &[id(1, 1, 7), id(2, 1, 7), id(3, 1, 8), id(4, 2, 8)]);
        let scores = sums.scores(&world);
        // Precision 1, 1, 1/2, 1/2; recall 2/3, 2/3, 1/3, 1.
        assert!((scores.b3_precision - 0.75).abs() < 1e-12);
        assert!((scores.b3_recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12);
        assert!((scores.pair_precision - 0.5).abs() < 1e-12);
        assert!((scores.pair_recall - 1.0 / 3.0).abs() < 1e-12);
        Ok(())
    }
}
