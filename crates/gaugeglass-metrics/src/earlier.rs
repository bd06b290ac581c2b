//! The checks of an earlier day: a folder that somebody kept, read by itself.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::check::{self, Check};
use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, sql_files};
use crate::registry::{Registry, check_with_needs, number};
use crate::vocabulary::Dimension;

impl Registry {
    /// The scored checks of a folder alone, by dimension and number, and what is wrong with it. The folder is one of queries with
    /// `readiness/` in it, or `readiness/` itself. Logs behind its SQL are found through the models of this registry.
    pub fn checks_of(&self, folder: &Path) -> (Vec<Arc<Check>>, Vec<Diagnostic>) {
        let inner = folder.join("readiness");
        let folder = if inner.is_dir() { inner } else { folder.to_owned() };
        let files = match sql_files(&folder) {
            Ok(files) => files,
            Err(error) => return (Vec::new(), vec![unreadable(&folder, &error)]),
        };
        let (mut checks, mut findings) = (Vec::new(), Vec::new());
        for file in files {
            match read(&file) {
                Ok(check) => checks.push(check),
                Err(wrong) => findings.extend(wrong),
            }
        }
        checks.retain(|check: &Check| check.dimension != Dimension::Level);
        checks.sort_by_key(|check| (check.dimension, number(check)));
        (checks.into_iter().map(|check| check_with_needs(check, self.models())).collect(), findings)
    }
}

fn read(file: &Path) -> Result<Check, Vec<Diagnostic>> {
    let text = std::fs::read_to_string(file).map_err(|error| vec![unreadable(file, &error)])?;
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    check::parse(&Source::new(file.to_string_lossy(), &text), &name)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    files::unreadable(path, error).with_help("correct the path in `readiness.previous_rules`")
}
