//! What goes over the wire when a client accepts gzip, and when it does not.

use std::io::Read;

use axum::body::{Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use flate2::read::GzDecoder;
use tower::ServiceExt;

use super::{Body, Router, get, site};

async fn accepting(router: &Router, path: &str, encodings: &str) -> (HeaderMap, Bytes) {
    let request = Request::get(path).header(header::ACCEPT_ENCODING, encodings).body(Body::empty()).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    assert_eq!(parts.status, StatusCode::OK, "{path}");
    (parts.headers, to_bytes(body, usize::MAX).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_sent_small_to_whoever_accepts_it_and_says_the_same() {
    let (router, _folder) = site().await;
    let page = get(&router, "/patterns").await.body;
    let style = page.split('"').find(|part| part.starts_with("/static/") && part.ends_with(".css")).unwrap();
    for path in [style, "/catalog.json", "/sql.csv?q=select%20*%20from%20generate_series(1,%201000)"] {
        let plain = get(&router, path).await;
        assert_eq!((plain.header(header::CONTENT_ENCODING), plain.header(header::VARY)), ("", "accept-encoding"), "{path}");
        let (headers, small) = accepting(&router, path, "br, gzip;q=0.5").await;
        assert_eq!(headers[header::CONTENT_ENCODING], "gzip", "{path}");
        assert!(small.len() < plain.body.len(), "{path}: {} of {} bytes", small.len(), plain.body.len());
        let mut text = String::new();
        GzDecoder::new(&*small).read_to_string(&mut text).unwrap();
        assert_eq!(text, plain.body, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_small_or_compressed_within_goes_as_it_is() {
    let (router, _folder) = site().await;
    let number = "/sql.csv?q=select%201%20as%20one";
    let packed = "/sql.parquet?q=select%20*%20from%20generate_series(1,%201000)";
    for (path, encodings) in [("/patterns", "gzip;q=0"), ("/patterns", "br"), (number, "gzip"), (packed, "gzip")] {
        let (headers, _) = accepting(&router, path, encodings).await;
        assert!(!headers.contains_key(header::CONTENT_ENCODING), "{path}, {encodings}: {headers:?}");
    }
}
