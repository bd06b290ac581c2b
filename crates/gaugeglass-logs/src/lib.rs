//! The log contracts: which logs a personalization programme keeps, the columns of each, and what a valid row is.
//!
//! This crate owns names, types, needs and rules as plain data. It reads no file and starts no query:
//! the engine maps a source onto a contract, and the demo writes files that keep one. The mappings of well-known vendors
//! are here, too, as text: one SQL file for a vendor and a log, under `mappings/`.

mod column;
mod contracts;
mod envelope;
mod log;
mod mappings;
mod rule;
mod vocabulary;

pub use column::{Column, ColumnType, Need};
pub use contracts::{log, logs};
pub use log::Log;
pub use mappings::{BuiltIn, mapping, mappings};
pub use rule::Rule;

#[cfg(test)]
mod tests;
