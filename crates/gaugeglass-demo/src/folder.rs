//! The folder of a world: marked as ours before anything is written, so that only our own files are ever replaced.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::{DemoError, World};

/// The folders below it that a world fills.
const PARTS: [&str; 4] = ["logs", "ndjson", "vendors", "truth"];
const MARKER: &str = "truth/world.json";

/// Empties what an earlier world left, refuses what is not of a world, and leaves the mark.
pub(crate) fn prepare(world: &World, dir: &Path) -> Result<(), DemoError> {
    let is_ours = dir.join(MARKER).is_file();
    for part in PARTS.map(|part| dir.join(part)).iter().filter(|part| part.exists()) {
        if !is_ours {
            return Err(DemoError::Occupied { path: part.clone() });
        }
        fs::remove_dir_all(part).map_err(DemoError::write(part))?;
    }
    let truth = dir.join("truth");
    fs::create_dir_all(&truth).map_err(DemoError::write(&truth))?;
    let marker = dir.join(MARKER);
    let text = format!("{:#}\n", json!({"seed": world.seed, "tier": world.tier.name, "defects": world.defects.names()}));
    fs::write(&marker, text).map_err(DemoError::write(&marker))
}
