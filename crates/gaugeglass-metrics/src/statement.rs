//! Parses a file's SQL: exactly one query that only reads, its relations and its placeholders.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{
    Ident, ObjectName, Query, Select, SetExpr, Spanned, Statement as Parsed, TableFactor, Value, ValueWithSpan, Visit, Visitor,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Location;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter::FrontMatter;
use crate::nearest::suggestion;
use crate::parameter::{Parameter, STANDARD_PARAMETERS};

/// Schemas that every file may read: the logs, what follows from them, and what is measured of them.
pub(crate) const SCHEMAS: &[&str] = &["logs", "model", "meta"];

const ONE_SELECT: &str = "a file holds one SELECT, which may begin with `with`";

/// A parsed query and what it reads.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub query: Query,
    /// The text, without front matter and closing semicolon.
    pub sql: String,
    /// Two-part relation names, each once, in order of name.
    pub inputs: Vec<String>,
}

/// What a kind of file may use in its SQL.
pub(crate) struct Allowed<'a> {
    pub schemas: &'a [&'a str],
    pub parameters: &'a [Parameter],
}

/// Parses and inspects the SQL; what is wrong is added to `findings`.
pub(crate) fn parse(source: &Source, matter: &FrontMatter<'_>, allowed: &Allowed<'_>, findings: &mut Vec<Diagnostic>) -> Option<Statement> {
    let query = match query(source, matter) {
        Ok(query) => query,
        Err(diagnostic) => {
            findings.push(*diagnostic);
            return None;
        }
    };
    let mut inspection = Inspection { source, allowed, with: BTreeSet::new(), inputs: BTreeSet::new(), findings };
    let ControlFlow::Continue(()) = query.visit(&mut inspection);
    let inputs = inspection.inputs.into_iter().collect();
    Some(Statement { query, sql: matter.sql.trim().trim_end_matches(';').trim_end().to_owned(), inputs })
}

fn query(source: &Source, matter: &FrontMatter<'_>) -> Result<Query, Box<Diagnostic>> {
    // Blank lines in place of the front matter: every place the parser tells is then a place of the file.
    let padded = "\n".repeat(matter.lines_before_sql as usize) + matter.sql;
    let statements = Parser::parse_sql(&GenericDialect {}, &padded).map_err(|error| syntax(source, &error.to_string()))?;
    let mut statements = statements.into_iter();
    let first = statements.next().ok_or_else(|| source.at(0, 1, "there is no SQL after the front matter").with_help(ONE_SELECT))?;
    if let Some(second) = statements.next() {
        let place = second.span().start;
        return Err(Box::new(source.at(place.line, place.column, "more than one statement").with_help(ONE_SELECT)));
    }
    let place = first.span().start;
    match first {
        Parsed::Query(query) => Ok(*query),
        other => Err(Box::new(not_a_query(source, matter, place, &other))),
    }
}

fn not_a_query(source: &Source, matter: &FrontMatter<'_>, place: Location, statement: &Parsed) -> Diagnostic {
    let text = statement.to_string();
    let verb = text.split_whitespace().next().unwrap_or_default().to_uppercase();
    // Few statements other than queries know their place: fall back to the first line that is not blank.
    let blank = matter.sql.lines().take_while(|line| line.trim().is_empty()).count() as u64;
    let (line, column) = if place.line == 0 { (matter.lines_before_sql + blank + 1, 1) } else { (place.line, place.column) };
    source.at(line, column, format!("{verb} is not a query")).with_help(ONE_SELECT)
}

/// The parser tells the place at the end of its message; at the end of the text it tells none.
fn syntax(source: &Source, message: &str) -> Box<Diagnostic> {
    let message = message.trim_start_matches("sql parser error: ");
    let (message, line, column) = split_place(message).unwrap_or((message, 0, 1));
    Box::new(source.at(line, column, format!("SQL: {message}")))
}

fn split_place(message: &str) -> Option<(&str, u64, u64)> {
    let (message, place) = message.rsplit_once(" at Line: ")?;
    let (line, column) = place.split_once(", Column: ")?;
    Some((message, line.parse().ok()?, column.parse().ok()?))
}

/// Walks the query once and collects relations and complaints.
struct Inspection<'a> {
    source: &'a Source,
    allowed: &'a Allowed<'a>,
    with: BTreeSet<String>,
    inputs: BTreeSet<String>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Inspection<'_> {
    fn report(&mut self, place: Location, message: String, help: String) {
        self.findings.push(self.source.at(place.line, place.column, message).with_help(help));
    }

    fn relation(&mut self, name: &ObjectName) {
        let parts: Vec<&Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
        let place = name.span().start;
        match parts.as_slice() {
            [only] if self.with.contains(&folded(only)) => {}
            [only] => self.unqualified(only),
            [schema, relation] if self.allowed.schemas.contains(&folded(schema).as_str()) => {
                self.inputs.insert(format!("{}.{}", folded(schema), folded(relation)));
            }
            [schema, _] => {
                let help = self.schema_help(&folded(schema));
                self.report(place, format!("`{schema}` is not a schema this file may read"), help);
            }
            _ => self.report(place, format!("`{name}` is not written as schema.relation"), "leave the catalog out".to_owned()),
        }
    }

    fn schema_help(&self, schema: &str) -> String {
        match schema {
            "metrics" | "readiness" => "results are not inputs: put what is shared into a model".to_owned(),
            _ => suggestion(schema, self.allowed.schemas.iter().copied()),
        }
    }

    fn unqualified(&mut self, name: &Ident) {
        let help = match crate::nearest(&folded(name), self.with.iter().map(String::as_str)) {
            Some(with) => format!("did you mean `{with}`?"),
            None => format!("write logs.{name} or model.{name}"),
        };
        self.report(name.span.start, format!("relation `{name}` names no schema"), help);
    }

    fn placeholder(&mut self, text: &str, place: Location) {
        let declared = self.allowed.parameters.iter().map(|parameter| parameter.name.as_str());
        let known: Vec<&str> = STANDARD_PARAMETERS.iter().map(|standard| standard.name).chain(declared).collect();
        let name = text.trim_start_matches(['$', ':', '@', '?']);
        if text.starts_with('$') && known.contains(&name) {
            return;
        }
        let help = match crate::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `${near}`?"),
            None => format!("declare it under `parameters:`, or use one of ${}", known.join(", $")),
        };
        self.report(place, format!("unknown parameter `{text}`"), help);
    }
}

impl Visitor for Inspection<'_> {
    type Break = std::convert::Infallible;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        let ctes = query.with.iter().flat_map(|with| &with.cte_tables);
        self.with.extend(ctes.map(|cte| folded(&cte.alias.name)));
        if matches!(*query.body, SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_)) {
            self.report(query.span().start, "the query writes".to_owned(), ONE_SELECT.to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        if select.into.is_some() {
            self.report(select.select_token.0.span.start, "SELECT INTO writes".to_owned(), ONE_SELECT.to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Self::Break> {
        // With arguments it is a table function, which the engine resolves.
        if let TableFactor::Table { name, args: None, .. } = factor {
            self.relation(name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<Self::Break> {
        if let Value::Placeholder(text) = &value.value {
            self.placeholder(text, value.span.start);
        }
        ControlFlow::Continue(())
    }
}

/// An identifier as the engine resolves it: lower case unless quoted.
pub(crate) fn folded(name: &Ident) -> String {
    match name.quote_style {
        Some(_) => name.value.clone(),
        None => name.value.to_lowercase(),
    }
}
