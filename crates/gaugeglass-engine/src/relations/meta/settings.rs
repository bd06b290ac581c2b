//! `meta.settings`: what is in force and where it came from.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "settings",
        doc: "One row per setting: its value, its default, and whether file, environment or flag set it.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&["name", "value", "default", "doc", "origin"].map(|name| (name, DataType::Utf8)))
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let settings = &scope.engine.settings.shown;
    RecordBatch::try_new(
        schema(),
        vec![
            text(settings.iter().map(|setting| Some(setting.name.as_str()))),
            text(settings.iter().map(|setting| Some(setting.value.as_str()))),
            text(settings.iter().map(|setting| Some(setting.default.as_str()))),
            text(settings.iter().map(|setting| Some(setting.doc.as_str()))),
            text(settings.iter().map(|setting| Some(setting.origin.as_str()))),
        ],
    )
    .map_err(Error::internal)
}
