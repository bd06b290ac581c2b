//! Programs of `tests/clients/package.json`, installed once beside the build, and the scripts that use them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest release that all of the packages run on.
const MAJOR_MIN: u32 = 20;

/// True where this machine has a Node.js that is new enough, and its package manager.
pub fn node_available() -> bool {
    let version = |program: &str| Command::new(program).arg("--version").output().ok().filter(|output| output.status.success());
    let major = version("node").and_then(|output| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.trim_start_matches('v').split('.').next()?.parse::<u32>().ok()
    });
    major.is_some_and(|major| major >= MAJOR_MIN) && version("npm").is_some()
}

/// A file of an installed package.
pub fn node_file(path: &str) -> PathBuf {
    installed().join("node_modules").join(path)
}

/// Runs a script of `tests/clients/`; gives its standard output, and panics with its errors.
pub fn node(script: &str, arguments: &[&str]) -> String {
    // What a script imports is looked for in the folders above it.
    let beside = tempfile::tempdir_in(installed()).unwrap();
    copy_scripts(beside.path());
    let output = Command::new("node").arg(beside.path().join(script)).args(arguments).output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn copy_scripts(to: &Path) {
    let scripts = std::fs::read_dir(super::root().join("tests/clients")).unwrap().map(|entry| entry.unwrap().path());
    for script in scripts.filter(|path| path.extension().is_some_and(|ending| ending == "mjs")) {
        std::fs::copy(&script, to.join(script.file_name().unwrap())).unwrap();
    }
}

/// The folder that the packages are installed in.
fn installed() -> PathBuf {
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
    folder
}
