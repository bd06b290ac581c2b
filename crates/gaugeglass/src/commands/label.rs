//! `gaugeglass label`: a sample for people to judge, and their judgements as rows of `logs.labels`.
//!
//! What is drawn, and with which probability, is the table `label_sheet` under `queries/`. Here it becomes a sheet that does
//! not tell what the system thinks, and the filled sheet becomes a file for the reader's own source of labels.

mod export;
mod import;
mod judgement;
mod sheet;

use clap::ArgMatches;

use crate::config;
use crate::failure::Failure;

/// The columns of a sheet.
const COLUMNS: [&str; 11] = [
    "label_id",
    "kind",
    "cluster_id",
    "left_type",
    "left_id",
    "right_type",
    "right_id",
    "truth",
    "labeller",
    "label_time",
    "inclusion_prob",
];

/// Runs `export` or `import`.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    match matches.subcommand() {
        Some(("export", own)) => export::run(own, &config).await,
        Some(("import", own)) => import::run(own, &config),
        _ => Err(Failure::new("name what to do: `gaugeglass label --help` lists it")),
    }
}
