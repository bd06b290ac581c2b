//! Avro object container files: `.avro`.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::rc::Rc;
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
/// The mark that ends the header and every block.
const MARK_BYTES: usize = 16;

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
    let (reader, end) = Watched::new(reader);
    let mut batches = ReaderBuilder::new().build(reader).map_err(|cause| Stop::Damaged(format!("not a whole Avro file: {cause}")))?;
    let mut row = 0;
    for batch in batches.by_ref() {
        let batch = batch.map_err(|cause| Stop::Damaged(format!("the file cannot be read past row {row}: {cause}")))?;
        let rows = (row + 1..=row + batch.num_rows() as i64).collect();
        row += batch.num_rows() as i64;
        output.send(Chunk { batch: adapt(&batch, wanted).map_err(Stop::Damaged)?, rows })?;
    }
    // The reader takes a block that is cut for the end of the file; a whole file ends with its mark.
    match end.get() == batches.avro_header().sync() {
        true => Ok(()),
        false => Err(Stop::Damaged(format!("the file is cut: it ends in the block after row {row}"))),
    }
}

/// The last bytes that were read.
type End = Rc<Cell<[u8; MARK_BYTES]>>;

/// A reader that keeps the last bytes that went through it.
struct Watched {
    inner: Box<dyn BufRead + Send>,
    end: End,
}

impl Watched {
    fn new(inner: Box<dyn BufRead + Send>) -> (Watched, End) {
        let end = End::default();
        (Watched { inner, end: Rc::clone(&end) }, end)
    }
}

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Watched {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        // What is consumed is in the buffer, so this reads nothing.
        if let Ok(buffer) = self.inner.fill_buf() {
            let read = &buffer[..length.min(buffer.len())];
            let seen = [self.end.get().as_slice(), &read[read.len().saturating_sub(MARK_BYTES)..]].concat();
            let mut last = [0; MARK_BYTES];
            last.copy_from_slice(&seen[seen.len() - MARK_BYTES..]);
            self.end.set(last);
        }
        self.inner.consume(length);
    }
}
