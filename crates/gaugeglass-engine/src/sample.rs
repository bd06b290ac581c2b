//! A look at a location that nobody has described yet: which files lie there, of which formats, with which fields.
//!
//! Bounded whatever lies there: so many keys, so many files of a folder, so many bytes of a file. Nothing is written, and
//! values are kept only to tell kinds of events apart.

mod content;
mod fields;
mod keys;
mod place;
mod rows;
#[cfg(test)]
mod tests;

use object_store::{ObjectMeta, ObjectStoreExt};

use crate::Error;
use crate::settings::{EngineSettings, StoreSettings};
use crate::stores::{self, Opening, Store};

pub use fields::{SampledField, SampledFields};

/// How much is looked at.
#[derive(Debug, Clone, Copy)]
pub struct SampleLimits {
    /// Keys that are remembered.
    pub keys_max: usize,
    /// Files that are opened in a folder.
    pub files_max: usize,
    /// Bytes that are read of a file.
    pub bytes_max: u64,
}

impl Default for SampleLimits {
    fn default() -> SampleLimits {
        SampleLimits { keys_max: 2_000, files_max: 5, bytes_max: 1 << 20 }
    }
}

/// What lies at a location.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Folders whose files belong together, by path.
    pub folders: Vec<SampledFolder>,
    /// Keys that were looked at.
    pub keys: usize,
    /// False where there are more.
    pub is_whole: bool,
}

/// Files that belong together: what one source of a log is.
#[derive(Debug, Clone, Default)]
pub struct SampledFolder {
    /// As a configuration names it: a folder, or a pattern such as `events/{yyyy}/{mm}/{dd}/`.
    pub path: String,
    /// Files that were seen; there may be more.
    pub files: usize,
    /// `parquet`, `ndjson`, `csv`, `tsv`, `ipc` or `avro`; none where no format is recognised.
    pub format: Option<&'static str>,
    /// `gz` or `zst`.
    pub compression: Option<&'static str>,
    /// The key of hive-style folders.
    pub partition: Option<String>,
    /// Rows that were read.
    pub rows: u64,
    /// The fields found in them.
    pub fields: SampledFields,
    /// The first line of delimited text, which names the columns or is a row already.
    pub first_line: Vec<String>,
    /// Why files could not be read, in words.
    pub problem: Option<String>,
}

/// Looks at `url`; `progress` hears what is looked at, how far and of how much.
pub async fn sample(
    url: &str,
    settings: &EngineSettings,
    limits: &SampleLimits,
    progress: &(dyn Fn(&str, u64, u64) + Sync),
) -> Result<Sample, Error> {
    let io = tokio::runtime::Handle::current();
    let opening = Opening { base: &settings.base, storage: &settings.storage, io: &io };
    of_store(&stores::open_logs(&StoreSettings::at(url), &opening)?, limits, progress).await
}

async fn of_store(store: &Store, limits: &SampleLimits, progress: &(dyn Fn(&str, u64, u64) + Sync)) -> Result<Sample, Error> {
    progress("listing", 0, 1);
    let listed = keys::list(store, limits).await.map_err(|cause| cannot_list(store, &cause))?;
    let groups = place::groups(&listed.objects);
    let count = groups.len() as u64;
    let mut folders = Vec::new();
    for (index, (place, objects)) in groups.into_iter().enumerate() {
        progress(&place.path, index as u64, count);
        folders.push(look(store, place, &objects, limits).await);
    }
    Ok(Sample { folders, keys: listed.objects.len(), is_whole: listed.is_whole })
}

fn cannot_list(store: &Store, cause: &object_store::Error) -> Error {
    tracing::warn!(%cause, "cannot list a location");
    let remedy = match cause {
        object_store::Error::NotSupported { .. } => {
            "this server lists no files; write a configuration whose `path` names one file for each source"
        }
        _ => "check the address and the credentials",
    };
    Error::Unavailable(format!("`{}` cannot be listed; {remedy}", store.url))
}

/// Opens a few files of a folder, from its first to its last, so that a change of columns over time is seen.
async fn look(store: &Store, place: place::Place, objects: &[ObjectMeta], limits: &SampleLimits) -> SampledFolder {
    let mut folder = SampledFolder { path: place.path, partition: place.partition, files: objects.len(), ..SampledFolder::default() };
    for object in spread(objects, limits.files_max) {
        match read(store, object, limits.bytes_max).await {
            Ok(bytes) => rows::read(&mut folder, object, &bytes),
            Err(cause) => {
                tracing::warn!(%cause, "cannot read a file");
                folder.problem = Some(format!("{} cannot be read; check the credentials", object.location));
            }
        }
    }
    folder
}

fn spread(objects: &[ObjectMeta], count: usize) -> impl Iterator<Item = &ObjectMeta> {
    let last = objects.len().saturating_sub(1);
    let taken = count.min(objects.len());
    (0..taken).map(move |index| &objects[if taken == 1 { 0 } else { index * last / (taken - 1) }])
}

/// The beginning of a file. Parquet says what it holds at its end, so that of a larger one the end is read.
async fn read(store: &Store, object: &ObjectMeta, bytes_max: u64) -> object_store::Result<bytes::Bytes> {
    let end = object.size.min(bytes_max);
    let head = store.objects.get_range(&object.location, 0..end).await?;
    match head.starts_with(content::PARQUET) && object.size > end {
        true => store.objects.get_range(&object.location, object.size - end..object.size).await,
        false => Ok(head),
    }
}

/// Folders by path, for tests and lists.
impl Sample {
    /// The folder of this path.
    pub fn folder(&self, path: &str) -> Option<&SampledFolder> {
        self.folders.iter().find(|folder| folder.path == path)
    }
}
