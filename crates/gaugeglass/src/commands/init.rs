//! `gaugeglass init URL`: a configuration from a bounded look at what lies at a location.
//!
//! Nothing is written there. What no mapping fits is named as such and gets the skeleton of a mapping; a configuration is
//! only proposed, and every line of it says why.

mod audiences;
mod configuration;
mod evidence;
mod place;
mod score;
mod skeleton;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use gaugeglass_engine::{Sample, SampleLimits, SampledFolder, sample};
use gaugeglass_metrics::Registry;

use crate::failure::Failure;
use crate::output::Table;
use crate::progress::Steps;
use crate::{EXIT_OK, config, telemetry};

use score::Candidate;

/// A folder and how it can be read.
pub struct Source {
    /// What was found.
    pub folder: SampledFolder,
    /// Every way to read it, the likeliest first.
    pub candidates: Vec<Candidate>,
}

impl Source {
    fn of(folder: SampledFolder) -> Source {
        let candidates = if folder.format.is_some() { score::candidates(&folder) } else { Vec::new() };
        Source { folder, candidates }
    }

    /// The ways that the configuration takes.
    pub fn chosen(&self) -> Vec<&Candidate> {
        score::chosen(&self.candidates)
    }

    /// True where the rows can be read and nothing says what they are.
    pub fn is_strange(&self) -> bool {
        self.folder.format.is_some() && self.chosen().is_empty()
    }
}

/// Looks, writes and tells.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::without_file(matches)?;
    telemetry::start(&config.telemetry_level);
    let url = place::url(matches.get_one::<String>("url").map_or("", String::as_str));
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| PathBuf::from(config::DEFAULT_FILE));
    let is_forced = matches.get_flag("force");
    let store = place::store_url(&url, &output)?;
    place::refuse(&output, is_forced)?;

    let steps = Steps::start();
    let found = sample(&url, &config.engine, &SampleLimits::default(), &|label, done, total| steps.show(label, done, total)).await;
    steps.end();
    let sample = found?;
    if sample.folders.is_empty() {
        return Err(Failure::new(format!("there is no file at `{url}`: correct the URL, or name the folder that holds the logs")));
    }
    let sources: Vec<Source> = sample.folders.iter().cloned().map(Source::of).collect();
    let skeletons = skeleton::all(&sources);
    for (path, text) in &skeletons {
        write(&beside(&output, path), text, is_forced)?;
    }
    write(&output, &configuration::text(&url, &store, &sample, &sources, &skeletons), is_forced)?;
    tell(&output, &sample, &sources, &skeletons)?;
    Ok(EXIT_OK)
}

fn beside(output: &Path, path: &str) -> PathBuf {
    output.parent().unwrap_or(Path::new("")).join(path)
}

/// A mapping that is there already was edited by someone.
fn write(path: &Path, text: &str, is_forced: bool) -> Result<(), Failure> {
    place::refuse(path, is_forced)?;
    let failed = |cause: std::io::Error| Failure::new(format!("{} cannot be written: {cause}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

fn tell(output: &Path, sample: &Sample, sources: &[Source], skeletons: &[(String, String)]) -> Result<(), Failure> {
    let out = &mut std::io::stdout().lock();
    let bound = if sample.is_whole { "all of them" } else { "a sample of what lies there" };
    writeln!(out, "{} keys, {bound}\n\n{}\n", sample.keys, table(sources))?;
    for source in sources.iter().filter(|source| source.folder.problem.is_some()) {
        writeln!(out, "{}: {}", source.folder.path, source.folder.problem.as_deref().unwrap_or_default())?;
    }
    let present = sources.iter().flat_map(|source| source.chosen().into_iter().map(|candidate| candidate.log)).collect();
    writeln!(out, "{}", audiences::told(&Registry::embedded(), &present))?;
    writeln!(out, "Wrote {}", output.display())?;
    for (path, _) in skeletons {
        writeln!(out, "Wrote {}, the skeleton of a mapping", beside(output, path).display())?;
    }
    let config = output.display();
    writeln!(out, "Next: gaugeglass check --config {config}, then gaugeglass serve --config {config}")?;
    Ok(())
}

fn table(sources: &[Source]) -> Table {
    let mut table = Table::new(&["path", "files", "format", "log", "mapping", "confidence", "because", "not read"]);
    for source in sources {
        let chosen = source.chosen();
        for candidate in &chosen {
            table.row(row(&source.folder, Some(candidate), candidate.vendor.unwrap_or("canonical")));
        }
        if chosen.is_empty() {
            table.row(row(&source.folder, source.candidates.first(), "not recognised"));
        }
    }
    table
}

fn row(folder: &SampledFolder, candidate: Option<&Candidate>, mapping: &str) -> Vec<String> {
    let format = folder
        .format
        .map_or("-".into(), |format| [Some(format), folder.compression].iter().flatten().copied().collect::<Vec<_>>().join("."));
    let shown = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    vec![
        folder.path.escape_debug().to_string(),
        folder.files.to_string(),
        format,
        shown(candidate.map(|candidate| candidate.log.to_owned())),
        mapping.to_owned(),
        shown(candidate.map(|candidate| format!("{:.2}", candidate.confidence))),
        shown(candidate.map(|candidate| candidate.reason.clone())),
        shown(candidate.map(|candidate| few(&candidate.unmapped, 6)).filter(|text| !text.is_empty())),
    ]
}

/// The first names of a list, and how many more there are.
fn few(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).map(|name| name.escape_debug().to_string()).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
