//! Splits a file into its front matter and its SQL, and reads the front matter as YAML.

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, RenderOptions, SnippetMode};

use crate::diagnostic::{Diagnostic, Source};
use crate::nearest::suggestion;

const SHAPE: &str = "begin the file with `/* ---`, then `key: value` lines, then `--- */`, then one SELECT";

/// The two halves of a file.
#[derive(Debug)]
pub(crate) struct FrontMatter<'a> {
    /// The text between the two markers.
    pub yaml: &'a str,
    /// The line of the opening marker, counted from 1; line 1 of `yaml` is the next one.
    pub line: u64,
    /// What follows the closing marker.
    pub sql: &'a str,
    /// Lines before `sql`, so that its places can be told as places of the file.
    pub lines_before_sql: u64,
}

/// Finds the markers of the front matter.
pub(crate) fn split(source: &Source) -> Result<FrontMatter<'_>, Vec<Diagnostic>> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let body = text.trim_start();
    let line = 1 + text[..text.len() - body.len()].matches('\n').count() as u64;
    let (opening, rest) = body.split_once('\n').unwrap_or((body, ""));
    if opening.trim().strip_prefix("/*").map(str::trim) != Some("---") {
        return Err(vec![source.at(1, 1, "the file has no front matter").with_help(SHAPE)]);
    }
    let mut length = 0;
    for (number, row) in (line + 1..).zip(rest.split_inclusive('\n')) {
        if row.trim().strip_suffix("*/").map(str::trim) == Some("---") {
            let (yaml, sql) = (&rest[..length], &rest[length + row.len()..]);
            return Ok(FrontMatter { yaml, line, sql, lines_before_sql: number });
        }
        refuse_comment_marks(source, number, row)?;
        length += row.len();
    }
    let open = source.at(line, 1, "the front matter is not closed");
    Err(vec![open.with_help("end it with a line `--- */`")])
}

/// The front matter is an SQL comment: a mark inside it would end it early, or open another, in other clients.
fn refuse_comment_marks(source: &Source, number: u64, row: &str) -> Result<(), Vec<Diagnostic>> {
    let found = ["*/", "/*"].into_iter().find_map(|mark| Some((row.find(mark)?, mark)));
    let Some((offset, mark)) = found else {
        return Ok(());
    };
    let column = row[..offset].chars().count() as u64 + 1;
    let diagnostic = source.at(number, column, format!("`{mark}` inside the front matter"));
    let help = "the front matter is one SQL comment: write this without the mark; close it with `--- */`";
    Err(vec![diagnostic.with_help(help)])
}

/// Reads the YAML into `T`, whose fields are the known keys.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, matter: &FrontMatter<'_>) -> Result<T, Vec<Diagnostic>> {
    // An empty document is null to YAML; here it is a mapping without keys, whose required keys are all missing.
    let yaml = if matter.yaml.trim().is_empty() { "{}" } else { matter.yaml };
    serde_saphyr::from_str(yaml).map_err(|error| vec![explain(source, matter, &error)])
}

fn explain(source: &Source, matter: &FrontMatter<'_>, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let (line, column) = error.location().map_or((matter.line, 1), |place| (matter.line + place.line(), place.column()));
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            source.at(line, column, format!("unknown key `{field}`")).with_help(suggestion(field, expected.iter().copied()))
        }
        Error::SerdeMissingField { field, .. } => source.at(line, column, format!("missing key `{field}`")),
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            source.at(line, column, format!("key `{key}` is given twice")).with_help("keep one of the two")
        }
        Error::InvalidScalar { ty, .. } => source.at(line, column, format!("not a valid {}", plain_type(ty))),
        _ => source.at(line, column, format!("front matter: {}", rendered(error))),
    }
}

fn plain_type(name: &str) -> &str {
    match name {
        "f32" | "f64" | "floating point" => "number",
        "bool" | "boolean" => "boolean: write true or false",
        _ if name.starts_with(['u', 'i']) => "whole number",
        _ => name,
    }
}

/// The parser's own words, on one line and without its place, which counts from the front matter.
pub(crate) fn rendered(error: &Error) -> String {
    let mut options = RenderOptions::default();
    options.snippets = SnippetMode::Off;
    let text = error.render_with_options(options);
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).to_owned()
}
