//! The contracts as Markdown: what is committed as the page of `gaugeglass-logs`.

use gaugeglass_logs::{Log, logs};

use super::{meaning, need};

const HEAD: &str = "# The log contracts

*This page is made by `gaugeglass schema --format md`; a test keeps the two equal.*

A contract names the columns of one log, their types and what a valid row is. A source's own columns become these by a
mapping; a source whose columns are canonical already needs none. All columns may be null in a file. What a gap means is the
column's need:

- **required**: every row fills it; a gap is counted as a defect of the source;
- **conditional**: filled under the condition that its meaning names;
- **optional**: null says that the source does not know.

A rule is what a filled value must satisfy. A row that breaks one is kept and counted in `meta.violations`.

| log | holds |
|---|---|
";

/// The whole page.
pub fn all() -> String {
    let list: String = logs().iter().map(|log| format!("| [`{0}`](#{0}) | {1} |\n", log.name, cell(log.doc))).collect();
    let sections: String = logs().iter().map(|log| format!("\n{}", section(log))).collect();
    format!("{HEAD}{list}{sections}")
}

/// One contract.
pub fn section(log: &Log) -> String {
    let keys: Vec<String> = log.key.iter().map(|name| format!("`{name}`")).collect();
    let time = log.time.map(|time| format!(" Its time is `{time}`.")).unwrap_or_default();
    let rows = log.columns.iter().map(|column| {
        format!("| `{}` | {} | {} | {} |\n", column.name, cell(&column.kind.arrow().to_string()), need(column), cell(&meaning(column)))
    });
    format!(
        "## {}\n\n{} {}; its key is {}.{time}\n\n| column | type | need | meaning |\n|---|---|---|---|\n{}",
        log.name,
        log.doc,
        sentence(log.grain),
        keys.join(", "),
        rows.collect::<String>()
    )
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
