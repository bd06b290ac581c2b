//! The program as users have it: a process with arguments, output and an exit code.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program that this build made.
pub fn program() -> PathBuf {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let program = folder.join("gaugeglass");
    assert!(program.exists(), "{} is not built: run `cargo test --workspace`", program.display());
    program
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Output {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs a command to its end.
pub fn run(arguments: &[&str]) -> Output {
    run_in(Path::new("."), arguments, &[])
}

/// Runs a command in a folder, with variables added to the environment.
pub fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let output =
        Command::new(program()).args(arguments).current_dir(folder).envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Ends the server when this process ends, however it does: the pipe to the shell closes. Who does not go when asked is made to.
const LEASH: &str = r#""$@" & server=$!; exec >/dev/null; cat; kill "$server"; (sleep 5; kill -KILL "$server") 2>/dev/null &"#;

/// A command for a server that does not outlive this process; its standard input is the leash.
pub fn leashed(server: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", LEASH, "sh"]).arg(server).stdin(Stdio::piped());
    command
}

/// Ends a leashed server.
pub fn let_go(child: &mut Child) {
    drop(child.stdin.take());
    // Already gone is gone.
    let _ = child.wait();
}

/// A running server; it is stopped when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Address of the pages.
    pub http: String,
    /// Address of Flight SQL.
    pub flight: String,
}

/// Serves a configuration on free ports; returns when both addresses are printed.
pub fn serve(config: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Server {
    let mut child = leashed(&program())
        .args(["serve", "--http-listen", "127.0.0.1:0", "--flight-listen", "127.0.0.1:0", "--config"])
        .arg(config)
        .args(arguments)
        .envs(variables.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut address = |label: &str, scheme: &str| {
        let line = lines.next().unwrap_or_else(|| panic!("the server ended before it printed {label}")).unwrap();
        line.strip_prefix(label).unwrap_or_else(|| panic!("{line}")).trim().strip_prefix(scheme).unwrap().to_owned()
    };
    let http = address("Pages", "http://");
    let flight = address("Flight SQL", "grpc://");
    let server = Server { child, http, flight };
    server.wait_until_ready();
    server
}

impl Server {
    /// Waits on `/readyz`, whose connection is refused or answered, never left open.
    fn wait_until_ready(&self) {
        for _ in 0..1200 {
            if super::get(&self.http, "/readyz").status == 200 {
                return;
            }
            std::thread::park_timeout(std::time::Duration::from_millis(100));
        }
        panic!("the server does not get ready");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let_go(&mut self.child);
    }
}
