//! One plain HTTP request, so that what is asked and answered is seen as it is on the wire.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head, as sent.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|cause| panic!("{cause}: {}", self.text()))
    }
}

/// GETs `path` from `address` (`127.0.0.1:8080`). A page that is shown before all of its figures are computed says so and is
/// asked again, as a browser would.
pub fn get(address: &str, path: &str) -> Answer {
    let mut answer = get_once(address, path);
    while answer.status == 200 && answer.head.to_lowercase().contains("retry-after") {
        answer = get_once(address, path);
    }
    answer
}

/// GETs `path` as it is shown at first.
fn get_once(address: &str, path: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap_or_else(|cause| panic!("{address}: {cause}"));
    stream.set_read_timeout(Some(Duration::from_secs(600))).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| panic!("{path}: no head"));
    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Answer { status, head, body: bytes[split + 4..].to_vec() }
}
