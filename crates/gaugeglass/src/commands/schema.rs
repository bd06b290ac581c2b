//! `gaugeglass schema [LOG]`: the log contracts, as tables a person reads or as the page of the documentation.

mod page;

use std::io::Write;

use clap::ArgMatches;
use gaugeglass_engine::nearest;
use gaugeglass_logs::{Column, Log, Need, log, logs};

use crate::EXIT_OK;
use crate::failure::Failure;
use crate::output::Table;

/// Prints one contract, or all.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let out = &mut std::io::stdout().lock();
    let is_page = matches.get_one::<String>("format").is_some_and(|format| format == "md");
    match (matches.get_one::<String>("log"), is_page) {
        (Some(name), true) => write!(out, "{}", page::section(log(name).ok_or_else(|| unknown(name))?))?,
        (Some(name), false) => print(out, log(name).ok_or_else(|| unknown(name))?)?,
        (None, true) => write!(out, "{}", page::all())?,
        (None, false) => logs().iter().try_for_each(|log| print(out, log))?,
    }
    Ok(EXIT_OK)
}

fn unknown(name: &str) -> Failure {
    let hint = nearest(name, logs().iter().map(|log| log.name)).map(|near| format!("; did you mean `{near}`?"));
    Failure::new(format!("no log is named `{name}`{}", hint.unwrap_or_default()))
}

fn print(out: &mut impl Write, log: &Log) -> Result<(), Failure> {
    writeln!(out, "{}: {}\n{}; key ({})\n", log.name, log.doc, log.grain, log.key.join(", "))?;
    let mut table = Table::new(&["column", "type", "need", "meaning"]);
    for column in &log.columns {
        table.row(vec![column.name.to_owned(), column.kind.arrow().to_string(), need(column).to_owned(), meaning(column)]);
    }
    writeln!(out, "{table}\n")?;
    Ok(())
}

fn need(column: &Column) -> &'static str {
    match column.need {
        Need::Required => "required",
        Need::Optional => "optional",
        Need::Conditional => "conditional",
    }
}

fn meaning(column: &Column) -> String {
    match &column.rule {
        Some(rule) => format!("{} [{}]", column.doc, rule.describe()),
        None => column.doc.to_owned(),
    }
}
