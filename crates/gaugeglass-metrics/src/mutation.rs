//! A mutation: a defect put into one relation on purpose, which one check must notice.
//!
//! The SELECT gives the columns of the relation that it stands in for. Nothing is written anywhere: the engine reads the SELECT
//! where a check would read the relation.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter;
use crate::reader::{Reader, Text, is_identifier};
use crate::statement::{self, Allowed, SCHEMAS};

/// A known defect, as its file defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// The file's name.
    pub name: String,
    /// What people call the defect.
    pub title: String,
    /// What is done to which rows.
    pub description: String,
    /// The relation that it stands in for, such as `logs.decisions`.
    pub replaces: String,
    /// Id of the check that must notice.
    pub detects: String,
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
    replaces: Text,
    detects: Text,
}

/// Reads one mutation file.
pub(crate) fn parse(source: &Source, name: &str) -> Result<Mutation, Vec<Diagnostic>> {
    let matter = front_matter::split(source)?;
    let raw: Raw = front_matter::read(source, &matter)?;
    let mut reader = Reader::new(source, matter.line);
    check_relation(&mut reader, &raw.replaces);
    let allowed = Allowed { schemas: SCHEMAS, parameters: &[] };
    let statement = statement::parse(source, &matter, &allowed, &mut reader.findings);
    let mutation = Mutation {
        name: name.to_owned(),
        title: reader.text("title", raw.title),
        description: reader.text("description", raw.description),
        replaces: reader.text("replaces", raw.replaces),
        detects: reader.text("detects", raw.detects),
        sql: statement.map(|statement| statement.sql).unwrap_or_default(),
        path: source.path.clone(),
        definition: source.definition(),
    };
    match reader.findings.is_empty() {
        true => Ok(mutation),
        false => Err(reader.findings),
    }
}

/// What is logged, or what is measured of it; a model follows from these.
fn check_relation(reader: &mut Reader<'_>, replaces: &Text) {
    let Some(relation) = replaces else {
        return;
    };
    let is_source = |(schema, name): (&str, &str)| matches!(schema, "logs" | "meta") && is_identifier(name);
    if !relation.value.split_once('.').is_some_and(is_source) {
        let message = format!("`{}` cannot be stood in for", relation.value);
        reader.report(relation, message, "name a log, such as logs.decisions, or a relation of meta");
    }
}
