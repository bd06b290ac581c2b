//! `gaugeglass slo import FILE`: a metric for each promise that can be computed, and every document kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use gaugeglass_metrics::openslo::{Outcome, What, import, read};

use super::folder::Folder;
use crate::EXIT_OK;
use crate::config::Config;
use crate::failure::Failure;

/// Writes all or, where anything is wrong, nothing; tells of each document what became of it.
pub fn run(matches: &ArgMatches, config: &Config) -> Result<u8, Failure> {
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let folder = super::folder(matches, config)
        .ok_or_else(|| Failure::new("name the folder of queries to write to with --dir, or set queries.folders in the configuration"))?;
    let text = std::fs::read_to_string(&file).map_err(|cause| Failure::new(format!("{} cannot be read: {cause}", file.display())))?;
    let refused = format!("nothing is imported from {}", file.display());
    let entries = read(&file.display().to_string(), &text).map_err(|mistakes| super::refused(&mistakes, &refused))?;
    let registry = super::registry(config, Some(&folder));
    let import = import(&entries, &folder.documents()?, &registry, config.engine.time_zone.name())
        .map_err(|mistakes| super::refused(&mistakes, &refused))?;
    folder.refuse(config, &import.files)?;
    for file in &import.files {
        folder.write(file)?;
    }
    tell(&import.outcomes, &folder, config)?;
    Ok(EXIT_OK)
}

fn tell(outcomes: &[Outcome], folder: &Folder, config: &Config) -> Result<(), Failure> {
    let out = &mut std::io::stdout().lock();
    for outcome in outcomes {
        for line in lines(outcome, folder.path()) {
            writeln!(out, "{line}")?;
        }
    }
    // A folder in the settings counts from the configuration, not from where a command is started.
    let flag = match folder.is_one_of(&config.engine.queries) {
        true => String::new(),
        false => format!(" --queries-folders {}", folder.absolute().display()),
    };
    writeln!(out, "Next: gaugeglass check{flag}")?;
    Ok(())
}

/// What became of a document, and what it asks of whom.
fn lines(outcome: &Outcome, folder: &Path) -> Vec<String> {
    let Outcome { title, path, what } = outcome;
    let kept = format!("{title}: kept in {}", folder.join(path).display());
    match what {
        What::Computed { path, promise, unread } => {
            let unread = (!unread.is_empty()).then(|| format!("  kept and not read: {}", unread.join(", ")));
            [Some(kept), Some(format!("  computed by {}: {promise}", folder.join(path).display())), unread].into_iter().flatten().collect()
        }
        What::ComputedAlready(metric) => vec![kept, format!("  computed already by the metric {metric}")],
        What::Kept(why) => vec![kept, format!("  {why}"), format!("  do: {}", why.help().unwrap_or_default())],
        What::Carried(words) => vec![kept, format!("  {words}")],
    }
}
