//! Resolving links between identifiers to components, against SciPy on the same links, on two cores each, in one run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

mod gaugeglass;
mod links;
#[path = "../race/mod.rs"]
mod race;
mod scipy;

use std::process::ExitCode;

use links::LinkFiles;
use race::child::Figures;

const LINKS: &str = "GAUGEGLASS_BENCH_LINKS";
const LINKS_DEFAULT: u64 = 10_000_000;

/// Who does what.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Resolve,
    SciPy,
    Increment,
    SciPyGraph,
}

/// Each is first once, so that a machine that slows down or wakes up favours neither.
const ROUNDS: [Side; 4] = [Side::Resolve, Side::SciPy, Side::SciPy, Side::Resolve];

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Resolve => "Gaugeglass: texts to named components",
            Side::SciPy => "PyArrow and SciPy: texts to numbered components",
            Side::Increment => "Gaugeglass: 1 % more links",
            Side::SciPyGraph => "SciPy: numbers to numbered components, 1 % more links",
        }
    }

    fn measure(self, files: &LinkFiles) -> Result<Figures, String> {
        match self {
            Side::Resolve => gaugeglass::resolve(files),
            Side::SciPy => scipy::resolve(files),
            Side::Increment => gaugeglass::increment(files),
            Side::SciPyGraph => scipy::graph(files),
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, paths @ ..] = arguments.as_slice()
        && command == gaugeglass::COMMAND
    {
        gaugeglass::run(paths);
        return ExitCode::SUCCESS;
    }
    race::ended(compare())
}

fn compare() -> Result<(), String> {
    let version = scipy::version()?;
    let links = race::number(LINKS, LINKS_DEFAULT)?;
    let temporary = tempfile::tempdir().unwrap();
    let files = links::make(&race::folder(&temporary), links);
    head(links, &version);
    let (mut seconds, mut components) = ([0.0; 2], [0; 2]);
    for side in ROUNDS {
        let figures = measured(side, &files)?;
        let place = usize::from(side == Side::SciPy);
        seconds[place] += figures.seconds;
        components[place] = figures.rows;
    }
    agree(components)?;
    let (more, graph) = (measured(Side::Increment, &files)?, measured(Side::SciPyGraph, &files)?);
    agree([more.rows, graph.rows])?;
    println!("\nSpeed of Gaugeglass to PyArrow and SciPy, both rounds: {:.2}", seconds[1] / seconds[0]);
    println!("1 % more links cost {:.2} % of the time for all", 200.0 * more.seconds / seconds[0]);
    Ok(())
}

fn head(links: u64, version: &str) {
    race::head("identity", LINKS, links);
    println!("- {version}, {links} links and {} more\n", links / links::INCREMENT);
    println!("| run | components | seconds | peak memory, MiB |");
    println!("|---|---:|---:|---:|");
}

/// One run, printed as a line of the table.
fn measured(side: Side, files: &LinkFiles) -> Result<Figures, String> {
    let figures = side.measure(files)?;
    println!("| {} | {} | {:.2} | {} |", side.name(), figures.rows, figures.seconds, figures.peak_bytes >> 20);
    Ok(figures)
}

/// Another answer is no result.
fn agree([ours, theirs]: [u64; 2]) -> Result<(), String> {
    match ours == theirs {
        true => Ok(()),
        false => Err(format!("Gaugeglass found {ours} components and SciPy {theirs}")),
    }
}
