//! The program starts, and says what it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot start the program fails")]

use std::process::Command;

#[test]
fn the_program_tells_its_version_and_its_exit_codes() {
    let run = |argument: &str| Command::new(env!("CARGO_BIN_EXE_gaugeglass")).arg(argument).output().unwrap();
    let version = run("--version");
    assert!(version.status.success());
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("gaugeglass "));
    assert!(String::from_utf8(run("--help").stdout).unwrap().contains("Exit codes: 0"));
}
