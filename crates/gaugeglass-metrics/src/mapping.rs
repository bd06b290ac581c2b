//! A mapping file: one SELECT that turns a source's own columns into those of a log, and front matter that says what the
//! source is. The front matter may be left out: the columns are then what the files have.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::column_shape::{ColumnShape, Columns};
use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter;

/// A mapping, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// The file as messages name it.
    pub path: String,
    /// The whole text; its front matter is a comment to SQL, so places in it are places in the file.
    pub sql: String,
    /// What it maps, in a line.
    pub title: String,
    /// The source's format where the configuration names none.
    pub format: Option<String>,
    /// The columns of delimited text that has no header line.
    pub header: Option<Vec<String>>,
    /// The source's columns that the SELECT uses; what a file lacks reads as null. `None`: what the files have.
    pub columns: Option<Vec<(String, ColumnShape)>>,
    /// Columns of the log that such a source has no word for.
    pub cannot_carry: Vec<String>,
    /// Columns of the log that such a source has in coarser units, such as `event_time: s`.
    pub coarser: BTreeMap<String, String>,
    /// What else a reader should know.
    pub carries: String,
}

/// The keys that a mapping's front matter may have.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    title: String,
    format: Option<String>,
    header: Option<Vec<String>>,
    columns: Option<Columns>,
    cannot_carry: Vec<String>,
    coarser: BTreeMap<String, String>,
    carries: String,
}

impl Mapping {
    /// Reads the text of a file.
    pub fn read(path: &str, text: &str) -> Result<Mapping, Vec<Diagnostic>> {
        let source = Source::new(path, text);
        let keys = match has_front_matter(text) {
            true => front_matter::read::<Keys>(&source, &front_matter::split(&source)?)?,
            false => Keys::default(),
        };
        Ok(Mapping {
            path: path.to_owned(),
            sql: text.to_owned(),
            title: keys.title,
            format: keys.format,
            header: keys.header,
            columns: keys.columns.map(|columns| columns.0),
            cannot_carry: keys.cannot_carry,
            coarser: keys.coarser,
            carries: keys.carries,
        })
    }
}

fn has_front_matter(text: &str) -> bool {
    let opening = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
    opening.trim().strip_prefix("/*").map(str::trim) == Some("---")
}
