//! Logs on a plain web server, each source a file that its `path` names.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use gaugeglass_tests::{answer, assert_same, leashed, let_go, python_available, root, run, world, write_config};

/// A running web server; it is stopped when dropped.
struct Web {
    server: Child,
    url: String,
}

impl Web {
    fn serve(folder: &Path) -> Web {
        let script = root().join("tests/clients/static_server.py");
        let mut server = leashed(Path::new("python3")).arg(script).arg(folder).stdout(Stdio::piped()).spawn().unwrap();
        let port = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        Web { server, url: format!("http://127.0.0.1:{port}/logs") }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        let_go(&mut self.server);
    }
}

const FILES: [(&str, &str, &str); 3] = [
    ("campaigns", "campaigns/part-0000.parquet", "parquet"),
    ("use_cases", "use_cases/part-0000.parquet", "parquet"),
    ("orders", "orders/ingest_dt=2026-02-01/part-0000.parquet", "parquet"),
];

fn config(folder: &Path, url: &str, files: &[(&str, &str, &str)]) -> PathBuf {
    let mut text = format!("as_of = \"2026-05-05T00:00:00Z\"\n[storage]\nallow_http = true\n[stores.lake]\nurl = \"{url}\"\n");
    for (log, path, format) in files {
        text.push_str(&format!("[logs.{log}]\nstore = \"lake\"\npath = \"{path}\"\nformat = \"{format}\"\n"));
    }
    write_config(folder, &text)
}

#[test]
fn files_that_are_named_are_read_from_a_web_server_without_a_listing() {
    if !python_available() {
        eprintln!("skipped: no python3 to serve files with");
        return;
    }
    let web = Web::serve(world());
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = config(near.path(), &format!("file:{}", world().join("logs").display()), &FILES);
    let store = config(far.path(), &web.url, &FILES);
    for (log, _, _) in FILES {
        let sql = format!("select * from logs.{log} order by 1, 2");
        let (found, expected) = (answer(&store, &["query", &sql]), answer(&folder, &["query", &sql]));
        assert!(!expected["rows"].as_array().unwrap().is_empty());
        assert_same(&found, &expected, 0.0, log);
    }
}

#[test]
fn a_folder_of_a_web_server_without_a_listing_is_told_with_a_remedy() {
    if !python_available() {
        eprintln!("skipped: no python3 to serve files with");
        return;
    }
    let web = Web::serve(world());
    let folder = tempfile::tempdir().unwrap();
    let init = run(&["init", &web.url, "--storage-allow-http", "true", "--output", folder.path().join("x.toml").to_str().unwrap()]);
    assert!(init.code == 1 && init.err.contains("lists no files") && init.err.contains("`path` names one file"), "{}", init.err);
    let config = config(folder.path(), &web.url, &[("orders", "orders/", "parquet")]);
    let asked = run(&["query", "select count(*) from logs.orders", "--config", config.to_str().unwrap()]);
    assert!(asked.code == 1 && asked.err.contains("logs.orders"), "{}", asked.err);
}
