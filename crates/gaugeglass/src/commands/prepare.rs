//! `gaugeglass prepare`: every log read and kept now, and what became of its rows.

use std::time::Duration;

use clap::ArgMatches;
use gaugeglass_engine::{Door, Engine, Request};

use crate::failure::Failure;
use crate::{EXIT_FAILED, EXIT_OK, config, output, progress, telemetry};

/// Rows per log: those in are those kept, the copies and those set aside.
const ACCOUNT: &str = "select log, count(*) as files, sum(rows_read) as rows_read, sum(rows_skipped) as rows_skipped, \
     sum(rows_in) as rows_in, sum(rows_kept) as rows_kept, sum(rows_duplicate) as rows_duplicate, \
     sum(rows_quarantined) as rows_quarantined, count(error) as damaged_files from meta.files group by log order by log";

/// Prepares every log, sweeps what was left unfinished, and prints the account; ends with 1 where a log cannot be read.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let engine = config.open().await?;
    let failed = progress::prepare(&engine).await;
    let swept = engine.sweep_cache(Duration::from_millis(config.unfinished_ms_max)).await?;
    if swept.files > 0 {
        eprintln!("removed {} files ({} bytes) of work that did not finish", swept.files, swept.bytes);
    }
    println!("{}", answer(&engine, ACCOUNT).await?);
    failed.iter().for_each(|failure| eprintln!("error: {failure}"));
    Ok(if failed.is_empty() { EXIT_OK } else { EXIT_FAILED })
}

async fn answer(engine: &Engine, sql: &str) -> Result<String, Failure> {
    let answer = engine.session(Request::new("local", Door::Cli)).query(sql).await?;
    output::batches(&answer.batches).map_err(|cause| Failure::new(cause.to_string()))
}
