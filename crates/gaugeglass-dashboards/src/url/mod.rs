//! The address is the state: everything a page shows can be read from its URL and written back to it.

mod moment;
mod view;

#[cfg(test)]
mod tests;

pub use moment::{Moment, Unit};
pub use view::{Compare, Range, View};

/// A parameter of the address has a value that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}={value}: {allowed}")]
pub struct BadParameter {
    /// The parameter, as in the address.
    pub parameter: String,
    /// Its value, as in the address.
    pub value: String,
    /// What would be understood.
    pub allowed: String,
}

impl BadParameter {
    /// A complaint about `parameter=value`.
    pub fn new(parameter: impl Into<String>, value: impl Into<String>, allowed: impl Into<String>) -> BadParameter {
        BadParameter { parameter: parameter.into(), value: value.into(), allowed: allowed.into() }
    }
}

/// Writes pairs as the part of an address after the path; empty when there are none.
pub fn query(pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let mut writer = ::url::form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    writer.extend_pairs(pairs);
    writer.finish()
}
