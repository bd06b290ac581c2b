//! What the tests over the whole share: the program as a process, its answers, and a world to ask about.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot set itself up fails")]

mod answers;
mod buckets;
mod changed;
mod chromium;
mod dice;
mod http;
mod node;
mod program;
mod python;
mod shown;
mod world;

pub use answers::{answer, assert_same, escaped, rows, rows_over_http, timeless};
pub use buckets::{Bucket, Protocol, SECRET, WRONG_SECRET};
pub use changed::Changed;
pub use chromium::chromium;
pub use dice::Dice;
pub use http::{Answer, get};
pub use node::{node, node_available, node_file};
pub use program::{Output, Server, leashed, let_go, program, run, run_in, serve};
pub use python::{python, python_available, python_package, python_program, python_with};
pub use shown::{assert_shows, assert_shows_ends, between, plain, unescaped};
pub use world::{configuration, world, world_of, write_config};

use std::path::PathBuf;

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The shared folder of reference data, where this checkout lies beside one.
pub fn oracles() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/oracles");
    folder.is_dir().then_some(folder)
}

/// The text of a file of the repository.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}
