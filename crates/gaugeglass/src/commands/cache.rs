//! `gaugeglass cache`: what is kept of logs and models, whether it is as written, and how to be rid of it or of a part.

use clap::ArgMatches;
use gaugeglass_engine::{CacheEntry, Engine};

use crate::failure::Failure;
use crate::output::Table;
use crate::{EXIT_FAILED, EXIT_OK, config, telemetry};

/// Runs `list`, `verify`, `trim` or `clear`.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let engine = config.open().await?;
    match matches.subcommand_name() {
        Some("verify") => verify(&engine).await,
        Some("trim") => trim(&engine).await,
        Some("clear") => clear(&engine).await,
        _ => list(&engine).await,
    }
}

async fn list(engine: &Engine) -> Result<u8, Failure> {
    let mut table = Table::new(&["kind", "name", "key", "files", "bytes", "state", "modified"]);
    for entry in engine.cache_entries().await? {
        table.row(row(&entry));
    }
    println!("{table}");
    Ok(EXIT_OK)
}

fn row(entry: &CacheEntry) -> Vec<String> {
    vec![
        entry.kind.clone(),
        entry.name.clone(),
        entry.key.clone(),
        entry.files.to_string(),
        entry.bytes.to_string(),
        if entry.is_whole { "whole" } else { "unfinished" }.to_owned(),
        entry.modified.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    ]
}

/// Compares every file with its hash and forgets the entries of those that differ; ends with 1 where any did.
async fn verify(engine: &Engine) -> Result<u8, Failure> {
    let damaged = engine.verify_cache().await?;
    for damage in &damaged {
        println!("{}: {}", damage.path, damage.what);
    }
    match damaged.len() {
        0 => println!("everything is as it was written"),
        count => println!("{count} damaged; their entries are removed and will be made again"),
    }
    Ok(if damaged.is_empty() { EXIT_OK } else { EXIT_FAILED })
}

/// Brings the cache within the limits of the configuration.
async fn trim(engine: &Engine) -> Result<u8, Failure> {
    let removed = engine.trim_cache().await?;
    println!("removed {} files, {} bytes that nothing needs now", removed.files, removed.bytes);
    Ok(EXIT_OK)
}

async fn clear(engine: &Engine) -> Result<u8, Failure> {
    let removed = engine.clear_cache().await?;
    println!("removed {} files, {} bytes; the same answers come back from the logs", removed.files, removed.bytes);
    Ok(EXIT_OK)
}
