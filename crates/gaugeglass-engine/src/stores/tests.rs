//! What a URL opens, and that no message about it holds a key.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path as FilePath;

use futures::TryStreamExt;
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::memory::InMemory;
use object_store::path::Path;

use super::*;

const SECRET: &str = "c2VjcmV0LXRoYXQtbm8tb25lLXNlZXM";

fn storage() -> StorageSettings {
    StorageSettings { retries_max: 1, retry_time_ms_max: 1000, allow_http: true, ..StorageSettings::default() }
}

fn check(open: impl FnOnce(&Opening<'_>)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    open(&Opening { base: FilePath::new("."), storage: &storage(), io: runtime.handle() });
}

#[test]
fn a_key_in_a_url_is_refused_with_a_remedy_and_never_shown() {
    let cases = [
        (format!("s3://key:{SECRET}@bucket/logs"), "AWS_SECRET_ACCESS_KEY"),
        (format!("s3://bucket/logs?X-Amz-Signature={SECRET}"), "AWS_SECRET_ACCESS_KEY"),
        (format!("gs://{SECRET}@bucket"), "GOOGLE_SERVICE_ACCOUNT"),
        (format!("az://container/logs?sv=2026&sig={SECRET}"), "AZURE_STORAGE_SAS_TOKEN"),
        (format!("https://user:{SECRET}@host/logs"), "bucket"),
        (format!("https://host/logs?token={SECRET}"), "bucket"),
        (format!("http://host/logs#{SECRET}"), "bucket"),
        (format!("ftp://user:{SECRET}@host/logs"), "s3:"),
        (format!("s3://user:{SECRET}@"), "`s3://***@`"),
    ];
    check(|opening| {
        for (url, remedy) in &cases {
            let settings = StoreSettings::at(url);
            for error in [open_logs(&settings, opening).unwrap_err(), open_cache(url, opening).unwrap_err()] {
                let shown = format!("{error} {error:?} {settings:?}");
                assert!(!shown.replace(&format!("#{SECRET}"), "").contains(SECRET), "{shown}");
            }
            let shown = open_logs(&settings, opening).unwrap_err().to_string();
            assert!(shown.contains(remedy), "{shown}");
        }
    });
}

#[test]
fn a_url_that_names_no_place_is_told_what_to_write() {
    let cases = [
        ("s3:///logs", "s3://bucket/prefix"),
        ("gs://", "gs://bucket/prefix"),
        ("az://", "az://container/prefix"),
        ("s3://bucket:9000/logs", "AWS_ENDPOINT_URL"),
        ("s3://bucket/a//b", "empty or relative"),
        ("bucket/logs", "file:logs"),
        ("hdfs://host/logs", "s3:"),
    ];
    check(|opening| {
        for (url, told) in cases {
            let shown = open_logs(&StoreSettings::at(url), opening).unwrap_err().to_string();
            assert!(shown.contains(told), "{url}: {shown}");
        }
    });
}

#[test]
fn plain_http_is_only_for_those_who_ask_for_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let storage = StorageSettings::default();
    let opening = Opening { base: FilePath::new("."), storage: &storage, io: runtime.handle() };
    let shown = open_logs(&StoreSettings::at("http://host/logs"), &opening).unwrap_err().to_string();
    assert!(shown.contains("storage.allow_http"), "{shown}");
    assert!(open_logs(&StoreSettings::at("https://host/logs"), &opening).is_ok());
}

#[test]
fn a_cache_is_not_kept_on_a_web_server() {
    check(|opening| {
        let shown = open_cache("https://host/cache", opening).unwrap_err().to_string();
        assert!(shown.contains("read and not written"), "{shown}");
    });
}

#[test]
fn a_store_that_is_brought_is_opened_as_it_is() {
    let objects: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    check(|opening| {
        let settings = StoreSettings { url: "memory:logs".into(), objects: Some(Arc::clone(&objects)) };
        assert!(Arc::ptr_eq(&open_logs(&settings, opening).unwrap().objects, &objects));
    });
}

#[test]
fn places_overlap_where_one_lies_in_the_other() {
    let objects: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let store = |url: &str| Store { url: url.to_owned(), folder: None, objects: Arc::clone(&objects) };
    let cases = [
        ("s3://acme/logs", "s3://acme/logs", true),
        ("s3://acme/logs/", "s3://acme/logs", true),
        ("s3://acme", "s3://acme/cache", true),
        ("gs://acme/logs/cache", "gs://acme/logs", true),
        ("az://logs/a%20b", "az://logs/a b/c", true),
        ("https://HOST/logs", "https://host/logs/cache", true),
        ("s3://acme/logs", "s3://acme/logs-cache", false),
        ("s3://acme", "s3://acme-cache", false),
        ("s3://acme/logs", "gs://acme/logs", false),
        ("https://host:1/logs", "https://host:2/logs", false),
        ("memory:logs", "memory:logs", true),
        ("memory:logs", "s3://acme", false),
    ];
    for (one, other, expected) in cases {
        assert_eq!(overlap(&store(one), &store(other)), expected, "{one} {other}");
        assert_eq!(overlap(&store(other), &store(one)), expected, "{other} {one}");
    }
}

#[test]
fn an_account_whose_server_repeats_the_signature_says_nothing_of_it() {
    let body = format!("<Error><Code>AuthenticationFailed</Code><Message>The signature {SECRET} is not right</Message></Error>");
    let address = answer_all(format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let storage = storage();
    let opening = Opening { base: FilePath::new("."), storage: &storage, io: runtime.handle() };
    let account = MicrosoftAzureBuilder::new()
        .with_account("acme")
        .with_endpoint(format!("http://{address}"))
        .with_config(AzureConfigKey::SasKey, format!("sv=2026-01-01&sig={SECRET}"));
    let store = azure::finish(account, &Location::parse("az://logs/a").unwrap(), &opening).unwrap();
    let listed = runtime.block_on(store.objects.list(None).try_collect::<Vec<_>>()).unwrap_err();
    let read = runtime.block_on(store.objects.get_ranges(&Path::from("a"), std::slice::from_ref(&(0..1)))).unwrap_err();
    let shown = format!("{listed} {listed:?} {read} {read:?} {store:?} {:?} {}", store.objects, store.objects);
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(listed.to_string().contains("403 Forbidden (AuthenticationFailed)"), "{listed}");
}

#[test]
fn a_web_server_without_a_listing_says_so_and_serves_the_file_that_is_named() {
    let address = answer_all("HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let storage = storage();
    let opening = Opening { base: FilePath::new("."), storage: &storage, io: runtime.handle() };
    let store = open_logs(&StoreSettings::at(format!("http://{address}/logs")), &opening).unwrap();
    let cause = runtime.block_on(store.objects.list(None).try_collect::<Vec<_>>()).unwrap_err();
    assert!(matches!(cause, object_store::Error::NotSupported { .. }), "{cause:?}");
    let cause = runtime.block_on(store.objects.put_opts(&Path::from("a"), "x".into(), Default::default())).unwrap_err();
    assert!(cause.to_string().contains("only read"), "{cause}");
}

/// A server that gives every request this answer.
fn answer_all(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 8192];
            let _ = stream.read(&mut head);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}
