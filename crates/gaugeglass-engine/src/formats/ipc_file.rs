//! An Arrow IPC file read block by block, so that its size does not matter.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::buffer::Buffer;
use arrow::datatypes::SchemaRef;
use arrow::ipc::convert::fb_to_schema;
use arrow::ipc::reader::{FileDecoder, read_footer_length};
use arrow::ipc::{Block, root_as_footer};
use arrow::record_batch::RecordBatch;
use bytes::Bytes;

use super::{SourceFile, Unreadable};

const MAGIC: &[u8] = b"ARROW1";
/// Length of the footer, and the magic bytes again.
const TRAILER_BYTES: u64 = 10;
/// Bytes read with the trailer at first: most footers fit, which saves a request.
const FOOTER_GUESS: u64 = 64 * 1024;

/// An open file: its schema and where its blocks are.
#[derive(Debug)]
pub struct IpcFile {
    file: SourceFile,
    schema: SchemaRef,
    decoder: FileDecoder,
    blocks: Vec<Block>,
}

impl IpcFile {
    /// True where the file begins as an IPC file does, and not as a stream.
    pub async fn is_one(file: &SourceFile) -> Result<bool, Unreadable> {
        let size = file.object.size;
        Ok(bytes(file, 0..size.min(MAGIC.len() as u64)).await?.starts_with(MAGIC))
    }

    /// Reads footer and dictionaries.
    pub async fn open(file: &SourceFile) -> Result<IpcFile, Unreadable> {
        let footer = footer(file).await?;
        let (schema, version, dictionaries, blocks) = guarded(|| parts_of(&footer))?;
        let mut decoder = FileDecoder::new(Arc::clone(&schema), version);
        for block in dictionaries {
            let bytes = block_bytes(file, &block).await?;
            guarded(|| decoder.read_dictionary(&block, &bytes).map_err(|cause| cause.to_string()))?;
        }
        Ok(IpcFile { file: file.clone(), schema, decoder, blocks })
    }

    /// The columns.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// Number of batches.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// One batch.
    pub async fn batch(&self, at: usize) -> Result<RecordBatch, Unreadable> {
        let block = self.blocks.get(at).ok_or_else(|| damaged("it has no such block"))?;
        let bytes = block_bytes(&self.file, block).await?;
        let batch = guarded(|| self.decoder.read_record_batch(block, &bytes).map_err(|cause| cause.to_string()))?;
        batch.ok_or_else(|| damaged("a block holds no rows"))
    }
}

type Parts = (SchemaRef, arrow::ipc::MetadataVersion, Vec<Block>, Vec<Block>);

fn parts_of(footer: &[u8]) -> Result<Parts, String> {
    let footer = root_as_footer(footer).map_err(|cause| cause.to_string())?;
    let schema = footer.schema().ok_or("its footer has no schema")?;
    let dictionaries = footer.dictionaries().map(|blocks| blocks.iter().copied().collect()).unwrap_or_default();
    let blocks = footer.recordBatches().map(|blocks| blocks.iter().copied().collect()).unwrap_or_default();
    Ok((Arc::new(fb_to_schema(schema)), footer.version(), dictionaries, blocks))
}

async fn footer(file: &SourceFile) -> Result<Bytes, Unreadable> {
    let size = file.object.size;
    if size < TRAILER_BYTES {
        return Err(damaged("it is shorter than a footer"));
    }
    let start = size.saturating_sub(FOOTER_GUESS);
    let tail = bytes(file, start..size).await?;
    let mut trailer = [0; TRAILER_BYTES as usize];
    trailer.copy_from_slice(&tail[tail.len() - TRAILER_BYTES as usize..]);
    let length = read_footer_length(trailer).map_err(|cause| damaged(&cause.to_string()))? as u64;
    let end = size - TRAILER_BYTES;
    match end.checked_sub(length) {
        Some(from) if from >= start => Ok(tail.slice((from - start) as usize..(end - start) as usize)),
        Some(from) => bytes(file, from..end).await,
        None => Err(damaged("its footer is longer than the file")),
    }
}

async fn block_bytes(file: &SourceFile, block: &Block) -> Result<Buffer, Unreadable> {
    let range = range_of(block).filter(|range| range.end <= file.object.size);
    let range = range.ok_or_else(|| damaged("a block lies outside of the file"))?;
    bytes(file, range).await.map(Buffer::from)
}

fn range_of(block: &Block) -> Option<Range<u64>> {
    let start = u64::try_from(block.offset()).ok()?;
    let length = u64::try_from(block.metaDataLength()).ok()?.checked_add(u64::try_from(block.bodyLength()).ok()?)?;
    Some(start..start.checked_add(length)?)
}

async fn bytes(file: &SourceFile, range: Range<u64>) -> Result<Bytes, Unreadable> {
    file.store.range(&file.object, range).await.map_err(|cause| Unreadable::Failed(cause.of(file.path())))
}

/// What the decoder makes of damage: an error, or a panic.
fn guarded<T>(decode: impl FnOnce() -> Result<T, String>) -> Result<T, Unreadable> {
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    decoded.unwrap_or_else(|_| Err("it cannot be decoded".into())).map_err(|why| damaged(&why))
}

fn damaged(why: &str) -> Unreadable {
    Unreadable::Damaged(format!("not a whole Arrow file: {why}"))
}
