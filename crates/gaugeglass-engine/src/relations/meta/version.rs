//! `meta.version`: which program answers.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "version",
        doc: "The versions of Gaugeglass and DataFusion that answer.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[("component", DataType::Utf8), ("version", DataType::Utf8)])
}

async fn rows(_: Scope) -> Result<RecordBatch, Error> {
    let versions = [("gaugeglass", env!("CARGO_PKG_VERSION")), ("datafusion", datafusion::DATAFUSION_VERSION)];
    RecordBatch::try_new(
        schema(),
        vec![text(versions.iter().map(|(name, _)| Some(*name))), text(versions.iter().map(|(_, version)| Some(*version)))],
    )
    .map_err(Error::internal)
}
