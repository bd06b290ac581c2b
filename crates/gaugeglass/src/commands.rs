//! One file a command.

mod audit;
mod cache;
mod check;
mod completions;
mod dataset;
mod demo;
mod init;
mod label;
mod metrics;
mod prepare;
mod query;
mod report;
mod schema;
mod serve;
mod slo;

use clap::ArgMatches;

use crate::failure::Failure;

/// Runs the command that was named; gives its exit code.
pub async fn dispatch(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("demo", own)) => demo::run(own).await,
        Some(("init", own)) => init::run(own).await,
        Some(("serve", own)) => serve::run(own).await,
        Some(("query", own)) => query::run(own).await,
        Some(("prepare", own)) => prepare::run(own).await,
        Some(("cache", own)) => cache::run(own).await,
        Some(("metrics", own)) => metrics::run(own).await,
        Some(("check", own)) => check::run(own).await,
        Some(("audit", own)) => audit::run(own).await,
        Some(("slo", own)) => slo::run(own),
        Some(("label", own)) => label::run(own).await,
        Some(("report", own)) => report::run(own).await,
        Some(("schema", own)) => schema::run(own),
        Some(("dataset", own)) => dataset::run(own).await,
        Some(("completions", own)) => completions::run(own),
        _ => Err(Failure::new("name a command; `gaugeglass --help` lists them")),
    }
}
