//! SciPy's side: `scipy.sparse.csgraph.connected_components` over the same links, once their texts are numbers.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::links::LinkFiles;
use crate::race::child::{self, Figures};

const PYTHON: &str = "python3";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/identity/scipy_components.py");
const VERSIONS: &str = "import pyarrow, scipy; print(f'SciPy {scipy.__version__}, PyArrow {pyarrow.__version__}')";

/// The versions, where they are there.
pub fn version() -> Result<String, String> {
    match Command::new(PYTHON).args(["-c", VERSIONS]).output() {
        Ok(told) if told.status.success() => Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned()),
        _ => Err(format!("{PYTHON} lacks a part, and there is nothing to compare with: `pip install scipy pyarrow`")),
    }
}

/// Resolves all links, from the first look at the file to a number for every identifier's component.
pub fn resolve(files: &LinkFiles) -> Result<Figures, String> {
    measure(&[&files.all], false)
}

/// Resolves all links and the others; timed is what comes after the texts are numbers.
pub fn graph(files: &LinkFiles) -> Result<Figures, String> {
    measure(&[&files.all, &files.more], true)
}

fn measure(files: &[&PathBuf], is_graph_alone: bool) -> Result<Figures, String> {
    let job = json!({ "files": files, "is_graph_alone": is_graph_alone });
    child::figures(child::on_two_cores(PYTHON).arg(SCRIPT), &job.to_string())
}
