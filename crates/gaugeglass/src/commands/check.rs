//! `gaugeglass check`: every definition planned against the catalog, every mistake at its place.

use clap::ArgMatches;
use gaugeglass_engine::{Door, Request};

use crate::failure::Failure;
use crate::{EXIT_FAILED, EXIT_OK, config, telemetry};

/// Prints what is wrong; ends with 1 where anything is.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let dashboards = gaugeglass_dashboards::load_dashboards(&config.dashboards);
    let engine = config.open().await?;
    let registry = engine.registry();
    let mut diagnostics = engine.check().await?;
    diagnostics.extend(dashboards.diagnostics);
    diagnostics.extend(dashboards.dashboards.values().flat_map(|dashboard| gaugeglass_dashboards::check_dashboard(dashboard, &registry)));
    let relations = engine.session(Request::new("local", Door::Cli)).relations().await?;
    diagnostics.extend(dashboards.dashboards.values().flat_map(|dashboard| gaugeglass_dashboards::check_columns(dashboard, &relations)));
    for diagnostic in &diagnostics {
        println!("{}\n", diagnostic.render_plain());
    }
    let wrong = diagnostics.len();
    let (metrics, tables) = (registry.metrics().count(), registry.tables().count());
    let counted = format!("{metrics} metrics, {tables} tables, {} models, {} checks", registry.models().len(), registry.checks().len());
    match wrong {
        0 => println!("{counted}: all plan"),
        1 => println!("{counted}; 1 mistake above"),
        _ => println!("{counted}; {wrong} mistakes above"),
    }
    Ok(if wrong == 0 { EXIT_OK } else { EXIT_FAILED })
}
