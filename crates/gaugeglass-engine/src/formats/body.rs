//! The bytes of an object as a blocking reader, fetched a few chunks ahead.
//!
//! Decoders of text and Avro read byte by byte on a thread of their own, while the chunks arrive on another. Memory is a
//! few chunks, whatever the size of the object.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use bytes::{Buf, Bytes};
use parking_lot::Mutex;
use tokio::sync::mpsc;

use super::SourceFile;
use crate::Error;
use crate::log_store::ReadError;

/// Bytes asked for at once.
const CHUNK_BYTES: u64 = 4 << 20;
/// Chunks that wait for the decoder.
const CHUNKS_AHEAD: usize = 2;

/// The object's bytes, decompressed by its name (`.gz`, `.zst`).
pub struct Body {
    raw: Chunks,
}

/// The storage failure that ended the bytes, where one did.
#[derive(Debug, Clone, Default)]
pub struct Failure(Arc<Mutex<Option<Error>>>);

impl Failure {
    /// Takes the failure: what was read is then not the file, and says nothing about it.
    pub fn take(&self) -> Option<Error> {
        self.0.lock().take()
    }
}

impl Body {
    /// Starts fetching.
    pub fn open(file: &SourceFile) -> Body {
        Body::first(file, file.object.size)
    }

    /// Only the first bytes, for a look at what is in a file.
    pub fn first(file: &SourceFile, bytes: u64) -> Body {
        let (sender, receiver) = mpsc::channel(CHUNKS_AHEAD);
        tokio::spawn(fetch(file.clone(), bytes.min(file.object.size), sender));
        Body { raw: Chunks { receiver, current: Bytes::new(), failure: Failure::default(), path: file.path().to_owned() } }
    }

    /// The reader, and where a storage failure will be told. For the thread that decodes: a decompressor waits for the
    /// first bytes as soon as it is made.
    pub fn into_parts(self) -> (Box<dyn BufRead + Send>, Failure) {
        let (failure, path) = (self.raw.failure.clone(), self.raw.path.clone());
        (decompressed(&path, self.raw), failure)
    }
}

async fn fetch(file: SourceFile, bytes: u64, sender: mpsc::Sender<Result<Bytes, ReadError>>) {
    let mut at = 0;
    while at < bytes {
        let end = (at + CHUNK_BYTES).min(bytes);
        let chunk = file.store.range(&file.object, at..end).await;
        at = if chunk.is_ok() { end } else { bytes };
        if sender.send(chunk).await.is_err() {
            return;
        }
    }
}

fn decompressed(path: &str, raw: Chunks) -> Box<dyn BufRead + Send> {
    match path.rsplit('.').next() {
        Some("gz") => {
            Box::new(BufReader::with_capacity(128 << 10, flate2::read::MultiGzDecoder::new(BufReader::with_capacity(128 << 10, raw))))
        }
        Some("zst") => match zstd::stream::read::Decoder::new(raw) {
            Ok(decoder) => Box::new(BufReader::with_capacity(128 << 10, decoder)),
            Err(cause) => Box::new(BufReader::new(Broken(Some(cause)))),
        },
        _ => Box::new(BufReader::with_capacity(128 << 10, raw)),
    }
}

/// Chunks as they arrive.
struct Chunks {
    receiver: mpsc::Receiver<Result<Bytes, ReadError>>,
    current: Bytes,
    failure: Failure,
    path: String,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.current.is_empty() {
            match self.receiver.blocking_recv() {
                Some(Ok(chunk)) => self.current = chunk,
                Some(Err(cause)) => {
                    *self.failure.0.lock() = Some(cause.clone().of(&self.path));
                    return Err(std::io::Error::other(cause));
                }
                None => return Ok(0),
            }
        }
        let length = into.len().min(self.current.len());
        self.current.copy_to_slice(&mut into[..length]);
        Ok(length)
    }
}

/// A reader that yields the error met when it was opened.
struct Broken(Option<std::io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
