//! Puts the share of good among valid events, with its interval, in front of the figures of a SELECT.

use sqlparser::ast::Select;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter::FrontMatter;
use crate::select;
use crate::statement::{self, Allowed, SCHEMAS};

/// The share of good among valid events, the headline of a metric that is made for a promise.
pub(crate) const SHARE: &str = "good_share";

/// A SELECT whose figures have a headline.
#[derive(Debug)]
pub(crate) struct Headed {
    pub sql: String,
    /// Its figures, the headline first.
    pub measures: Vec<String>,
    /// Whether the interval was added.
    pub is_wilson: bool,
}

/// Adds what the SELECT does not have. The error is what is wrong with the SELECT, at its place in it.
pub(crate) fn headed(sql: &str, good: &str, valid: &str) -> Result<Headed, Box<Diagnostic>> {
    let source = Source::new("the SELECT", sql);
    let matter = FrontMatter { yaml: "", line: 0, sql, lines_before_sql: 0 };
    let mut findings = Vec::new();
    let allowed = Allowed { schemas: SCHEMAS, parameters: &[] };
    let statement = statement::parse(&source, &matter, &allowed, &mut findings);
    let Some(statement) = statement.filter(|_| findings.is_empty()) else {
        return Err(first(findings, &source));
    };
    let select = select::outermost(&source, &statement.query)?;
    let names: Vec<String> = select.projection.iter().filter_map(select::name).collect();
    let (good, valid) = (figure(&source, select, good)?, figure(&source, select, valid)?);
    let is_wilson = !names.iter().any(|name| name == "lo" || name == "hi");
    let mut added = String::new();
    if !names.iter().any(|name| name == SHARE) {
        added.push_str(&format!("\n  cast({good} as double) / nullif({valid}, 0) as {SHARE},"));
    }
    for bound in ["lo", "hi"].iter().filter(|_| is_wilson) {
        added.push_str(&format!("\n  proportion_{bound}(cast({good} as bigint), cast({valid} as bigint)) as {bound},"));
    }
    let is_figure = |name: &String| !["n", "lo", "hi", SHARE].contains(&name.as_str());
    let measures = std::iter::once(SHARE.to_owned()).chain(names.into_iter().filter(is_figure)).collect();
    Ok(Headed { sql: with(&statement.sql, &source, select, &added), measures, is_wilson })
}

fn first(findings: Vec<Diagnostic>, source: &Source) -> Box<Diagnostic> {
    Box::new(findings.into_iter().next().unwrap_or_else(|| source.at(1, 1, "there is no SELECT")))
}

/// The expression of a column.
fn figure(source: &Source, select: &Select, name: &str) -> Result<String, Box<Diagnostic>> {
    let missing = || source.at_mention("select", format!("the SELECT has no column `{name}`"));
    let expression = select::expression(select, name).map(ToString::to_string);
    expression.ok_or_else(|| Box::new(missing().with_help("name a column so, or another measure")))
}

/// The text with columns added after its outermost `select`.
fn with(sql: &str, source: &Source, select: &Select, added: &str) -> String {
    let place = select.select_token.0.span.start;
    let after = source.offset(place.line, place.column) + "select".len();
    match (sql.get(..after), sql.get(after..)) {
        (Some(before), Some(rest)) => format!("{before}{added}{rest}"),
        _ => sql.to_owned(),
    }
}
