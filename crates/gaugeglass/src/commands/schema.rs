//! `gaugeglass schema [LOG]`: the log contracts, as a table a person reads.

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
    match matches.get_one::<String>("log") {
        Some(name) => print(out, log(name).ok_or_else(|| unknown(name))?)?,
        None => logs().iter().try_for_each(|log| print(out, log))?,
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
