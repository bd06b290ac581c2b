//! `gaugeglass label export`: identifiers drawn by chance, as a sheet to be filled.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::Field;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use clap::ArgMatches;
use futures::StreamExt;
use gaugeglass_engine::{Door, Engine, Request};

use super::{COLUMNS, sheet};
use crate::config::Config;
use crate::failure::Failure;
use crate::{EXIT_OK, place, progress, telemetry};

/// The table that draws.
const TABLE: &str = "label_sheet";

/// What is to be drawn.
struct Draw {
    kind: String,
    draws: String,
    seed: String,
}

/// Draws and writes.
pub async fn run(matches: &ArgMatches, config: &Config) -> Result<u8, Failure> {
    telemetry::start(&config.telemetry_level);
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let draws = matches.get_one::<u32>("n").copied().unwrap_or_default();
    let draw = Draw { kind: text("kind"), draws: draws.to_string(), seed: text("seed") };
    let output = output(matches, &draw.kind);
    place::refuse(config, &output)?;
    let engine = config.open().await?;
    let batches = progress::during(&engine, drawn(&engine, &draw)).await?;
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    if rows == 0 {
        return Err(Failure::new("nothing can be drawn: identity_map, identity_links and identity_observations hold no identifier"));
    }
    place::write(&output, &filled(&batches).map_err(|cause| Failure::new(format!("the sheet cannot be written: {cause}")))?)?;
    tell(&output, &draw, rows);
    Ok(EXIT_OK)
}

fn output(matches: &ArgMatches, kind: &str) -> PathBuf {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    path("output").unwrap_or_else(|| path("dir").unwrap_or_default().join(format!("{kind}.csv")))
}

/// The rows of the table, with these parameters in place of its defaults.
async fn drawn(engine: &Engine, draw: &Draw) -> Result<Vec<RecordBatch>, Failure> {
    let registry = engine.registry();
    let table = registry.table(TABLE).ok_or_else(|| Failure::new(format!("there is no table {TABLE}: `gaugeglass check` says why")))?;
    let statement = engine.session(Request::new("local", Door::Cli)).plan(&table.sql).await?;
    let row = bound(statement.parameters(), draw)?;
    let mut answer = statement.execute(Some(&row)).await?;
    let mut batches = Vec::new();
    while let Some(batch) = answer.next().await {
        batches.push(batch?);
    }
    Ok(batches)
}

fn bound(parameters: &[Field], draw: &Draw) -> Result<RecordBatch, Failure> {
    let mut columns: Vec<(&str, ArrayRef)> = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let value = match parameter.name().trim_start_matches('$') {
            "kind" => &draw.kind,
            "draws" => &draw.draws,
            "seed" => &draw.seed,
            other => return Err(Failure::new(format!("the table {TABLE} names ${other}; it can ask for $kind, $draws and $seed"))),
        };
        let column: ArrayRef = Arc::new(StringArray::from(vec![value.as_str()]));
        columns.push((parameter.name().as_str(), column));
    }
    RecordBatch::try_from_iter(columns).map_err(|cause| Failure::new(format!("the table {TABLE} cannot be asked: {cause}")))
}

/// The sheet: what was drawn, and empty cells for the verdict.
fn filled(batches: &[RecordBatch]) -> Result<String, ArrowError> {
    let mut text = sheet::line(COLUMNS);
    let options = FormatOptions::default();
    for batch in batches {
        let formatter = |name: &str| batch.column_by_name(name).map(|column| ArrayFormatter::try_new(column, &options)).transpose();
        let formatters = COLUMNS.into_iter().map(formatter).collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let cell = |formatter: &Option<ArrayFormatter<'_>>| match formatter {
                Some(formatter) => formatter.value(row).try_to_string(),
                None => Ok(String::new()),
            };
            text.push_str(&sheet::line(formatters.iter().map(cell).collect::<Result<Vec<_>, _>>()?));
        }
    }
    Ok(text)
}

fn tell(output: &Path, draw: &Draw, rows: usize) {
    let shown = output.display();
    println!("{shown}: {rows} rows to judge, of {} identifiers drawn with seed {}", draw.draws, draw.seed);
    println!("Write true into `truth` where both identifiers are of one human, else false; leave empty what cannot be told.");
    if draw.kind == "identity_cluster" {
        println!("Rows of one cluster_id are a case; its first row asks whether the identifier names a human at all.");
        println!("Where an identifier of that human is missing, copy a row of the case, put it on the right and empty `label_id`.");
    }
    println!("Then: gaugeglass label import {shown}");
}
