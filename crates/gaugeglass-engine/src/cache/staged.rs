//! Files of a folder that were being written when their process was killed.
//!
//! A store in a folder writes `name#1` and renames it at the end. Its listing leaves such files out, so they are looked
//! for here.

use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::Sweep;

/// Removes staged files that nobody has touched since `before`, and folders without anything in them.
pub fn sweep(folder: &Path, before: DateTime<Utc>) -> Sweep {
    let mut removed = Sweep::default();
    // What cannot be read or removed now is left to the next sweep.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(known) = entry.metadata() else {
            continue;
        };
        let is_old = known.modified().is_ok_and(|modified| modified <= SystemTime::from(before));
        if known.is_dir() {
            let inner = sweep(&path, before);
            removed.files += inner.files;
            removed.bytes += inner.bytes;
            if is_old {
                // Fails where something is in it, and that is as it should be.
                std::fs::remove_dir(&path).ok();
            }
        } else if is_old && is_staged(&path) && std::fs::remove_file(&path).is_ok() {
            removed.files += 1;
            removed.bytes += known.len();
        }
    }
    removed
}

/// True for `name#digits`.
fn is_staged(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.rsplit_once('#').is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
