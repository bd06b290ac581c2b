//! The browser of this machine.

use std::path::PathBuf;

/// A Chromium, whatever its name, where this machine has a Node.js to drive it as well.
pub fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut paths = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    paths.find(|path| path.exists()).filter(|_| super::node_available())
}
