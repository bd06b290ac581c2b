//! The engine as a whole over logs that arrive in any shape and stores that misbehave: in process, so that a thousand
//! engines cost minutes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[cfg(feature = "delta")]
mod delta;
mod dice;
mod fault_store;
mod faults;
mod orders;
mod permutations;
mod trimmed;
mod untouched;
