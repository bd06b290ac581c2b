//! Markdown, for pasting: a heading, a sentence, a table with the digits of the page, and below it what the table rests on.

use crate::figure::table::{Table, words};

/// Writes a table with its words. What a stamp leaves empty is not written, and neither is its SQL.
pub fn write(title: &str, say: &str, table: &Table, stamp: &[(&str, String)]) -> String {
    let mut text = format!("# {}\n\n", cell(title));
    if !say.is_empty() {
        text.push_str(&format!("{say}\n\n"));
    }
    text.push_str(&rows(table));
    text.push_str(&format!("\n- Rows: {}\n", table.extent()));
    let told = stamp.iter().filter(|(name, value)| !value.is_empty() && *name != "sql");
    text.extend(told.map(|(name, value)| format!("- {}: {}\n", words(name), cell(value))));
    text
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(table.heads.iter().map(|head| cell(&head.name)).collect());
    text.push_str(&line(table.heads.iter().map(|head| if head.is_number { "--:".to_owned() } else { "---".to_owned() }).collect()));
    text.extend(table.rows.iter().map(|row| line(row.iter().map(|value| cell(&value.text)).collect())));
    text
}

/// A bar would end the cell, and so would a line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
