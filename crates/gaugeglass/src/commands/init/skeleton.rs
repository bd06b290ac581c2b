//! The skeleton of a mapping for a folder that nothing recognises.

use gaugeglass_engine::{SampledFolder, nearest};
use gaugeglass_logs::{Column, Log, Need, logs};

use super::Source;

/// A skeleton for every folder whose rows can be read and are of no known kind: its path and its text.
pub fn all(sources: &[Source]) -> Vec<(String, String)> {
    sources.iter().filter(|source| source.is_strange()).map(|source| (path(&source.folder), text(source))).collect()
}

/// The file, named after the folder.
pub fn path(folder: &SampledFolder) -> String {
    let words = folder.path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain: Vec<&str> = words.filter(|word| !matches!(*word, "yyyy" | "mm" | "dd" | "hh")).collect();
    let name = if plain.is_empty() { "source".to_owned() } else { plain.join("_").to_lowercase() };
    format!("mappings/{name}.sql")
}

/// The log that comes closest.
pub fn log(source: &Source) -> &'static Log {
    let closest = source.candidates.first().and_then(|candidate| gaugeglass_logs::log(candidate.log));
    closest.unwrap_or(&logs()[0])
}

fn text(source: &Source) -> String {
    let log = log(source);
    let required: Vec<&Column> = log.columns.iter().filter(|column| column.need == Need::Required).collect();
    let others: Vec<&str> = log.columns.iter().filter(|column| column.need != Need::Required).map(|column| column.name).collect();
    let selected: Vec<String> = required.iter().map(|column| line(&source.folder, column)).collect();
    format!(
        "-- A skeleton: nothing that is built in fits {}.
-- Choose the log that these rows belong to; {} is the closest by name. `gaugeglass schema` prints every contract.
-- Below are the columns that {} needs: put a field of the source in the place of each null.
-- It may also have: {}.
--
-- Fields of the source:
{}
select
{}
from source
",
        source.folder.path.escape_debug(),
        log.name,
        log.name,
        others.join(", "),
        fields(&source.folder),
        selected.join("\n")
    )
    .replace(",\nfrom source", "\nfrom source")
}

fn fields(folder: &SampledFolder) -> String {
    let line = |(path, field): (&String, &gaugeglass_engine::SampledField)| {
        format!("--   {} ({}), filled in {} of {} rows", path.escape_debug(), field.kind, field.filled, folder.rows)
    };
    folder.fields.0.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A required column, from a field of nearly its name where there is one.
fn line(folder: &SampledFolder, column: &Column) -> String {
    let columns = folder.fields.columns();
    let value = match nearest(column.name, columns.iter().copied()) {
        Some(field) => format!("\"{}\"", field.replace('"', "\"\"")),
        None => "null".to_owned(),
    };
    format!("  -- {}\n  {value} as {},", column.doc, column.name)
}
