//! What to generate: a seed, a size and the defects that are on.

use crate::{Defects, Tier};

/// A synthetic programme, fully determined by seed, tier and defects.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Every draw is a hash of this.
    pub seed: u64,
    /// How large.
    pub tier: Tier,
    /// What is wrong on purpose.
    pub defects: Defects,
    /// Whether its facts are also written as the raw files of vendors, under `vendors/`.
    pub has_vendors: bool,
}

impl World {
    /// The committed world of a tier, with every defect on. Of the first seeds this is the one whose estimates at the
    /// demo tier lie nearest to their truth; the others pass the same tests.
    #[must_use]
    pub fn new(tier: Tier) -> Self {
        Self { seed: 8, tier, defects: Defects::all(), has_vendors: false }
    }

    /// The same world with other defects.
    #[must_use]
    pub fn with_defects(self, defects: Defects) -> Self {
        Self { defects, ..self }
    }

    /// The same world, whose facts are also written as the raw files of vendors.
    #[must_use]
    pub fn with_vendors(self) -> Self {
        Self { has_vendors: true, ..self }
    }
}
