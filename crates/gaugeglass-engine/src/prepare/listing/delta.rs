//! The files of a Delta table: those that its log names, as the store lists them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use gaugeglass_logs::Log;
use gaugeglass_metrics::Mapping;
use object_store::ObjectMeta;
use object_store::path::Path;

use super::{PathPattern, cannot_list, check_partition, key, name_log};
use crate::Error;
use crate::delta_log::{self, LiveFile};
use crate::formats::{Delta, Format, SourceFile};
use crate::log_store::LogStore;
use crate::prepare::Listed;
use crate::settings::LogSettings;

/// Lists the table in the folder that the configuration names.
pub async fn list(log: &'static Log, settings: &LogSettings, store: &LogStore, mapping: Option<Arc<Mapping>>) -> Result<Listed, Error> {
    let pattern = PathPattern::read(&settings.path).map_err(|error| name_log(log, "", error))?;
    if pattern.prefix != settings.path.trim_matches('/') {
        return Err(Error::Config(format!("logs.{}.path: a Delta table is one folder; name it without placeholders", log.name)));
    }
    let root = Path::from(pattern.prefix.as_str());
    let wrong = |why: String| {
        Error::Unavailable(format!("logs.{}: the Delta table `{}` of store `{}`: {why}", log.name, settings.path, settings.store))
    };
    // First the log, then the listing: a file that comes between is not named yet, and one that goes is missed.
    let live = delta_log::live_files(store, &root).await.map_err(wrong)?;
    let objects = store.list(&root).await.map_err(|_| cannot_list(log, settings, store))?;
    let objects: HashMap<Path, ObjectMeta> = objects.into_iter().map(|object| (object.location.clone(), object)).collect();
    let files = place(live, objects).map_err(wrong)?.into_iter().enumerate().map(|(index, (object, constants))| {
        let day = pattern.day(object.location.as_ref(), settings.partition.as_deref());
        SourceFile { index: index as i32, store: store.clone(), object, day, constants }
    });
    let files: Vec<SourceFile> = files.collect();
    check_partition(log, settings, &files)?;
    let key = key(log, Delta.name(), &files, mapping.as_deref());
    Ok(Listed { log, store: store.clone(), settings: settings.clone(), files, format: Arc::new(Delta), mapping, key })
}

/// A file with what the log tells of it.
type Placed = (ObjectMeta, Option<RecordBatch>);

/// Each file as it is listed, in path order.
fn place(mut live: Vec<LiveFile>, mut objects: HashMap<Path, ObjectMeta>) -> Result<Vec<Placed>, String> {
    if live.is_empty() {
        return Err("it has no file".into());
    }
    live.sort_by(|a, b| a.path.cmp(&b.path));
    let placed = live.into_iter().map(|file| match objects.remove(&file.path) {
        Some(object) => Ok((object, file.constants)),
        None => Err(format!("its log names {}, which is not there; the next listing may have it", file.path)),
    });
    placed.collect()
}
