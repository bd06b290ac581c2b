//! A recipe: which package, which of its files, which columns, which logs.

use std::collections::BTreeMap;

use rust_embed::Embed;
use serde::Deserialize;

use super::DatasetError;

#[derive(Embed)]
#[folder = "../../datasets"]
struct Files;

/// How one data set is made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Name of its folder.
    #[serde(skip)]
    pub name: String,
    /// What it is, in a line.
    pub title: String,
    /// Under which terms the data may be used.
    pub licence: String,
    /// The instant at which the data set ends.
    pub as_of: String,
    /// Business time zone, by its IANA name.
    pub time_zone: String,
    /// Where the data comes from.
    pub package: Package,
    /// Files that are converted, by the folder they go to.
    pub sources: BTreeMap<String, Source>,
    /// Logs that they feed, by name.
    pub logs: BTreeMap<String, LogRecipe>,
    /// Text of every mapping, by path.
    #[serde(skip)]
    pub mappings: BTreeMap<String, String>,
    /// Origin, licence, and what the data can show.
    #[serde(skip)]
    pub readme: String,
}

/// A published Python package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its wheel, in hexadecimal.
    pub sha256: String,
}

/// Files of one shape that become one folder of JSON lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How lines are split.
    pub format: TextFormat,
    /// Columns to keep: the new name, and the name in the file's header.
    pub columns: BTreeMap<String, String>,
    /// The files.
    pub files: Vec<PackageFile>,
}

/// How the lines of a text file are split; its first line is a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// At commas, with quotes.
    Csv,
    /// At runs of blanks.
    Blanks,
}

/// One file of the package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageFile {
    /// Path in the package.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Name of what becomes of it, without ending.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// Columns that its place tells and its text does not.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
}

/// One log of the data set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogRecipe {
    /// The source that feeds it.
    pub source: String,
    /// The mapping, by its path in the data set's folder.
    pub mapping: String,
}

/// Names of all data sets.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Files::iter().filter_map(|path| path.strip_suffix("/dataset.toml").map(str::to_owned)).collect();
    names.sort();
    names
}

/// The recipe of that name.
pub fn load(name: &str) -> Result<Recipe, DatasetError> {
    let text = file(name, "dataset.toml").ok_or_else(|| DatasetError::Unknown { name: name.to_owned(), known: names() })?;
    let mut recipe = parse(name, &text)?;
    recipe.readme = file(name, "README.md").unwrap_or_default();
    let paths: Vec<String> = recipe.logs.values().map(|log| log.mapping.clone()).collect();
    for path in paths {
        let text = file(name, &path).ok_or_else(|| wrong(name, format!("there is no {path}")))?;
        recipe.mappings.insert(path, text);
    }
    Ok(recipe)
}

/// The recipe in `text`, whose logs name sources that exist.
pub fn parse(name: &str, text: &str) -> Result<Recipe, DatasetError> {
    let mut recipe: Recipe = toml::from_str(text).map_err(|cause| wrong(name, cause.to_string()))?;
    name.clone_into(&mut recipe.name);
    for (log, each) in &recipe.logs {
        if !recipe.sources.contains_key(&each.source) {
            return Err(wrong(name, format!("logs.{log}: there is no source `{}`", each.source)));
        }
    }
    Ok(recipe)
}

fn file(name: &str, path: &str) -> Option<String> {
    let file = Files::get(&format!("{name}/{path}"))?;
    Some(String::from_utf8_lossy(&file.data).into_owned())
}

fn wrong(name: &str, message: String) -> DatasetError {
    DatasetError::Recipe { name: name.to_owned(), message }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_data_set_has_a_valid_recipe_for_logs_of_the_contract_and_a_page() {
        assert_eq!(names(), ["cdnow", "open_bandit"]);
        for name in names() {
            let recipe = load(&name).unwrap();
            assert!(!recipe.logs.is_empty(), "{name}");
            assert!(recipe.readme.contains("## Origin and licence"), "{name}");
            for log in recipe.logs.keys() {
                assert!(gaugeglass_logs::log(log).is_some(), "{name}: {log}");
            }
        }
    }

    #[test]
    fn every_hash_is_a_sha256() {
        for recipe in names().iter().map(|name| load(name).unwrap()) {
            let files = recipe.sources.values().flat_map(|source| &source.files);
            for hash in files.map(|file| &file.sha256).chain([&recipe.package.sha256]) {
                assert_eq!(hash.len(), 64, "{hash}");
                assert!(hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{hash}");
            }
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = load("cdnew").unwrap_err();
        assert_eq!(error.to_string(), "no data set `cdnew`; there are cdnow, open_bandit");
    }

    #[test]
    fn a_log_without_its_source_is_refused() {
        let text = "title = ''\nlicence = ''\nas_of = ''\ntime_zone = ''\n\
            package = { name = '', version = '', sha256 = '' }\nsources = {}\n\
            [logs.orders]\nsource = 'orders'\nmapping = 'mapping/orders.sql'\n";
        let error = parse("tiny", text).unwrap_err();
        assert_eq!(error.to_string(), "datasets/tiny/dataset.toml: logs.orders: there is no source `orders`");
    }
}
