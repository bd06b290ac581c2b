//! Where sheets and judgements go: never into a log location, and never over a file that is there.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::failure::Failure;

/// Fails where the file would lie in a store of logs, or in a folder that is not there.
pub fn refuse(config: &Config, output: &Path) -> Result<(), Failure> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(found) = folder.canonicalize() else {
        return Err(Failure::new(format!("there is no folder {}; make it, or name a file elsewhere with --output", folder.display())));
    };
    match stores(config).any(|store| found.starts_with(store)) {
        true => Err(Failure::new(format!(
            "{} lies within the logs, where nothing is written; name a file elsewhere with --output",
            output.display()
        ))),
        false => Ok(()),
    }
}

/// The folders of logs on this machine.
fn stores(config: &Config) -> impl Iterator<Item = PathBuf> {
    let paths = config.engine.stores.values().filter_map(|store| store.url.strip_prefix("file:"));
    paths.filter_map(|path| config.engine.base.join(path.strip_prefix("//").unwrap_or(path)).canonicalize().ok())
}

/// Writes a new file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| match cause.kind() {
        ErrorKind::AlreadyExists => {
            Failure::new(format!("{} is there already and may be somebody's work; name another with --output", path.display()))
        }
        _ => Failure::new(format!("{} cannot be written: {cause}", path.display())),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
