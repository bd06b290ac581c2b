//! Documents that may name each other.

use super::document::Body;
use super::read::Entry;
use super::sli::SliSpec;

/// The documents of a file and of the folder they go to, and the business time zone.
pub(crate) struct Library<'a> {
    pub entries: Vec<&'a Entry>,
    pub time_zone: &'a str,
}

impl<'a> Library<'a> {
    /// The SLI of this name.
    pub fn sli(&self, name: &str) -> Option<(&'a Entry, &'a SliSpec)> {
        self.named(name).find_map(|entry| match &entry.document.body {
            Body::Sli(spec) => Some((entry, spec.as_ref())),
            _ => None,
        })
    }

    /// The kind of system that the data source of this name is.
    pub fn source_type(&self, name: &str) -> Option<&'a str> {
        self.named(name).find_map(|entry| match &entry.document.body {
            Body::DataSource(spec) => Some(spec.source_type.as_str()),
            _ => None,
        })
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().copied().filter(move |entry| entry.document.metadata.name == name)
    }
}
