//! The outermost SELECT of a statement: its named columns, and what slicing needs it to be.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, GroupByExpr, ObjectName, Query, Select, SelectItem, SetExpr, Spanned, visit_expressions};
use sqlparser::tokenizer::Location;

use crate::diagnostic::{Diagnostic, Source};
use crate::nearest::suggestion;
use crate::statement::folded;

/// Functions of one row that are common around aggregates; any other call is taken for an aggregation.
const ROW_FUNCTIONS: &[&str] =
    &["abs", "cast", "ceil", "coalesce", "date_trunc", "floor", "greatest", "least", "lower", "nullif", "round", "time_bucket", "upper"];

/// A column of the outermost SELECT.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub name: String,
    place: Location,
}

/// The SELECT under the CTEs.
pub(crate) fn outermost<'a>(source: &Source, query: &'a Query) -> Result<&'a Select, Box<Diagnostic>> {
    match query.body.as_ref() {
        SetExpr::Select(select) => Ok(select),
        other => {
            let place = other.span().start;
            Err(Box::new(
                source
                    .at(place.line, place.column, "the outermost query is not one plain SELECT")
                    .with_help("move it into a CTE: `with rows as (…) select … from rows`"),
            ))
        }
    }
}

/// The columns by name; an item without a name is reported.
pub(crate) fn columns(source: &Source, select: &Select, findings: &mut Vec<Diagnostic>) -> Vec<Column> {
    let mut columns = Vec::new();
    for item in &select.projection {
        match column(item) {
            Some(column) => columns.push(column),
            None => {
                let place = item.span().start;
                let diagnostic = source.at(place.line, place.column, format!("column `{item}` has no name of its own"));
                findings.push(diagnostic.with_help("name each column: `… as name`"));
            }
        }
    }
    columns
}

/// The name a column has of its own.
pub(crate) fn name(item: &SelectItem) -> Option<String> {
    column(item).map(|column| column.name)
}

/// The column of this name.
pub(crate) fn item<'a>(select: &'a Select, wanted: &str) -> Option<&'a SelectItem> {
    select.projection.iter().find(|item| name(item).as_deref() == Some(wanted))
}

/// The expression behind a column of its own name.
pub(crate) fn expression<'a>(select: &'a Select, wanted: &str) -> Option<&'a Expr> {
    match item(select, wanted)? {
        SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr) => Some(expr),
        _ => None,
    }
}

fn column(item: &SelectItem) -> Option<Column> {
    let name = match item {
        SelectItem::ExprWithAlias { alias, .. } => alias,
        SelectItem::UnnamedExpr(Expr::Identifier(name)) => name,
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => parts.last()?,
        _ => return None,
    };
    Some(Column { name: folded(name), place: name.span.start })
}

/// Reports columns that must be there and are not.
pub(crate) fn require(source: &Source, select: &Select, columns: &[Column], names: &[&str], findings: &mut Vec<Diagnostic>) {
    let place = select.select_token.0.span.start;
    for name in names.iter().filter(|name| !columns.iter().any(|column| column.name == **name)) {
        let help = match *name {
            "n" => "every number says how many rows it stands on: add `count(*) as n`".to_owned(),
            _ => suggestion(name, columns.iter().map(|column| column.name.as_str())),
        };
        findings.push(source.at(place.line, place.column, format!("the SELECT has no column `{name}`")).with_help(help));
    }
}

/// Reports columns nobody declared, columns given twice and one bound of an interval without the other.
pub(crate) fn check_names(source: &Source, columns: &[Column], declared: &[&str], findings: &mut Vec<Diagnostic>) {
    let mut report = |column: &Column, message: String, help: String| {
        findings.push(source.at(column.place.line, column.place.column, message).with_help(help));
    };
    for (position, column) in columns.iter().enumerate() {
        let name = column.name.as_str();
        let is_bound = matches!(name, "lo" | "hi");
        if columns[..position].iter().any(|other| other.name == name) {
            report(column, format!("column `{name}` is given twice"), "keep one".to_owned());
        } else if !is_bound && !declared.contains(&name) {
            report(column, format!("column `{name}` is not declared"), suggestion(name, declared.iter().copied()));
        }
        let twin = if name == "lo" { "hi" } else { "lo" };
        if is_bound && !columns.iter().any(|other| other.name == twin) {
            report(column, format!("`{name}` without `{twin}`"), "an interval has both bounds".to_owned());
        }
    }
}

/// Reports what would keep the engine from adding a bucket and dimensions to the aggregation.
pub(crate) fn check_aggregation(source: &Source, select: &Select, findings: &mut Vec<Diagnostic>) {
    let at_select = select.select_token.0.span.start;
    let mut report = |place: Location, message: &str, help: &str| {
        let place = if place.line == 0 { at_select } else { place };
        findings.push(source.at(place.line, place.column, message).with_help(help));
    };
    let is_grouped = !matches!(&select.group_by, GroupByExpr::Expressions(keys, modifiers) if keys.is_empty() && modifiers.is_empty());
    if is_grouped {
        let help = "leave GROUP BY out and declare the column under `dimensions:`: the engine groups by what is asked for";
        report(select.group_by.span().start, "the outermost SELECT groups", help);
    }
    if select.distinct.is_some() {
        report(at_select, "the outermost SELECT is DISTINCT", "remove duplicates in a CTE, aggregate outside");
    }
    if !select.projection.iter().any(aggregates) {
        let help = "the outermost SELECT computes the measures over rows, for example `count(*) as n`";
        report(at_select, "the outermost SELECT aggregates nothing", help);
    }
}

fn aggregates(item: &SelectItem) -> bool {
    visit_expressions(item, |expression| match expression {
        Expr::Function(function) if function.over.is_none() && !is_row_function(&function.name) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}

fn is_row_function(name: &ObjectName) -> bool {
    ROW_FUNCTIONS.contains(&name.to_string().to_lowercase().as_str())
}
