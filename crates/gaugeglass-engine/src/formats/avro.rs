//! Avro object container files: `.avro`.

use std::io::BufRead;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow_avro::reader::ReaderBuilder;
use async_trait::async_trait;
use futures::stream::BoxStream;

use super::decoding::{self, Output, Stop};
use super::{Chunk, Format, SourceFile, Unreadable, adapt};
use crate::Error;
use crate::quarantine::Rejects;

/// The schema stands at the beginning of the file.
const HEADER_BYTES_MAX: u64 = 4 << 20;

/// Avro files.
#[derive(Debug)]
pub struct Avro;

#[async_trait]
impl Format for Avro {
    fn name(&self) -> &'static str {
        "avro"
    }

    fn matches(&self, path: &str) -> bool {
        path.ends_with(".avro")
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        decoding::at_first(file, HEADER_BYTES_MAX, |reader| {
            let reader = ReaderBuilder::new().build(reader).map_err(|cause| format!("not a whole Avro file: {cause}"))?;
            Ok(reader.schema())
        })
        .await
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        Ok(decoding::apart(file, rejects, move |reader, output| read(reader, &wanted, output)))
    }
}

fn read(reader: Box<dyn BufRead + Send>, wanted: &SchemaRef, output: &Output) -> Result<(), Stop> {
    let batches = ReaderBuilder::new().build(reader).map_err(|cause| Stop::Damaged(format!("not a whole Avro file: {cause}")))?;
    let mut row = 0;
    for batch in batches {
        let batch = batch.map_err(|cause| Stop::Damaged(format!("the file cannot be read past row {row}: {cause}")))?;
        let rows = (row + 1..=row + batch.num_rows() as i64).collect();
        row += batch.num_rows() as i64;
        output.send(Chunk { batch: adapt(&batch, wanted).map_err(Stop::Damaged)?, rows })?;
    }
    Ok(())
}
