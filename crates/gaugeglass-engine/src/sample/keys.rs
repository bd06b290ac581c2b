//! Keys of a location, some of every folder.
//!
//! A folder with a year of days has thousands of files that look alike. Of each such series some are kept; a store that
//! lists in order is then asked to go on behind the series.

use std::collections::HashMap;

use futures::StreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore};

use super::{SampleLimits, place};
use crate::stores::Store;

/// Files kept of one series.
const SERIES_MAX: usize = 40;
/// Keys passed over one by one before the store is asked to jump.
const PASSED_MAX: usize = 1_000;
/// Keys looked at altogether.
const LOOKED_MAX: usize = 200_000;

/// Some of the keys.
pub struct Listed {
    /// In order of their paths.
    pub objects: Vec<ObjectMeta>,
    /// False where there are more.
    pub is_whole: bool,
}

/// Lists within the limits.
pub async fn list(store: &Store, limits: &SampleLimits) -> object_store::Result<Listed> {
    // A folder of this machine is not listed in order, so there is no "behind".
    let can_jump = store.folder.is_none();
    let mut series: HashMap<String, usize> = HashMap::new();
    let mut objects: Vec<ObjectMeta> = Vec::new();
    let (mut passed, mut looked, mut is_whole) = (0, 0, true);
    let mut stream = store.objects.list(None);
    while let Some(object) = stream.next().await {
        let object = object?;
        looked += 1;
        if objects.len() >= limits.keys_max || looked >= LOOKED_MAX {
            is_whole = false;
            break;
        }
        if object.size == 0 || place::is_hidden(object.location.as_ref()) {
            continue;
        }
        let name = place::series(object.location.as_ref());
        let kept = series.entry(name.clone()).or_default();
        *kept += 1;
        if *kept <= SERIES_MAX {
            objects.push(object);
            continue;
        }
        is_whole = false;
        passed += 1;
        if can_jump && passed >= PASSED_MAX {
            passed = 0;
            stream = store.objects.list_with_offset(None, &behind(&name));
        }
    }
    objects.sort_by(|a, b| a.location.cmp(&b.location));
    Ok(Listed { objects, is_whole })
}

/// A key behind every key that starts so: `~` is the last of the characters that names are made of.
fn behind(series: &str) -> Path {
    let key = format!("{series}~~~~");
    Path::parse(&key).unwrap_or_else(|_| Path::from(key))
}
