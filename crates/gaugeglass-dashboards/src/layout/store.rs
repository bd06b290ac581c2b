//! The dashboards at hand: those built in, extended or replaced by files in folders, read afresh when asked.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gaugeglass_metrics::Diagnostic;
use parking_lot::Mutex;
use rust_embed::RustEmbed;

use super::Dashboard;
use super::raw::parse;

#[derive(RustEmbed)]
#[folder = "../../dashboards"]
struct BuiltIn;

/// Dashboards by name, and what is wrong with files that were left out.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What could be read.
    pub dashboards: BTreeMap<String, Arc<Dashboard>>,
    /// Complaints about the rest.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the built-in dashboards and then the folders, later ones replacing earlier ones by name.
pub fn load(folders: &[PathBuf]) -> Loaded {
    let mut loaded = Loaded::default();
    for name in BuiltIn::iter().filter(|name| name.ends_with(".yaml")) {
        if let Some(file) = BuiltIn::get(&name) {
            loaded.add(&format!("dashboards/{name}"), &String::from_utf8_lossy(&file.data));
        }
    }
    for folder in folders {
        loaded.add_folder(folder);
    }
    loaded
}

impl Loaded {
    fn add_folder(&mut self, folder: &PathBuf) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(cause) => return self.complain(folder, &format!("the folder of dashboards cannot be read: {cause}")),
        };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
        files.sort();
        for path in files {
            match std::fs::read_to_string(&path) {
                Ok(text) => self.add(&path.display().to_string(), &text),
                Err(cause) => self.complain(&path, &format!("the file cannot be read: {cause}")),
            }
        }
    }

    fn add(&mut self, path: &str, text: &str) {
        match parse(path, text) {
            Ok(dashboard) => drop(self.dashboards.insert(dashboard.name.clone(), Arc::new(dashboard))),
            Err(findings) => self.diagnostics.extend(findings),
        }
    }

    fn complain(&mut self, path: &std::path::Path, message: &str) {
        self.diagnostics.push(Diagnostic::new(path.display().to_string(), "", 1, 1, message));
    }
}

/// Dashboards that follow their files; a file that breaks keeps its last good version.
pub struct Layouts {
    folders: Vec<PathBuf>,
    last: Mutex<BTreeMap<String, Arc<Dashboard>>>,
}

impl Layouts {
    /// Follows the built-in dashboards and these folders.
    pub fn new(folders: Vec<PathBuf>) -> Layouts {
        Layouts { folders, last: Mutex::new(BTreeMap::new()) }
    }

    /// The dashboards as their files are now. Files are few and small, so they are simply read again.
    pub fn current(&self) -> Loaded {
        let mut loaded = load(&self.folders);
        let mut last = self.last.lock();
        for broken in &loaded.diagnostics {
            if let Some(good) = last.values().find(|dashboard| dashboard.path == broken.path()) {
                loaded.dashboards.insert(good.name.clone(), Arc::clone(good));
            }
        }
        last.clone_from(&loaded.dashboards);
        loaded
    }
}
