//! Logs in a bucket give the answers that the same logs in a folder give, and the bucket stays as it was.
//!
//! The bucket is real: SeaweedFS speaks the S3 protocol on this machine, with one identity whose secret it checks.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{
    Output, assert_same, leashed, let_go, python_available, python_program, python_with, run_in, timeless, world, write_config,
};

const KEY: &str = "GAUGEGLASSTESTKEY";
const SECRET: &str = "a-secret-that-no-output-may-ever-hold-01";
const WRONG_SECRET: &str = "a-secret-that-the-store-does-not-know-02";
const STORE: &str = "s3://acme/programme/logs";

/// A running S3 server; it is stopped when dropped.
struct Bucket {
    server: Child,
    endpoint: String,
    folder: tempfile::TempDir,
}

impl Bucket {
    /// Starts a server with one empty bucket.
    fn start() -> Bucket {
        let folder = tempfile::tempdir().unwrap();
        let ports = free_ports();
        let server = seaweed(folder.path(), &ports);
        let bucket = Bucket { server, endpoint: format!("127.0.0.1:{}", ports[0]), folder };
        bucket.wait_until_it_listens();
        bucket.python(&["make", &bucket.endpoint, "acme"]);
        bucket
    }

    fn wait_until_it_listens(&self) {
        for _ in 0..600 {
            if TcpStream::connect(&self.endpoint).is_ok() {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(100));
        }
        panic!("the S3 server does not answer: {}", std::fs::read_to_string(self.folder.path().join("server.log")).unwrap());
    }

    fn python(&self, arguments: &[&str]) -> String {
        python_with("tests/clients/s3_bucket.py", arguments, &keys(SECRET))
    }

    fn list(&self) -> String {
        self.python(&["list", &self.endpoint, "acme"])
    }

    /// Runs the program on this bucket.
    fn run(&self, config: &Path, secret: &str, arguments: &[&str]) -> Output {
        let endpoint = format!("http://{}", self.endpoint);
        let mut variables = keys(secret).to_vec();
        variables.extend([("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_REGION", "us-east-1"), ("AWS_ALLOW_HTTP", "true")]);
        ask(config, arguments, &variables)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let_go(&mut self.server);
    }
}

fn keys(secret: &str) -> [(&str, &str); 2] {
    [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", secret)]
}

/// Eight ports that were free a moment ago, all at once so that they differ.
fn free_ports() -> Vec<u16> {
    let listeners: Vec<TcpListener> = (0..8).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

fn seaweed(folder: &Path, ports: &[u16]) -> Child {
    let identity = folder.join("identity.json");
    let credentials = serde_json::json!([{ "accessKey": KEY, "secretKey": SECRET }]);
    let identities = serde_json::json!({ "identities": [{ "name": "gaugeglass", "credentials": credentials, "actions": ["Admin"] }] });
    std::fs::write(&identity, identities.to_string()).unwrap();
    let log = std::fs::File::create(folder.join("server.log")).unwrap();
    let names =
        ["s3.port", "s3.port.grpc", "master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc"];
    leashed(&python_program("weed"))
        .args(["-logtostderr=true", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", "-s3.iam=false"])
        .args(["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=0"])
        .arg(format!("-dir={}", folder.display()))
        .arg(format!("-filer.localSocket={}", folder.join("filer.sock").display()))
        .arg(format!("-s3.config={}", identity.display()))
        .args(names.iter().zip(ports).map(|(name, port)| format!("-{name}={port}")))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn ask(config: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    run_in(Path::new("."), &[arguments, &["--config", config.to_str().unwrap()]].concat(), variables)
}

/// The configuration of the world, its store at `url`, its cache in `folder`.
fn config_for(url: &str, folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    let elsewhere = text.replace("url = \"file:logs\"", &format!("url = \"{url}\""));
    assert_ne!(text, elsewhere);
    write_config(folder, &elsewhere)
}

fn skipped() -> bool {
    let is_skipped = !python_available();
    if is_skipped {
        eprintln!("skipped: no python3 to fetch the S3 server with");
    }
    is_skipped
}

fn logs() -> Vec<String> {
    let config: toml::Table = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap().parse().unwrap();
    config["logs"].as_table().unwrap().keys().cloned().collect()
}

/// Every question whose answer must not depend on where the logs lie.
fn questions() -> Vec<Vec<String>> {
    let counts: Vec<String> = logs().iter().map(|log| format!("select '{log}' as log, count(*) as n from logs.{log}")).collect();
    let ledger = "select log, file, ingest_dt, bytes, rows_in, rows_kept, rows_duplicate, rows_quarantined, state, error
                  from meta.files order by log, file";
    let quarantine = "select * from meta.quarantine order by log, file, row, column";
    let mut questions: Vec<Vec<String>> = [counts.join(" union all ") + " order by log", ledger.to_owned(), quarantine.to_owned()]
        .map(|sql| vec!["query".to_owned(), sql])
        .into();
    let range = ["--grain", "total", "--from", "2026-01-05", "--to", "2026-05-05"].map(str::to_owned);
    for metric in Registry::embedded().metrics() {
        questions.push([vec!["query".to_owned(), "--metric".to_owned(), metric.name.clone()], range.to_vec()].concat());
    }
    questions.push(vec!["audit".to_owned()]);
    questions
}

#[test]
fn a_bucket_answers_as_a_folder_does_and_stays_as_it_was() {
    if skipped() {
        return;
    }
    let bucket = Bucket::start();
    bucket.python(&["fill", &bucket.endpoint, world().join("logs").to_str().unwrap(), "acme/programme/logs"]);
    let before = bucket.list();
    assert!(before.lines().count() > 500, "{before}");

    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = config_for(&format!("file:{}", world().join("logs").display()), near.path());
    let store = config_for(STORE, far.path());
    let questions = questions();
    assert!(questions.len() > 10);
    for question in questions {
        let arguments: Vec<&str> = question.iter().map(String::as_str).chain(["--format", "json"]).collect();
        let expected = ask(&folder, &arguments, &[]);
        let found = bucket.run(&store, SECRET, &arguments);
        assert_eq!(found.code, expected.code, "{question:?}: {}", found.err);
        // Additions in parallel may differ in the last digits of a fraction.
        assert_same(&timeless(&found.out), &timeless(&expected.out), 1e-12, &question.join(" "));
        assert!(!(found.out + &found.err).contains(SECRET), "{question:?}");
    }
    assert_eq!(bucket.list(), before, "something was written to the bucket of the logs");
}

#[test]
fn a_wrong_secret_is_told_and_never_printed() {
    if skipped() {
        return;
    }
    let bucket = Bucket::start();
    let folder = tempfile::tempdir().unwrap();
    let config = config_for(STORE, folder.path());
    let refused = bucket.run(&config, WRONG_SECRET, &["query", "select count(*) as n from logs.orders", "--telemetry-level", "trace"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    let told = refused.err.lines().last().unwrap();
    assert!(told.contains("logs.orders") && told.contains(STORE) && told.contains("credentials"), "{told}");

    let sources = bucket.run(&config, WRONG_SECRET, &["query", "select log, state, error from meta.sources", "--format", "json"]);
    let answer = timeless(&sources.out);
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.len(), logs().len());
    assert!(
        rows.iter().all(|row| row["state"] == "failed" && row["error"].as_str().is_some_and(|error| error.contains("credentials"))),
        "{answer}"
    );

    for output in [refused, sources] {
        for secret in [WRONG_SECRET, SECRET] {
            assert!(!output.out.contains(secret) && !output.err.contains(secret));
        }
    }
}
