//! `gaugeglass slo`: service-level objectives from and to OpenSLO v1 documents.

mod export;
mod folder;
mod import;

use std::path::PathBuf;

use clap::ArgMatches;
use gaugeglass_metrics::{Diagnostic, Registry};

use crate::config::{self, Config};
use crate::failure::Failure;

use folder::Folder;

/// Runs `export` or `import`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    match matches.subcommand() {
        Some(("import", own)) => import::run(own, &config),
        Some(("export", own)) => export::run(own, &config),
        _ => Err(Failure::new("name what to do: `gaugeglass slo --help` lists it")),
    }
}

/// The folder that was named, else the first of the configuration.
fn folder(matches: &ArgMatches, config: &Config) -> Option<Folder> {
    let named = matches.get_one::<PathBuf>("dir").or_else(|| config.engine.queries.first());
    named.map(|path| Folder::new(path.clone()))
}

/// The metrics of the configuration and of the folder.
fn registry(config: &Config, folder: Option<&Folder>) -> Registry {
    let mut folders = config.engine.queries.clone();
    let added = folder.filter(|folder| folder.path().is_dir() && !folder.is_one_of(&folders));
    folders.extend(added.map(Folder::absolute));
    Registry::load(&folders).registry
}

/// Mistakes go to standard error; the failure counts them.
fn refused(mistakes: &[Diagnostic], consequence: &str) -> Failure {
    for mistake in mistakes {
        eprintln!("{}\n", mistake.render_plain());
    }
    match mistakes.len() {
        1 => Failure::new(format!("{consequence}: 1 mistake above")),
        count => Failure::new(format!("{consequence}: {count} mistakes above")),
    }
}
