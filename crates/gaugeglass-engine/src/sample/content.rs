//! What bytes are: a compression and a format, told by what they start with and then by the name.

use std::io::Read;

/// What a Parquet file starts and ends with.
pub const PARQUET: &[u8] = b"PAR1";
/// Bytes of text kept of a compressed beginning.
const TEXT_MAX: u64 = 4 << 20;

/// Bytes with what they are.
pub struct Content {
    /// Without the compression.
    pub bytes: Vec<u8>,
    /// `gz` or `zst`.
    pub compression: Option<&'static str>,
    /// As a configuration names it.
    pub format: Option<&'static str>,
    /// Why there is no format, where that can be told.
    pub problem: Option<&'static str>,
}

/// Recognises the beginning of a file.
pub fn recognise(name: &str, bytes: &[u8]) -> Content {
    let (compression, bytes) = match bytes {
        [0x1f, 0x8b, ..] => (Some("gz"), inflate(flate2::read::MultiGzDecoder::new(bytes))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => (Some("zst"), zstd::stream::read::Decoder::new(bytes).map(inflate).unwrap_or_default()),
        _ => (None, bytes.to_vec()),
    };
    let (format, problem) = format(name, &bytes);
    Content { bytes, compression, format, problem }
}

/// A beginning ends in the middle of a block: what came before the error counts.
fn inflate(reader: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = reader.take(TEXT_MAX).read_to_end(&mut bytes);
    bytes
}

fn format(name: &str, bytes: &[u8]) -> (Option<&'static str>, Option<&'static str>) {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        _ if bytes.starts_with(PARQUET) || bytes.ends_with(PARQUET) => (Some("parquet"), None),
        _ if bytes.starts_with(b"ARROW1") => (Some("ipc"), None),
        _ if bytes.starts_with(b"Obj\x01") => (Some("avro"), None),
        _ if text.starts_with(b"{") => (Some("ndjson"), None),
        _ if text.starts_with(b"[") => (None, Some("it is one JSON array; write one object a line")),
        _ if text.starts_with(b"<") => (None, Some("it is XML; convert it to CSV or to one JSON object a line")),
        _ if text.is_empty() => (None, Some("it is empty")),
        _ if text.contains(&0) => (None, Some("it is of no format that is read")),
        _ => delimited(name, text),
    }
}

fn delimited(name: &str, text: &[u8]) -> (Option<&'static str>, Option<&'static str>) {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
    let count = |mark: u8| line.iter().filter(|byte| **byte == mark).count();
    match (count(b'\t'), count(b','), name.contains(".tsv"), name.contains(".csv")) {
        (_, _, true, _) => (Some("tsv"), None),
        (_, _, _, true) => (Some("csv"), None),
        (tabs, commas, ..) if tabs > commas => (Some("tsv"), None),
        (_, 1.., ..) => (Some("csv"), None),
        _ => (None, Some("its lines have neither commas nor tabs")),
    }
}
