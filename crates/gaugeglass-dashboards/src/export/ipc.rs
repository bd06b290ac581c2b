//! Arrow IPC: the batches as they are, in a file that any Arrow library maps, with the stamp in the metadata of its schema.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use arrow::ipc::writer::FileWriter;
use arrow::record_batch::RecordBatch;

use super::ExportError;

/// Writes batches into one file.
pub fn write(schema: &SchemaRef, batches: &[RecordBatch], stamp: &[(&str, String)]) -> Result<Vec<u8>, ExportError> {
    let pairs = stamp.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let stamped: SchemaRef = Arc::new(Schema::new_with_metadata(schema.fields().clone(), pairs.collect()));
    let mut writer = FileWriter::try_new(Vec::new(), &stamped)?;
    for batch in batches {
        writer.write(&batch.clone().with_schema(Arc::clone(&stamped))?)?;
    }
    writer.finish()?;
    Ok(writer.into_inner()?)
}
