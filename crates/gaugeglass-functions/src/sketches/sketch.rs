//! What every kind of sketch can do.

use std::fmt::Debug;

use arrow::array::ArrayRef;
use datafusion::common::{Result, exec_datafusion_err};

/// A summary that keeps no trace of the order in which it was filled and merged.
pub(super) trait Sketch: Debug + Default + Send + Sync + 'static {
    /// What errors call it.
    const WORDS: &'static str;

    /// Adds every value that is known.
    fn add(&mut self, values: &ArrayRef) -> Result<()>;

    fn merge(&mut self, other: &Self);

    /// Nothing was added to it.
    fn is_empty(&self) -> bool;

    /// Bytes on the heap, about.
    fn size(&self) -> usize;

    /// The bytes to keep: the same for the same content.
    fn to_bytes(&self) -> Vec<u8>;

    /// What `to_bytes` wrote; none where it did not write these.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

/// Reads the sketch that is argument `position` of `function`, or says that it is none.
pub(super) fn decode<S: Sketch>(function: &str, position: usize, bytes: &[u8]) -> Result<S> {
    S::from_bytes(bytes).ok_or_else(|| {
        let (words, length) = (S::WORDS, bytes.len());
        exec_datafusion_err!("argument {position} of {function} must be {words}, and is {length} bytes of something else")
    })
}
