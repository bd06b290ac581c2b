//! A world of the smallest tier, generated once for a build of the program and shared by all tests.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

/// The folder of the `ci` world, with its configuration.
pub fn world() -> &'static Path {
    static WORLD: OnceLock<PathBuf> = OnceLock::new();
    WORLD.get_or_init(|| {
        let beside = super::program().parent().unwrap().join("gaugeglass-test-world");
        std::fs::create_dir_all(&beside).unwrap();
        // Test runners start a process a test: the first generates, the others wait for it.
        let lock = File::create(beside.join("lock")).unwrap();
        lock.lock().unwrap();
        let world = beside.join(build());
        if !world.join("whole").exists() {
            remove_others(&beside);
            world_of("ci", &world.join("world"));
            File::create(world.join("whole")).unwrap();
        }
        world.join("world")
    })
}

/// Names this build of the program: another build may generate another world.
fn build() -> String {
    let modified = std::fs::metadata(super::program()).unwrap().modified().unwrap();
    modified.duration_since(UNIX_EPOCH).unwrap().as_nanos().to_string()
}

fn remove_others(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir()) {
        std::fs::remove_dir_all(entry.path()).unwrap();
    }
}

/// Generates a tier into a folder by the command that users have.
pub fn world_of(tier: &str, folder: &Path) {
    let output = super::run(&["demo", "--generate-only", "--tier", tier, "--dir", folder.to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.err);
}

/// The configuration of the world with whole locations, so that it may lie anywhere; it shares the world's cache.
pub fn configuration() -> String {
    let place = |folder: &str| format!("url = \"file:{}\"", world().join(folder).display());
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    text.replace("url = \"file:logs\"", &place("logs")).replace("url = \"file:.gaugeglass\"", &place(".gaugeglass"))
}

/// Writes a configuration into a folder and gives its path.
pub fn write_config(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("gaugeglass.toml");
    std::fs::write(&path, text).unwrap();
    path
}
