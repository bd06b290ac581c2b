#![allow(clippy::unwrap_used)]
//! What holds for every mapping that can be told without running it.

use std::collections::BTreeSet;

use super::{BuiltIn, mapping, mappings};
use crate::log;

const README: &str = include_str!("../../mappings/README.md");

#[test]
fn a_mapping_is_found_by_vendor_and_log() {
    assert_eq!(mapping("segment", "events").unwrap().log, "events");
    assert!(mapping("segment", "decisions").is_none());
    assert!(mapping("nobody", "events").is_none());
}

#[test]
fn the_vendors_are_those_that_the_documentation_names() {
    let vendors: BTreeSet<&str> = mappings().iter().map(|mapping| mapping.vendor).collect();
    let expected = ["braze", "cloudevents", "ga4", "open_bandit", "otel", "segment", "sendgrid", "snowplow", "xes"];
    assert_eq!(vendors, expected.into());
}

#[test]
fn every_mapping_fills_a_known_log_and_opens_with_its_front_matter() {
    for BuiltIn { vendor, log: name, sql } in mappings() {
        assert!(log(name).is_some(), "{vendor}/{name}");
        let (front, statement) = sql.strip_prefix("/* ---\n").unwrap().split_once("\n--- */\n").unwrap();
        assert!(front.starts_with("title: "), "{vendor}/{name}");
        assert!(["ndjson", "csv", "tsv"].iter().any(|format| front.contains(&format!("\nformat: {format}\n"))), "{vendor}/{name}");
        assert!(statement.contains("from source"), "{vendor}/{name}");
    }
}

#[test]
fn every_selected_name_is_a_column_and_every_column_is_selected_or_given_up() {
    for mapping in mappings() {
        let place = format!("{}/{}", mapping.vendor, mapping.log);
        let columns: BTreeSet<&str> = log(mapping.log).unwrap().columns.iter().map(|column| column.name).collect();
        let selected = selected(mapping.sql);
        let given_up: BTreeSet<&str> = given_up(mapping.sql).collect();
        for name in selected.iter().map(String::as_str).chain(given_up.iter().copied()) {
            assert!(columns.contains(name), "{place}: {name}");
        }
        let forgotten: Vec<_> = columns.iter().filter(|name| !selected.contains(**name) && !given_up.contains(**name)).collect();
        assert!(forgotten.is_empty(), "{place}: {forgotten:?}");
    }
}

#[test]
fn the_table_in_the_readme_names_every_column_that_is_given_up() {
    for mapping in mappings() {
        let start = format!("| {} | `{}` |", mapping.vendor, mapping.log);
        let row = README.lines().find(|line| line.starts_with(&start)).unwrap();
        for name in given_up(mapping.sql) {
            assert!(row.contains(&format!("`{name}`")), "{start} {name}");
        }
    }
}

#[test]
fn a_header_of_enriched_events_has_131_columns() {
    let sql = mapping("snowplow", "events").unwrap().sql;
    let header = sql.split_once("header: [").unwrap().1.split_once(']').unwrap().0;
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    assert_eq!((names.len(), names[0], names[52], names[130]), (131, "app_id", "contexts", "true_tstamp"));
}

/// The names after `cannot_carry:`, in either way of writing a list.
fn given_up(sql: &str) -> impl Iterator<Item = &str> {
    let text = sql.split_once("cannot_carry:").unwrap().1.split_once("--- */").unwrap().0;
    text.split(|mark: char| !mark.is_ascii_alphanumeric() && mark != '_').filter(|word| !word.is_empty())
}

/// Names of the columns of the outermost select, which is the last one that starts a line.
fn selected(sql: &str) -> BTreeSet<String> {
    let list = sql.rsplit_once("\nselect\n").unwrap().1.split_once("\nfrom ").unwrap().0;
    let lines: Vec<&str> = list.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    expressions(&lines.join(" ")).iter().map(|one| one.rsplit([' ', '.']).next().unwrap().to_owned()).collect()
}

/// Splits at commas outside of parentheses, brackets and quotes.
fn expressions(list: &str) -> Vec<String> {
    let (mut found, mut depth, mut is_quoted) = (vec![String::new()], 0_i32, false);
    for mark in list.chars() {
        is_quoted ^= mark == '\'';
        match mark {
            '(' | '[' if !is_quoted => depth += 1,
            ')' | ']' if !is_quoted => depth -= 1,
            ',' if !is_quoted && depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().unwrap().push(mark);
    }
    found
}
