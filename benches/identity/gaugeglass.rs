//! Gaugeglass's side: the links of the files, one after the other, into `Components`, as `connected_components` feeds it.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use arrow::array::{Array, AsArray, StringViewArray};
use arrow::ipc::reader::FileReader;
use gaugeglass_functions::Components;

use crate::links::LinkFiles;
use crate::race::child::{self, Figures};

/// The argument by which this program is told to resolve links.
pub const COMMAND: &str = "resolve-links";

/// Resolves all links, from the first look at the file to the name and size of every identifier's component.
pub fn resolve(files: &LinkFiles) -> Result<Figures, String> {
    child::figures(this().arg(&files.all), "")
}

/// Resolves all links, and then the others: only these are timed.
pub fn increment(files: &LinkFiles) -> Result<Figures, String> {
    child::figures(this().arg(&files.all).arg(&files.more), "")
}

fn this() -> Command {
    let mut command = child::on_two_cores(std::env::current_exe().unwrap());
    command.arg(COMMAND);
    command
}

/// What that process does.
pub fn run(paths: &[String]) {
    let mut graph = Components::default();
    let mut started = Instant::now();
    let Some((all, more)) = paths.split_first() else { panic!("{COMMAND} takes files of links") };
    add(&mut graph, all);
    if more.is_empty() {
        let [ids, ..] = graph.columns().unwrap();
        assert_eq!(ids.len(), graph.len());
    }
    for path in more {
        started = Instant::now();
        add(&mut graph, path);
    }
    let seconds = started.elapsed().as_secs_f64();
    let figures = Figures { seconds, rows: graph.count() as u64, peak_bytes: child::peak_bytes() };
    println!("{}", serde_json::to_string(&figures).unwrap());
}

fn add(graph: &mut Components, path: impl AsRef<Path>) {
    let reader = FileReader::try_new_buffered(File::open(path).unwrap(), None).unwrap();
    for links in reader {
        let links = links.unwrap();
        let side = |column: usize| StringViewArray::from(links.column(column).as_string::<i32>());
        graph.link_all(&side(0), &side(1)).unwrap();
    }
}
