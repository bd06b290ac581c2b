//! Which files a source has, and what they are called together.

use std::sync::Arc;

use futures::TryStreamExt;
use gaugeglass_logs::Log;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore};

use super::{Listed, VERSION};
use crate::Error;
use crate::content_key::ContentKey;
use crate::formats::{self, SourceFile};
use crate::settings::LogSettings;
use crate::stores::Store;

pub async fn list(log: &'static Log, settings: &LogSettings, store: &Store, mapping: Option<String>) -> Result<Listed, Error> {
    let prefix = Path::from(settings.path.as_str());
    let found = store.objects.list(Some(&prefix)).try_collect::<Vec<ObjectMeta>>().await;
    let mut objects = found.map_err(|cause| cannot_list(log, settings, store, &cause))?;
    objects.retain(|object| !is_hidden(object.location.as_ref()));
    objects.sort_by(|a, b| a.location.cmp(&b.location));
    if objects.is_empty() {
        return Err(Error::Unavailable(format!(
            "logs.{}: no file under `{}` of store `{}` ({})",
            log.name, settings.path, settings.store, store.url
        )));
    }
    let paths: Vec<&str> = objects.iter().map(|object| object.location.as_ref()).collect();
    let format = formats::choose(settings.format.as_deref(), &paths).map_err(|error| name_log(log, error))?;
    objects.retain(|object| format.matches(object.location.as_ref()));
    let files = objects.into_iter().enumerate().map(|(index, object)| SourceFile {
        index: index as i32,
        store: Arc::clone(&store.objects),
        object,
    });
    let files: Vec<SourceFile> = files.collect();
    if files.is_empty() {
        return Err(Error::Unavailable(format!(
            "logs.{}: no {} file under `{}` of store `{}`",
            log.name,
            format.name(),
            settings.path,
            settings.store
        )));
    }
    check_partition(log, settings, &files)?;
    let key = key(log, format.name(), &files, mapping.as_deref());
    Ok(Listed { log, store: store.clone(), settings: settings.clone(), files, format, mapping, key })
}

/// Names that writers give to what is not data: `_SUCCESS`, `.tmp`.
fn is_hidden(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(['_', '.']))
}

/// A file outside the named folders would be read into the wrong day.
fn check_partition(log: &Log, settings: &LogSettings, files: &[SourceFile]) -> Result<(), Error> {
    let Some(partition) = &settings.partition else {
        return Ok(());
    };
    let folder = format!("{partition}=");
    match files.iter().find(|file| !file.path().split('/').any(|part| part.starts_with(&folder))) {
        Some(file) => Err(Error::Config(format!(
            "logs.{}.partition: {} lies in no `{folder}…` folder; correct `partition` or move the file",
            log.name,
            file.path()
        ))),
        None => Ok(()),
    }
}

fn cannot_list(log: &Log, settings: &LogSettings, store: &Store, cause: &object_store::Error) -> Error {
    tracing::warn!(log = log.name, %cause, "cannot list a source");
    Error::Unavailable(format!(
        "logs.{}: `{}` of store `{}` ({}) cannot be listed; check the address and the credentials",
        log.name, settings.path, settings.store, store.url
    ))
}

fn name_log(log: &Log, error: Error) -> Error {
    match error {
        Error::Config(text) => Error::Config(format!("logs.{}.format: {text}", log.name)),
        other => other,
    }
}

fn key(log: &Log, format: &str, files: &[SourceFile], mapping: Option<&str>) -> String {
    let mut key = ContentKey::default();
    key.add(VERSION);
    key.add(env!("CARGO_PKG_VERSION"));
    key.add(&format!("{:?}", log.columns));
    key.add(&format!("{:?}", log.key));
    key.add(format);
    key.add(mapping.unwrap_or_default());
    for file in files {
        key.add(file.path());
        key.add(&file.object.size.to_string());
        key.add(file.object.e_tag.as_deref().unwrap_or_default());
        key.add(&file.object.last_modified.to_rfc3339());
    }
    key.name()
}
