//! `gaugeglass label import FILE`: a filled sheet as lines of `logs.labels`, or every mistake in it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::ArgMatches;

use super::judgement::{self, Filled};
use super::sheet::Mistake;
use crate::config::Config;
use crate::failure::Failure;
use crate::{EXIT_OK, place};

/// Mistakes told at most.
const MISTAKES_SHOWN: usize = 20;

/// Reads, checks and writes.
pub fn run(matches: &ArgMatches, config: &Config) -> Result<u8, Failure> {
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| file.with_extension("ndjson"));
    place::refuse(config, &output)?;
    let text = std::fs::read_to_string(&file).map_err(|cause| unreadable(&file, &cause))?;
    let filled = judgement::read(&text, Utc::now()).map_err(|mistakes| refused(&file, &mistakes))?;
    if filled.judgements.is_empty() {
        return Err(Failure::new(format!("{}: no row has a verdict; write true or false into `truth`", file.display())));
    }
    place::write(&output, &lines(&filled)?)?;
    println!("{}: {} judgements; {} rows have no verdict", output.display(), filled.judgements.len(), filled.unjudged);
    println!("Put it into your source of labels: a [logs.labels] of the configuration, with format = \"ndjson\".");
    Ok(EXIT_OK)
}

fn lines(filled: &Filled) -> Result<String, Failure> {
    let mut text = String::new();
    for judgement in &filled.judgements {
        let line = serde_json::to_string(judgement).map_err(|cause| Failure::new(format!("a judgement cannot be written: {cause}")))?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

fn unreadable(file: &Path, cause: &std::io::Error) -> Failure {
    let help = match cause.kind() {
        ErrorKind::InvalidData => "; save it as CSV in UTF-8",
        _ => "",
    };
    Failure::new(format!("{} cannot be read: {cause}{help}", file.display()))
}

/// Every mistake at its place; nothing is written.
fn refused(file: &Path, mistakes: &[Mistake]) -> Failure {
    let shown = mistakes.iter().take(MISTAKES_SHOWN).map(|mistake| format!("{}:{mistake}", file.display()));
    let more = mistakes.len().saturating_sub(MISTAKES_SHOWN);
    let rest = (more > 0).then(|| format!("and {more} more"));
    Failure::new(shown.chain(rest).collect::<Vec<_>>().join("\n"))
}
