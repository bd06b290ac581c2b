//! A world of the smallest tier, generated once for all tests of a run.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder of the `ci` world, with its configuration.
pub fn world() -> &'static Path {
    static WORLD: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &WORLD.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world");
        world_of("ci", &path);
        (folder, path)
    })
    .1
}

/// Generates a tier into a folder by the command that users have.
pub fn world_of(tier: &str, folder: &Path) {
    let output = super::run(&["demo", "--generate-only", "--tier", tier, "--dir", folder.to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.err);
}

/// Writes a configuration into a folder and gives its path.
pub fn write_config(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("gaugeglass.toml");
    std::fs::write(&path, text).unwrap();
    path
}
