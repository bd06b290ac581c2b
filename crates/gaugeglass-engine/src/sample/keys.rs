//! Keys of a location, some of every folder.
//!
//! A folder with a year of days has thousands of files that look alike. Of each such series some are kept; a store that
//! lists in order is then asked to go on behind the series.

use std::collections::HashMap;

use futures::StreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore};

use super::{SampleLimits, place};
use crate::prepare::is_hidden;
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

/// How the listing goes on.
enum Step {
    Next,
    /// Behind the series that starts so.
    Behind(String),
    Enough,
}

#[derive(Default)]
struct Walk {
    objects: Vec<ObjectMeta>,
    series: HashMap<String, usize>,
    looked: usize,
    passed: usize,
    has_more: bool,
}

/// Lists within the limits.
pub async fn list(store: &Store, limits: &SampleLimits) -> object_store::Result<Listed> {
    // A folder of this machine is not listed in order, so there is no "behind".
    let can_jump = store.folder.is_none();
    let mut walk = Walk::default();
    let mut stream = store.objects.list(None);
    while let Some(object) = stream.next().await {
        match walk.step(object?, limits) {
            Step::Behind(series) if can_jump => stream = store.objects.list_with_offset(None, &behind(&series)),
            Step::Next | Step::Behind(_) => {}
            Step::Enough => break,
        }
    }
    walk.objects.sort_by(|a, b| a.location.cmp(&b.location));
    Ok(Listed { objects: walk.objects, is_whole: !walk.has_more })
}

impl Walk {
    fn step(&mut self, object: ObjectMeta, limits: &SampleLimits) -> Step {
        self.looked += 1;
        if self.objects.len() >= limits.keys_max || self.looked >= LOOKED_MAX {
            self.has_more = true;
            return Step::Enough;
        }
        if object.size == 0 || is_hidden(object.location.as_ref()) {
            return Step::Next;
        }
        let series = place::series(object.location.as_ref());
        let kept = self.series.entry(series.clone()).or_default();
        *kept += 1;
        match *kept <= SERIES_MAX {
            true => {
                self.objects.push(object);
                Step::Next
            }
            false => self.pass(series),
        }
    }

    /// One more file of a series of which enough are kept.
    fn pass(&mut self, series: String) -> Step {
        self.has_more = true;
        self.passed += 1;
        match self.passed % PASSED_MAX {
            0 => Step::Behind(series),
            _ => Step::Next,
        }
    }
}

/// A key behind every key that starts so: `~` is the last of the characters that names are made of.
fn behind(series: &str) -> Path {
    let key = format!("{series}~~~~");
    Path::parse(&key).unwrap_or_else(|_| Path::from(key))
}
