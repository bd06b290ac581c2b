//! `meta.functions`: the SQL functions of the field that this engine adds.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "functions",
        doc: "One row per SQL function that Gaugeglass adds, with its formula's source.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let names = ["name", "signature", "doc", "formula_source", "units"];
    columns(&names.map(|name| (name, DataType::Utf8)))
}

async fn rows(_: Scope) -> Result<RecordBatch, Error> {
    let docs = gaugeglass_functions::documentation();
    RecordBatch::try_new(
        schema(),
        vec![
            text(docs.iter().map(|doc| Some(doc.name))),
            text(docs.iter().map(|doc| Some(doc.signature))),
            text(docs.iter().map(|doc| Some(doc.doc))),
            text(docs.iter().map(|doc| Some(doc.formula_source))),
            text(docs.iter().map(|doc| Some(doc.units))),
        ],
    )
    .map_err(Error::internal)
}
