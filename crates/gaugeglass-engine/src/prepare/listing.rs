//! Which files a source has, and what they are called together.

#[cfg(feature = "delta")]
mod delta;

use std::sync::Arc;

use gaugeglass_logs::Log;
use gaugeglass_metrics::Mapping;
use object_store::ObjectMeta;
use object_store::path::Path;

use super::path_pattern::PathPattern;
use super::{Listed, VERSION};
use crate::Error;
use crate::content_key::ContentKey;
use crate::formats::{self, SourceFile};
use crate::log_store::{LogStore, ReadError};
use crate::settings::LogSettings;

pub async fn list(log: &'static Log, settings: &LogSettings, store: &LogStore, mapping: Option<Arc<Mapping>>) -> Result<Listed, Error> {
    #[cfg(feature = "delta")]
    if settings.format.as_deref() == Some(crate::delta_log::FORMAT) {
        return delta::list(log, settings, store, mapping).await;
    }
    let pattern = PathPattern::read(&settings.path).map_err(|error| name_log(log, "", error))?;
    let mut objects = find(log, settings, store, &pattern).await?;
    objects.retain(|object| !is_hidden(below(object.location.as_ref(), &pattern.prefix)) && pattern.matches(object.location.as_ref()));
    objects.sort_by(|a, b| a.location.cmp(&b.location));
    if objects.is_empty() {
        return Err(Error::Unavailable(format!(
            "logs.{}: no file under `{}` of store `{}` ({})",
            log.name, settings.path, settings.store, store.url
        )));
    }
    let paths: Vec<&str> = objects.iter().map(|object| object.location.as_ref()).collect();
    let told = mapping.as_ref().map(|mapping| (mapping.format.as_deref(), mapping.header.as_deref()));
    let (usual, header) = told.unwrap_or_default();
    let format =
        formats::choose(settings.format.as_deref().or(usual), header, &paths).map_err(|error| name_log(log, ".format: ", error))?;
    // Where a format is named and no file's name tells it, all are of it.
    let is_told = objects.iter().any(|object| format.matches(object.location.as_ref()));
    if !is_told && paths.iter().any(|path| formats::all(None).iter().any(|other| other.matches(path))) {
        return Err(Error::Unavailable(format!(
            "logs.{}: no {} file under `{}` of store `{}`; the names there tell another format",
            log.name,
            format.name(),
            settings.path,
            settings.store
        )));
    }
    objects.retain(|object| !is_told || format.matches(object.location.as_ref()));
    let files: Vec<SourceFile> = objects
        .into_iter()
        .enumerate()
        .map(|(index, object)| {
            let day = pattern.day(object.location.as_ref(), settings.partition.as_deref());
            SourceFile { index: index as i32, store: store.clone(), object, day, constants: None }
        })
        .collect();
    check_partition(log, settings, &files)?;
    let key = key(log, format.name(), &files, mapping.as_deref());
    Ok(Listed { log, store: store.clone(), settings: settings.clone(), files, format, mapping, key })
}

/// The objects of a folder, or the one object of that very name.
async fn find(log: &Log, settings: &LogSettings, store: &LogStore, pattern: &PathPattern) -> Result<Vec<ObjectMeta>, Error> {
    let path = Path::from(pattern.prefix.as_str());
    let listed = store.list(&path).await;
    match listed {
        Ok(found) if !found.is_empty() => Ok(found),
        // A store without listings still has the file that is named.
        Ok(_) | Err(ReadError::Failed) if !pattern.prefix.is_empty() => match (store.head(&path).await, listed) {
            (Ok(object), _) => Ok(vec![object]),
            (Err(_), Ok(_)) => Ok(Vec::new()),
            (Err(_), Err(_)) => Err(cannot_list(log, settings, store)),
        },
        Ok(_) => Ok(Vec::new()),
        Err(cause @ ReadError::Misnamed(_)) => Err(Error::Unavailable(format!("logs.{}: {cause}", log.name))),
        Err(_) => Err(cannot_list(log, settings, store)),
    }
}

/// Names that writers give to what is not data, as folders or files: `_SUCCESS`, `_delta_log`, `.tmp`.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(['_', '.']))
}

/// The part of a path that the configuration does not name: a folder that it does name is wanted, whatever its name.
fn below<'a>(path: &'a str, prefix: &str) -> &'a str {
    path.strip_prefix(prefix).unwrap_or(path)
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

fn cannot_list(log: &Log, settings: &LogSettings, store: &LogStore) -> Error {
    Error::Unavailable(format!(
        "logs.{}: `{}` of store `{}` ({}) cannot be listed; check the address and the credentials",
        log.name, settings.path, settings.store, store.url
    ))
}

fn name_log(log: &Log, key: &str, error: Error) -> Error {
    match error {
        Error::Config(text) => Error::Config(format!("logs.{}{}{text}", log.name, if key.is_empty() { "." } else { key })),
        other => other,
    }
}

fn key(log: &Log, format: &str, files: &[SourceFile], mapping: Option<&Mapping>) -> String {
    let mut key = source_key(log, format, mapping);
    files.iter().for_each(|file| add_file(&mut key, file));
    key.name()
}

/// What the rows of a source depend on besides its files.
pub fn source_key(log: &Log, format: &str, mapping: Option<&Mapping>) -> ContentKey {
    let mut key = ContentKey::default();
    key.add(VERSION);
    key.add(env!("CARGO_PKG_VERSION"));
    key.add(&format!("{:?}", log.columns));
    key.add(&format!("{:?}", log.key));
    key.add(format);
    key.add(mapping.map(|mapping| mapping.sql.as_str()).unwrap_or_default());
    key
}

/// What names a version of a file.
pub fn add_file(key: &mut ContentKey, file: &SourceFile) {
    key.add(file.path());
    key.add(&file.object.size.to_string());
    key.add(file.object.e_tag.as_deref().unwrap_or_default());
    key.add(&file.object.last_modified.to_rfc3339());
    if let Some(constants) = &file.constants {
        for (field, value) in constants.schema().fields().iter().zip(constants.columns()) {
            key.add(&format!("{} {value:?}", field.name()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_data_is_hidden_unless_it_is_named() {
        assert!(is_hidden("e/_SUCCESS") && is_hidden("e/_delta_log/0.json") && is_hidden(".tmp/a") && !is_hidden("e/a_b.json"));
        assert!(!is_hidden(below("_logs/a.json", "_logs")) && is_hidden(below("_logs/_SUCCESS", "_logs")));
    }
}
