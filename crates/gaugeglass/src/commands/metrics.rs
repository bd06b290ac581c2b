//! `gaugeglass metrics`: the registry as a list.

use std::io::Write;

use clap::ArgMatches;
use gaugeglass_metrics::Registry;

use crate::failure::Failure;
use crate::output::Table;
use crate::{EXIT_OK, config};

/// Prints every metric with its question.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    let registry = Registry::load(&config.engine.queries).registry;
    let mut table = Table::new(&["metric", "family", "unit", "dimensions", "question"]);
    for metric in registry.metrics() {
        table.row(vec![
            metric.name.clone(),
            metric.family.to_string(),
            metric.unit.to_string(),
            metric.dimensions.join(", "),
            metric.question.clone(),
        ]);
    }
    writeln!(std::io::stdout().lock(), "{table}")?;
    Ok(EXIT_OK)
}
