//! Where commands write: never into a log location, and never over a file that is there.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::failure::Failure;

/// The path that a `file:` URL names; none for what is elsewhere.
pub fn file_path(url: &str) -> Option<&str> {
    let path = url.strip_prefix("file:")?;
    Some(path.strip_prefix("//").unwrap_or(path))
}

/// The folder that a file lies in.
pub fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path with its links followed; of one that is still to be made, the part that is there.
pub fn real(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|cause| Failure::new(format!("{}: {cause}", path.display())))?;
    let there = absolute.ancestors().find_map(|part| part.canonicalize().ok().map(|found| (part, found)));
    let (part, found) = there.ok_or_else(|| Failure::new(format!("there is no folder for {}", path.display())))?;
    Ok(found.join(absolute.strip_prefix(part).unwrap_or(Path::new(""))))
}

/// Fails where a path, which need not be there yet, leads into a store of logs; `flag` names another.
pub fn refuse_logs(config: &Config, path: &Path, flag: &str) -> Result<(), Failure> {
    let real = real(path)?;
    match stores(config).any(|store| real.starts_with(store)) {
        true => Err(within_logs(path, flag)),
        false => Ok(()),
    }
}

/// Fails where the file would lie in a store of logs, or in a folder that is not there.
pub fn refuse(config: &Config, output: &Path) -> Result<(), Failure> {
    let folder = folder(output);
    if !folder.is_dir() {
        return Err(Failure::new(format!("there is no folder {}; make it, or name a file elsewhere with --output", folder.display())));
    }
    refuse_logs(config, output, "--output")
}

/// What is said where something would be written into the logs.
pub fn within_logs(path: &Path, flag: &str) -> Failure {
    Failure::new(format!("{} lies within the logs, where nothing is written; name another place with {flag}", path.display()))
}

/// The folders of logs on this machine.
fn stores(config: &Config) -> impl Iterator<Item = PathBuf> {
    let paths = config.engine.stores.values().filter_map(|store| file_path(&store.url));
    paths.filter_map(|path| config.engine.base.join(path).canonicalize().ok())
}

/// Writes a new file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |cause: io::Error| match cause.kind() {
        ErrorKind::AlreadyExists => {
            Failure::new(format!("{} is there already and may be somebody's work; name another place", path.display()))
        }
        _ => Failure::new(format!("{} cannot be written: {cause}", path.display())),
    };
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_path_is_where_its_links_lead_also_before_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("logs")).unwrap();
        std::os::unix::fs::symlink(root.join("logs"), root.join("link")).unwrap();
        for (path, led) in [("link", "logs"), ("link/new/report.html", "logs/new/report.html"), ("new/a", "new/a")] {
            assert_eq!(real(&root.join(path)).unwrap(), root.join(led), "{path}");
        }
    }

    #[test]
    fn a_file_that_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sheet.csv");
        assert!(write(&path, "mine").is_ok() && write(&path, "other").is_err());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "mine");
    }
}
