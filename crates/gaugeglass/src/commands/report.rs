//! `gaugeglass report`: a dashboard over a range as one HTML file that needs nothing else.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::failure::Failure;
use crate::{EXIT_OK, config, place, progress, telemetry};

/// Waits for every figure, then writes the file, or prints it.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let output = matches.get_one::<PathBuf>("output");
    if let Some(path) = output {
        place::refuse(&config, path)?;
    }
    let engine = config.open().await?;
    progress::prepare(&engine).await;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let name = text("dashboard").unwrap_or("overview");
    let work = gaugeglass_dashboards::report(engine.clone(), config.dashboards.clone(), name, text("from"), text("to"));
    let html = progress::during(&engine, work).await.map_err(|cause| Failure::new(cause.to_string()))?;
    match output {
        Some(path) => write(path, &html)?,
        None => std::io::stdout().lock().write_all(html.as_bytes())?,
    }
    Ok(EXIT_OK)
}

/// A report is made anew every week or day, so one that is there is replaced.
fn write(path: &Path, html: &str) -> Result<(), Failure> {
    std::fs::write(path, html).map_err(|cause| Failure::new(format!("{} cannot be written: {cause}", path.display())))?;
    eprintln!("wrote {}", path.display());
    Ok(())
}
