//! Programs of `tests/clients/package.json`, installed once beside the build.

use std::path::PathBuf;
use std::process::Command;

/// True where this machine has Node.js and its package manager.
pub fn node_available() -> bool {
    Command::new("npm").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A file of an installed package.
pub fn node_file(path: &str) -> PathBuf {
    let wanted = super::text("tests/clients/package.json");
    let folder = super::program().parent().unwrap().join("gaugeglass-test-node");
    std::fs::create_dir_all(&folder).unwrap();
    // Tests may be processes of their own: the first one installs, the others wait.
    let turn = std::fs::File::create(folder.with_extension("lock")).unwrap();
    turn.lock().unwrap();
    let stamp = folder.join("installed.json");
    if !std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        std::fs::write(folder.join("package.json"), &wanted).unwrap();
        let output = Command::new("npm").args(["install", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "npm install: {}", String::from_utf8_lossy(&output.stderr));
        std::fs::write(stamp, wanted).unwrap();
    }
    folder.join("node_modules").join(path)
}
