//! A configuration that is changed: a log left out of it, or read through a mapping that keeps only some of its rows.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A configuration, to be changed; all changed ones share its cache.
#[derive(Debug)]
pub struct Changed {
    folder: TempDir,
    /// The configuration as it was.
    pub text: String,
}

impl Changed {
    /// Changes of a configuration whose locations are whole.
    pub fn of(text: String) -> Changed {
        Changed { folder: tempfile::tempdir().unwrap(), text }
    }

    /// Where files lie that changed configurations name.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The logs that are read.
    pub fn logs(&self) -> Vec<&str> {
        self.tables().into_iter().map(|(log, _)| log).collect()
    }

    /// The tables of the logs, as written.
    fn tables(&self) -> Vec<(&str, &str)> {
        let tables = self.text.split("\n[logs.").skip(1);
        tables.map(|table| (table.split(']').next().unwrap(), table.split_once("]\n").unwrap().1.trim())).collect()
    }

    /// A log less.
    pub fn without(&self, log: &str) -> String {
        let (_, table) = self.tables().into_iter().find(|(name, _)| *name == log).unwrap();
        self.replaced(&format!("[logs.{log}]\n{table}"), "")
    }

    /// The log read through a mapping that keeps only the rows for which a condition holds.
    pub fn narrowed(&self, log: &str, condition: &str) -> String {
        let mapping = self.folder().join(format!("{log}.sql"));
        let columns = gaugeglass_logs::log(log).unwrap().columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>();
        std::fs::write(&mapping, format!("select {} from source where {condition}", columns.join(", "))).unwrap();
        self.replaced(&format!("[logs.{log}]\n"), &format!("[logs.{log}]\nmapping = \"{}\"\n", mapping.display()))
    }

    fn replaced(&self, from: &str, to: &str) -> String {
        let changed = self.text.replace(from, to);
        assert_ne!(changed, self.text, "{from}");
        changed
    }

    /// A changed configuration as a file of its own.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let folder = self.folder().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        super::write_config(&folder, text)
    }
}
