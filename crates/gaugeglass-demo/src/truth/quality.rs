//! Truth of the data itself: copies, freshness, and every count of the ledger.

use std::collections::BTreeMap;

use serde_json::json;

use super::items::{Item, share};
use crate::clock::iso;
use crate::generate::Found;

/// Rows and exact copies by log.
pub(super) fn copies(found: &Found) -> Vec<(&'static str, u64, u64)> {
    let mut logs: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    for ((log, _), feed) in &found.feeds {
        let sums = logs.entry(log).or_default();
        sums.0 += feed.rows;
        sums.1 += feed.copies;
    }
    logs.into_iter().map(|(log, (rows, copies))| (log, rows, copies)).collect()
}

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items: Vec<Item> = copies(found)
        .into_iter()
        .map(|(log, rows, copies)| {
            Item::exact(format!("duplicates.{log}"), "duplicate_rate", "duplicate_rate", share(copies, rows))
                .slice(json!({"log": log}))
                .units(&[rows, copies])
                .means("(rows - distinct (source, event_id)) / rows of the source files. n: rows, extra rows.")
        })
        .collect();
    items.extend(freshness(found));
    for ((family, log), count) in &found.ledger.counts {
        items.push(
            Item::exact(format!("ledger.{family}.{log}"), "data_consistency", "rows", *count as f64)
                .slice(json!({"family": family, "log": log}))
                .means("Rows of truth/defect_ledger; a row may have been dropped since because it would arrive after the end."),
        );
    }
    items
}

fn freshness(found: &Found) -> Vec<Item> {
    found
        .feeds
        .iter()
        .flat_map(|((log, source), feed)| {
            let item = |measure: &'static str, at| {
                Item::text(format!("freshness.{log}.{source}.{measure}"), "freshness", measure, iso(at))
                    .slice(json!({"log": log, "source": source}))
                    .units(&[feed.rows])
                    .means("Newest value in the log for the source.")
            };
            [item("max_event_time", feed.last_event), item("max_ingest_time", feed.last_ingest)]
        })
        .collect()
}
