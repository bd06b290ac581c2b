//! Which files a source has, what they are called together, and the columns they share.

use std::sync::Arc;

use arrow::compute::can_cast_types;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use futures::{StreamExt, TryStreamExt, stream};
use gaugeglass_logs::{Column, Log};
use object_store::{ObjectMeta, ObjectStore};
use object_store::path::Path;

use super::{Listed, VERSION};
use crate::Error;
use crate::formats::{self, SourceFile};
use crate::quarantine::Rejects;
use crate::settings::LogSettings;
use crate::stores::Store;

/// Footers and samples read at the same time.
const READS_AT_ONCE: usize = 16;

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
            log.name, format.name(), settings.path, settings.store
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
        Some(file) => Err(Error::Config(format!("logs.{}.partition: {} lies in no `{folder}…` folder; correct `partition` or move the file", log.name, file.path()))),
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
    let mut hash = blake3::Hasher::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(VERSION);
    add(env!("CARGO_PKG_VERSION"));
    add(&format!("{:?}", log.columns));
    add(&format!("{:?}", log.key));
    add(format);
    add(mapping.unwrap_or_default());
    for file in files {
        add(file.path());
        add(&file.object.size.to_string());
        add(file.object.e_tag.as_deref().unwrap_or_default());
        add(&file.object.last_modified.to_rfc3339());
    }
    hash.finalize().to_hex()[..32].to_owned()
}

/// The columns of all files together, and the files that can be read at all.
pub async fn schema(listed: &Listed, rejects: &Rejects) -> Result<(SchemaRef, Vec<SourceFile>), Error> {
    if listed.mapping.is_none() && listed.format.name() == "ndjson" {
        // JSON has few types of its own; the contract says what each value is.
        return Ok((text_for_labels(listed.log), listed.files.clone()));
    }
    let inferred: Vec<_> = stream::iter(listed.files.clone())
        .map(|file| {
            let format = Arc::clone(&listed.format);
            async move {
                let schema = format.infer(&file).await.and_then(|schema| fitting(listed, schema));
                (file, schema)
            }
        })
        .buffered(READS_AT_ONCE)
        .collect()
        .await;
    let mut schemas = Vec::new();
    let mut readable = Vec::new();
    for (file, schema) in inferred {
        match schema {
            Ok(schema) => {
                schemas.push(schema);
                readable.push(file);
            }
            Err(reason) => rejects.file(file.index, &reason),
        }
    }
    let merged = merge(&schemas);
    Ok((if listed.mapping.is_none() { castable(&merged, listed.log) } else { merged }, readable))
}

/// A file with a column that no cast brings under the contract, such as text where a list belongs, is damaged: it would
/// take the others down with it. What a mapping makes of its columns is the mapping's business.
fn fitting(listed: &Listed, schema: SchemaRef) -> Result<SchemaRef, String> {
    let given = |column: &Column| schema.field_with_name(column.name).ok().map(|field| field.data_type().clone());
    let fits = |given: &DataType, target: &DataType| can_cast_types(given, target) || (!target.is_nested() && can_cast_types(given, &DataType::Utf8));
    let wrong = listed.log.columns.iter().find_map(|column| {
        let (given, target) = (given(column)?, column.kind.arrow());
        (!fits(&given, &target)).then(|| format!("column `{}` is {given} where the contract has {target}", column.name))
    });
    match wrong {
        Some(reason) if listed.mapping.is_none() => Err(reason),
        _ => Ok(schema),
    }
}

/// The same columns, as text where no cast goes straight to the contract: text is judged value by value.
fn castable(schema: &Schema, log: &Log) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match log.column(field.name()).map(|column| column.kind.arrow()) {
        Some(target) if !can_cast_types(field.data_type(), &target) => Field::new(field.name(), DataType::Utf8, true),
        _ => field.as_ref().clone(),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn text_for_labels(log: &Log) -> SchemaRef {
    let fields = log.columns.iter().map(|column| match column.kind.arrow() {
        DataType::Dictionary(_, value) => Field::new(column.name, *value, true),
        other => Field::new(column.name, other, true),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Union by name; where two files differ in a type, the wider one, and text where neither is wider.
fn merge(schemas: &[SchemaRef]) -> SchemaRef {
    let mut fields: Vec<Field> = Vec::new();
    for field in schemas.iter().flat_map(|schema| schema.fields()) {
        match fields.iter_mut().find(|known| known.name() == field.name()) {
            Some(known) if known.data_type() == field.data_type() => {}
            Some(known) => *known = Field::new(known.name(), wider(known.data_type(), field.data_type()), true),
            None => fields.push(field.as_ref().clone().with_nullable(true)),
        }
    }
    Arc::new(Schema::new(fields))
}

fn wider(a: &DataType, b: &DataType) -> DataType {
    use datafusion::logical_expr::type_coercion::binary::type_union_coercion;
    type_union_coercion(a, b).unwrap_or(DataType::Utf8)
}
