//! How large a world is.

use crate::DemoError;

/// The size of a world; the plants are the same in each.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Name, as on the command line.
    pub name: &'static str,
    /// Customers; a multiple of one hundred, so that shares are exact.
    pub people: u64,
    /// Mean visits of a customer over the whole world, beyond what the plants add.
    pub visits_mean: f64,
    /// Share of customers in each of the twenty placebo experiments.
    pub placebo_share: f64,
    /// Customers whose rows are held in memory at once; one Parquet file a day and shard.
    pub shard_people: u64,
    /// Share of iOS exposures that the broken experiment loses, enough to be seen at this size.
    pub srm_loss: f64,
    /// Sizes of the three clusters that a shared kiosk glues together.
    pub kiosk_ids: [u64; 3],
    /// Requests a minute on the engine that has the incident, from thirty days before it.
    pub incident_requests_per_minute: i64,
}

impl Tier {
    /// The tier of that name: `ci`, `demo`, `large` or `bench`.
    pub fn named(name: &str) -> Result<Self, DemoError> {
        match name {
            "ci" => Ok(Self::ci()),
            "demo" => Ok(Self::demo()),
            "large" => Ok(Self::large()),
            "bench" => Ok(Self::bench()),
            _ => Err(DemoError::UnknownTier { name: name.into() }),
        }
    }

    fn ci() -> Self {
        Self {
            name: "ci",
            people: 2_000,
            visits_mean: 14.0,
            shard_people: 2_000,
            placebo_share: 0.25,
            srm_loss: 0.40,
            kiosk_ids: [12, 30, 90],
            incident_requests_per_minute: 5,
        }
    }

    fn demo() -> Self {
        Self { name: "demo", people: 20_000, visits_mean: 26.0, shard_people: 20_000, srm_loss: 0.13, ..Self::large() }
    }

    fn large() -> Self {
        Self {
            name: "large",
            people: 120_000,
            visits_mean: 27.0,
            shard_people: 20_000,
            placebo_share: 0.25,
            srm_loss: 0.06,
            kiosk_ids: [120, 300, 900],
            incident_requests_per_minute: 5,
        }
    }

    fn bench() -> Self {
        Self { name: "bench", people: 5_000_000, visits_mean: 2.0, shard_people: 100_000, srm_loss: 0.04, ..Self::large() }
    }
}
