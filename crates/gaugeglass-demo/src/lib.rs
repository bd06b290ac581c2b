//! A synthetic personalization programme whose true figures are known.
//!
//! A world is a seed, a size and a set of defects. From these three come every log of the contracts, written as
//! Parquet by day of arrival, and under `truth/` what a correct reader must find in them: effects from potential
//! outcomes, counts from the rows themselves, and a ledger of every fault. The logs never mention the truth.

mod campaigns;
mod catalog;
mod chunk;
mod clock;
mod columns;
mod content;
mod defects;
mod error;
mod experiments;
mod folder;
mod generate;
mod groups;
mod identity;
mod latency;
mod ledger;
mod market;
mod ndjson;
mod outcomes;
mod parallel;
mod partitions;
mod parts;
mod person;
mod plants;
mod random;
mod registries;
mod rows;
mod stage;
mod tally;
mod tiers;
mod truth;
mod vendors;
mod world;
mod writer;

pub use defects::{Defects, Family};
pub use error::DemoError;
pub use generate::{Progress, Summary, generate};
pub use tiers::Tier;
pub use world::World;

#[cfg(test)]
mod tests;
