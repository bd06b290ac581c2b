//! Arrow IPC, as file (with a footer) or as stream: `.arrow`, `.ipc`, `.feather`, `.arrows`.

use std::io::BufRead;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::ipc::reader::StreamReader;
use async_trait::async_trait;
use futures::stream::BoxStream;
use futures::{StreamExt, stream};

use super::decoding::{self, Output, Stop};
use super::ipc_file::IpcFile;
use super::{Chunk, Format, SourceFile, Unreadable, adapt, ends_with_any};
use crate::Error;
use crate::quarantine::Rejects;

/// Bytes in which the schema of a stream is looked for.
const SCHEMA_BYTES_MAX: u64 = 4 << 20;

/// Arrow IPC files and streams.
#[derive(Debug)]
pub struct Ipc;

#[async_trait]
impl Format for Ipc {
    fn name(&self) -> &'static str {
        "ipc"
    }

    fn matches(&self, path: &str) -> bool {
        ends_with_any(path, &[".arrow", ".ipc", ".feather", ".arrows"])
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        match IpcFile::is_one(file).await? {
            true => Ok(IpcFile::open(file).await?.schema()),
            false => decoding::at_first(file, SCHEMA_BYTES_MAX, |reader| stream_of(reader).map(|reader| reader.schema())).await,
        }
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        match open(file).await {
            Ok(Some(blocks)) => Ok(read_blocks(blocks, wanted, file.index, rejects)),
            Ok(None) => Ok(decoding::apart(file, rejects, move |reader, output| read_stream(reader, &wanted, output))),
            Err(Unreadable::Failed(error)) => Err(error),
            Err(Unreadable::Damaged(why)) => {
                rejects.file(file.index, &why);
                Ok(stream::empty().boxed())
            }
        }
    }
}

async fn open(file: &SourceFile) -> Result<Option<IpcFile>, Unreadable> {
    match IpcFile::is_one(file).await? {
        true => IpcFile::open(file).await.map(Some),
        false => Ok(None),
    }
}

fn stream_of(reader: Box<dyn BufRead + Send>) -> Result<StreamReader<Box<dyn BufRead + Send>>, String> {
    StreamReader::try_new(reader, None).map_err(|cause| format!("not a whole Arrow file: {cause}"))
}

fn read_stream(reader: Box<dyn BufRead + Send>, wanted: &SchemaRef, output: &Output) -> Result<(), Stop> {
    let mut row = 0;
    for batch in stream_of(reader).map_err(Stop::Damaged)? {
        let batch = batch.map_err(|cause| Stop::Damaged(format!("the file cannot be read past row {row}: {cause}")))?;
        let rows = (row + 1..=row + batch.num_rows() as i64).collect();
        row += batch.num_rows() as i64;
        output.send(Chunk { batch: adapt(&batch, wanted).map_err(Stop::Damaged)?, rows })?;
    }
    Ok(())
}

fn read_blocks(blocks: IpcFile, wanted: SchemaRef, file: i32, rejects: Arc<Rejects>) -> BoxStream<'static, Result<Chunk, Error>> {
    let start = (blocks, 0, 0);
    stream::unfold(start, move |(blocks, at, row)| {
        let (wanted, rejects) = (Arc::clone(&wanted), Arc::clone(&rejects));
        async move {
            if at >= blocks.len() {
                return None;
            }
            let batch = blocks.batch(at).await;
            match batch.and_then(|batch| adapt(&batch, &wanted).map_err(Unreadable::Damaged)) {
                Ok(batch) => {
                    let end = row + batch.num_rows() as i64;
                    let rows: Vec<i64> = (row + 1..=end).collect();
                    rejects.decoded(file, &rows);
                    Some((Ok(Chunk { batch, rows }), (blocks, at + 1, end)))
                }
                Err(Unreadable::Failed(error)) => Some((Err(error), (blocks, usize::MAX, row))),
                Err(Unreadable::Damaged(why)) => {
                    rejects.file(file, &format!("the file cannot be read past row {row}: {why}"));
                    None
                }
            }
        }
    })
    .boxed()
}
