//! One file of the cache, with what shows that it is the one that was written.

use serde::{Deserialize, Serialize};

/// A file of the cache.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its key in the cache.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

impl Part {
    /// The part that these bytes make.
    pub fn of(path: &str, bytes: &[u8], rows: u64) -> Part {
        Part { path: path.to_owned(), bytes: bytes.len() as u64, rows, hash: blake3::hash(bytes).to_hex().to_string() }
    }
}
