//! Mappings of well-known vendors onto the contracts: one SQL file for a vendor and a log, embedded in the program.

use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "mappings"]
struct Embedded;

/// A mapping that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    /// The vendor or format, as a configuration names it: `segment`.
    pub vendor: &'static str,
    /// The log that it fills.
    pub log: &'static str,
    /// Front matter and statement.
    pub sql: &'static str,
}

static MAPPINGS: LazyLock<Vec<BuiltIn>> = LazyLock::new(|| Embedded::iter().filter_map(|path| built_in(&path)).collect());

/// Every mapping that comes with the program, by vendor and log.
#[must_use]
pub fn mappings() -> &'static [BuiltIn] {
    &MAPPINGS
}

/// The mapping of a vendor for a log.
#[must_use]
pub fn mapping(vendor: &str, log: &str) -> Option<&'static BuiltIn> {
    mappings().iter().find(|mapping| mapping.vendor == vendor && mapping.log == log)
}

/// Text is kept as long as the program runs: there are a dozen files, each read once.
fn built_in(path: &str) -> Option<BuiltIn> {
    let (vendor, log) = path.strip_suffix(".sql")?.split_once('/')?;
    let text = String::from_utf8(Embedded::get(path)?.data.into_owned()).ok()?;
    Some(BuiltIn { vendor: vendor.to_owned().leak(), log: log.to_owned().leak(), sql: text.leak() })
}

#[cfg(test)]
mod tests;
