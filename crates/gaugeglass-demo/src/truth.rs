//! `truth.json`: what each metric must say about this world, how closely, and which rows count.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::clock::{END, START, iso};
use crate::generate::{Found, Summary};
use crate::plants::approvals::Version;
use crate::{DemoError, World};

mod alerts;
mod approvals;
mod arms;
mod decisions;
mod effects;
pub(crate) mod files;
pub(crate) mod graph;
mod health;
mod identity;
mod items;
mod orders;
mod quality;
mod shares;

/// Writes `truth/truth.json`.
pub(crate) fn write(world: &World, dir: &Path, found: &Found, summary: &Summary, versions: &[Version]) -> Result<(), DemoError> {
    files::write_versions(dir, versions)?;
    let items: Vec<Value> = [
        arms::items(found),
        effects::items(found),
        health::items(found),
        orders::items(found),
        decisions::items(found),
        alerts::items(found),
        identity::items(world, found),
        approvals::items(found, versions),
        shares::items(found),
        quality::items(found),
    ]
    .into_iter()
    .flatten()
    .map(items::Item::json)
    .collect();
    let path = dir.join("truth").join("truth.json");
    let text = format!("{:#}\n", json!({"world": facts(world, found, summary), "items": items}));
    fs::write(&path, text).map_err(DemoError::write(&path))
}

fn facts(world: &World, found: &Found, summary: &Summary) -> Value {
    let copies: Value = quality::copies(found)
        .into_iter()
        .map(|(log, _, copies)| (log.to_owned(), json!(copies)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let faults: Vec<Value> =
        found.ledger.counts.iter().map(|((family, log), rows)| json!({"family": family, "log": log, "rows": rows})).collect();
    json!({
        "seed": world.seed,
        "tier": world.tier.name,
        "people": world.tier.people,
        "start": iso(START),
        "end": iso(END),
        "as_of": iso(END),
        "defects": world.defects.names(),
        "rows": summary.rows,
        "exact_copies": copies,
        "faults": faults,
        "incidents": alerts::facts(),
    })
}
