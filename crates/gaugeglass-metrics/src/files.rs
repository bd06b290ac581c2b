//! Where definitions come from: the files embedded in the program, then folders that extend or override them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::diagnostic::{Diagnostic, Source};

/// The subfolders that hold definitions.
pub(crate) const FOLDERS: &[&str] = &["customer", "operational", "links", "tables", "model", "readiness", "mutations"];

#[derive(RustEmbed)]
#[folder = "../../queries"]
struct Embedded;

/// Every version of every file by its path under `queries/`; the last one counts, the ones before stand in for it.
pub(crate) type Layers = BTreeMap<String, Vec<Source>>;

/// Reads the embedded files and those of the folders, in this order.
pub(crate) fn read(folders: &[PathBuf], findings: &mut Vec<Diagnostic>) -> Layers {
    let mut layers = embedded();
    for folder in folders {
        match sql_files(folder) {
            Ok(files) => files.iter().for_each(|file| add(&mut layers, folder, file, findings)),
            Err(error) => findings.push(unreadable(folder, &error)),
        }
    }
    layers
}

fn embedded() -> Layers {
    let mut layers = Layers::new();
    for path in Embedded::iter().filter(|path| path.ends_with(".sql")) {
        if let Some(file) = Embedded::get(&path) {
            let text = String::from_utf8_lossy(&file.data);
            layers.insert(path.to_string(), vec![Source::new(format!("queries/{path}"), &text)]);
        }
    }
    layers
}

fn add(layers: &mut Layers, folder: &Path, file: &Path, findings: &mut Vec<Diagnostic>) {
    let relative = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
    match std::fs::read_to_string(file) {
        Ok(text) => layers.entry(relative).or_default().push(Source::new(file.to_string_lossy(), &text)),
        Err(error) => findings.push(unreadable(file, &error)),
    }
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let diagnostic = Source::new(path.to_string_lossy(), "").at(1, 1, format!("cannot be read: {error}"));
    match error.kind() {
        io::ErrorKind::InvalidData => diagnostic.with_help("save the file as UTF-8"),
        io::ErrorKind::NotFound => diagnostic.with_help("correct the path in `queries.folders`, or make the folder"),
        _ => diagnostic,
    }
}

/// Every `.sql` file under a folder, in order of path.
pub(crate) fn sql_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // Hidden entries are what editors and mounts keep beside the files.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(sql_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "sql") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A number that changes when a file of the folders is added, removed or written: the poll of hot reload.
pub fn fingerprint(folders: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        folder.hash(&mut hasher);
        for file in sql_files(folder).unwrap_or_default() {
            let metadata = std::fs::metadata(&file).ok();
            let state = metadata.map(|metadata| (metadata.len(), metadata.modified().ok()));
            (file, state).hash(&mut hasher);
        }
    }
    hasher.finish()
}
