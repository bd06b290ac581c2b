//! A page asked for over HTTP, compressed, to its last byte.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One look at a page.
pub struct Asked {
    /// Milliseconds from the connection to the last byte.
    pub ms: f64,
    /// Bytes of the answer as they came.
    pub bytes: usize,
    /// Whether figures of the page are still being computed.
    is_partial: bool,
}

/// Seconds until the page is whole for the first time.
pub async fn whole(address: SocketAddr, page: &str) -> f64 {
    let started = Instant::now();
    while once(address, page).await.is_partial {}
    started.elapsed().as_secs_f64()
}

/// One look.
pub async fn once(address: SocketAddr, page: &str) -> Asked {
    let started = Instant::now();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {page} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.unwrap();
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("content-encoding: gzip"), "{page}: {head}");
    Asked { ms, bytes: answer.len() - end - 4, is_partial: head.contains("retry-after") }
}
