//! A folder of queries and the documents that lie in it. Files are added to it, never changed, and never beside it; nor
//! is it one of logs.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use gaugeglass_metrics::openslo::{Entry, NewFile, read};

use crate::config::Config;
use crate::failure::Failure;
use crate::place;

/// How the files that keep documents end.
const ENDING: &str = ".openslo.yaml";

/// A folder of queries.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at a path, which need not be there yet.
    pub fn new(path: PathBuf) -> Folder {
        Folder(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where it is, whatever folder a command is started in.
    pub fn absolute(&self) -> PathBuf {
        absolute(&self.0)
    }

    /// Whether it is among these folders.
    pub fn is_one_of(&self, folders: &[PathBuf]) -> bool {
        folders.iter().any(|folder| absolute(folder) == self.absolute())
    }

    /// The documents that it keeps, in order of file; none where it is not there.
    pub fn documents(&self) -> Result<Vec<Entry>, Failure> {
        let mut documents = Vec::new();
        for path in self.kept()? {
            let text = fs::read_to_string(&path).map_err(|cause| unreadable(&path, &cause))?;
            let found = read(&path.display().to_string(), &text);
            documents.extend(found.map_err(|mistakes| super::refused(&mistakes, &format!("{} cannot be read", path.display())))?);
        }
        Ok(documents)
    }

    fn kept(&self) -> Result<Vec<PathBuf>, Failure> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(unreadable(&self.0, &cause)),
        };
        let mut kept = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|cause| unreadable(&self.0, &cause))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.ends_with(ENDING) && !name.starts_with('.') {
                kept.push(entry.path());
            }
        }
        kept.sort();
        Ok(kept)
    }

    /// Refuses a folder of logs, files that are there already, and those that a link would put elsewhere.
    pub fn refuse(&self, config: &Config, files: &[NewFile]) -> Result<(), Failure> {
        place::refuse_logs(config, &self.0, "--dir")?;
        for path in files.iter().map(|file| self.0.join(&file.path)) {
            if path.symlink_metadata().is_ok() {
                let words = "is there already and is not overwritten: remove it, or name another folder with --dir";
                return Err(Failure::new(format!("{} {words}", path.display())));
            }
            let beside = path.parent().unwrap_or(&self.0);
            if beside.symlink_metadata().is_ok() && !self.holds(beside)? {
                let words = "leads out of the folder by a link: remove the link, or name another folder with --dir";
                return Err(Failure::new(format!("{} {words}", beside.display())));
            }
        }
        Ok(())
    }

    fn holds(&self, path: &Path) -> Result<bool, Failure> {
        let real = |path: &Path| path.canonicalize().map_err(|cause| unreadable(path, &cause));
        Ok(real(path)?.starts_with(real(&self.0)?))
    }

    /// Writes a new file.
    pub fn write(&self, file: &NewFile) -> Result<(), Failure> {
        let path = self.0.join(&file.path);
        let failed = |cause: std::io::Error| Failure::new(format!("{} cannot be written: {cause}", path.display()));
        fs::create_dir_all(path.parent().unwrap_or(&self.0)).map_err(failed)?;
        place::write(&path, &file.text)
    }
}

/// Only an empty path has no absolute form.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be read: {cause}", path.display()))
}
