//! A relation in a file: a model `model.<name>`, which metrics are written over, or a table `metrics.<name>`, which readers open.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter;
use crate::parameter::Parameter;
use crate::reader::{RawParameters, Reader, Text, TextList, listed, plain};
use crate::statement::{self, Allowed, SCHEMAS};

/// A relation derived from the logs, as its file defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The file's name; the relation is `model.<name>`, or `metrics.<name>` for a table.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What a row stands for and how it is made.
    pub description: String,
    /// `one row per …`.
    pub grain: String,
    /// Columns that together name one row.
    pub key: Vec<String>,
    /// Declared parameters; a metric that declares the same name overrides the default.
    pub parameters: Vec<Parameter>,
    /// Where the definition comes from.
    pub sources: Vec<String>,
    /// Relations its SQL names, such as `logs.events`.
    pub inputs: Vec<String>,
    /// The query as written.
    pub sql: String,
    /// The file.
    pub path: String,
    /// First 12 hexadecimal digits of the hash of the file.
    pub definition: String,
}

/// The front matter as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    title: Text,
    description: Text,
    grain: Text,
    key: TextList,
    parameters: RawParameters,
    sources: TextList,
}

/// Reads one file of a model or a table.
pub(crate) fn parse(source: &Source, name: &str) -> Result<Model, Vec<Diagnostic>> {
    let matter = front_matter::split(source)?;
    let raw: Raw = front_matter::read(source, &matter)?;
    let mut reader = Reader::new(source, matter.line);
    let parameters = reader.parameters(raw.parameters);
    let allowed = Allowed { schemas: SCHEMAS, parameters: &parameters };
    let statement = statement::parse(source, &matter, &allowed, &mut reader.findings);
    let title = reader.text("title", raw.title);
    let description = reader.text("description", raw.description);
    let grain = reader.text("grain", raw.grain);
    let key = reader.names(listed(&raw.key));
    match statement {
        Some(statement) if reader.findings.is_empty() => Ok(Model {
            name: name.to_owned(),
            title,
            description,
            grain,
            key,
            parameters,
            sources: plain(raw.sources),
            inputs: statement.inputs,
            sql: statement.sql,
            path: source.path.clone(),
            definition: source.definition(),
        }),
        _ => Err(reader.findings),
    }
}
