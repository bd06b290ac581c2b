//! Decoding on a thread of its own: bytes in, chunks of rows out, damage told once.

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use tokio::sync::mpsc;

use super::body::Body;
use super::{Chunk, SourceFile};
use crate::Error;
use crate::quarantine::Rejects;

/// Chunks that wait for whoever maps them.
const CHUNKS_AHEAD: usize = 2;

/// Where a decoder puts what it has.
pub struct Output {
    sender: mpsc::Sender<Result<Chunk, Error>>,
    /// The file's place in its unit.
    pub file: i32,
    /// Where bad rows go.
    pub rejects: Arc<Rejects>,
}

/// Why decoding ends before the file does.
pub enum Stop {
    /// The bytes are damaged; what came before stands.
    Damaged(String),
    /// Nobody wants the rest.
    Unwanted,
}

impl Output {
    /// Hands a chunk on.
    pub fn send(&self, chunk: Chunk) -> Result<(), Stop> {
        self.rejects.decoded(self.file, &chunk.rows);
        self.sender.blocking_send(Ok(chunk)).map_err(|_| Stop::Unwanted)
    }
}

/// Runs `decode` over the bytes of a file. A decoder that panics has met damage that it does not know.
pub fn apart<F>(file: &SourceFile, rejects: Arc<Rejects>, decode: F) -> BoxStream<'static, Result<Chunk, Error>>
where
    F: FnOnce(Box<dyn BufRead + Send>, &Output) -> Result<(), Stop> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(CHUNKS_AHEAD);
    let output = Output { sender, file: file.index, rejects };
    let body = Body::open(file);
    tokio::task::spawn_blocking(move || {
        let (reader, failure) = body.into_parts();
        let ended = catch_unwind(AssertUnwindSafe(|| decode(reader, &output)));
        let ended = ended.unwrap_or_else(|_| Err(Stop::Damaged("the file cannot be decoded".into())));
        if let Some(error) = failure.take() {
            // Nobody is there to be told where the receiver is gone.
            output.sender.blocking_send(Err(error)).ok();
        } else if let Err(Stop::Damaged(why)) = ended {
            output.rejects.file(output.file, &why);
        }
    });
    stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) }).boxed()
}

/// Runs `look` over the first bytes of a file.
pub async fn at_first<T, F>(file: &SourceFile, bytes: u64, look: F) -> Result<T, super::Unreadable>
where
    T: Send + 'static,
    F: FnOnce(Box<dyn BufRead + Send>) -> Result<T, String> + Send + 'static,
{
    let body = Body::first(file, bytes);
    let looked = tokio::task::spawn_blocking(move || {
        let (reader, failure) = body.into_parts();
        let found = catch_unwind(AssertUnwindSafe(|| look(reader)));
        let found = found.unwrap_or_else(|_| Err("the file cannot be decoded".into()));
        match failure.take() {
            Some(error) => Err(super::Unreadable::Failed(error)),
            None => found.map_err(super::Unreadable::Damaged),
        }
    });
    looked.await.map_err(|cause| super::Unreadable::Failed(Error::internal(cause)))?
}
