//! What a client may send: one statement that reads, small enough to be planned.

mod size;

use std::ops::ControlFlow;

use datafusion::common::DataFusionError;
use datafusion::sql::parser::{DFParserBuilder, Statement as DataFusionStatement};
use datafusion::sql::sqlparser::ast::{Query, Select, SetExpr, Statement, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::Error;

/// How deep expressions and queries may nest.
const DEPTH_MAX: usize = 64;

/// Parses one reading statement; anything else is refused in words.
pub fn parse(sql: &str) -> Result<DataFusionStatement, Error> {
    size::check_operators(sql)?;
    let dialect = GenericDialect {};
    let parser = DFParserBuilder::new(sql).with_dialect(&dialect).with_recursion_limit(DEPTH_MAX).build();
    let statements = parser.and_then(|mut parser| parser.parse_statements());
    let mut statements = statements.map_err(|cause| unparsed(cause, sql))?;
    match (statements.pop_front(), statements.is_empty()) {
        (None, _) => Err(Error::Invalid("the statement is empty; try `select * from meta.metrics`".into())),
        (Some(_), false) => Err(Error::Denied("one statement at a time: remove what follows the semicolon".into())),
        (Some(statement), true) => reading(statement),
    }
}

fn unparsed(cause: DataFusionError, sql: &str) -> Error {
    match cause.find_root() {
        DataFusionError::SQL(parser, _) if matches!(**parser, ParserError::RecursionLimitExceeded) => Error::OverLimit {
            limit: format!("{DEPTH_MAX} levels of nesting"),
            remedy: "Name inner queries in a WITH clause, and take brackets away.".into(),
            is_time: false,
        },
        _ => Error::from_datafusion(cause, sql),
    }
}

fn reading(statement: DataFusionStatement) -> Result<DataFusionStatement, Error> {
    match &statement {
        DataFusionStatement::Statement(inner) => match inner.as_ref() {
            Statement::Query(query) => {
                size::check_relations(query)?;
                refuse_writes(query)?;
                Ok(statement)
            }
            Statement::ShowTables { .. } | Statement::ShowColumns { .. } | Statement::ExplainTable { .. } => Ok(statement),
            Statement::Explain { analyze: false, .. } => Ok(statement),
            other => Err(refused(&other.to_string())),
        },
        DataFusionStatement::Explain(explain) if !explain.options.analyze => {
            reading(explain.statement.as_ref().clone())?;
            Ok(statement)
        }
        other => Err(refused(&other.to_string())),
    }
}

fn refused(statement: &str) -> Error {
    let mut words = statement.split_whitespace().map(str::to_uppercase);
    let verb = words.next().unwrap_or_default();
    // Of these, only one form is refused.
    let verb = match verb.as_str() {
        "EXPLAIN" | "SHOW" | "SELECT" => format!("{verb} {}", words.next().unwrap_or_default()),
        _ => verb,
    };
    Error::Denied(format!(
        "{verb} is not allowed: this service only reads. SELECT, EXPLAIN, SHOW TABLES, SHOW COLUMNS and DESCRIBE are understood"
    ))
}

/// A query can write, too: by SELECT INTO, and by a part that is INSERT, UPDATE, DELETE or MERGE.
fn refuse_writes(query: &Query) -> Result<(), Error> {
    match query.visit(&mut Writes) {
        ControlFlow::Break(verb) => Err(refused(verb)),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Writes;

impl Visitor for Writes {
    type Break = &'static str;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        match query.body.as_ref() {
            SetExpr::Insert(_) => ControlFlow::Break("insert"),
            SetExpr::Update(_) => ControlFlow::Break("update"),
            SetExpr::Delete(_) => ControlFlow::Break("delete"),
            SetExpr::Merge(_) => ControlFlow::Break("merge"),
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        match select.into {
            Some(_) => ControlFlow::Break("SELECT INTO"),
            None => ControlFlow::Continue(()),
        }
    }
}

/// Numbers the bare `?` of a statement `$1`, `$2`, …: the planner would take them all for one.
pub fn number_placeholders(sql: &str) -> String {
    if !sql.contains('?') {
        return sql.to_owned();
    }
    // Texts stay as they are written, doubled quotes and all.
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, sql).with_unescape(false).tokenize() else {
        return sql.to_owned();
    };
    let mut count = 0;
    let numbered = tokens.into_iter().map(|token| match token {
        Token::Placeholder(name) if name == "?" => {
            count += 1;
            format!("${count}")
        }
        other => other.to_string(),
    });
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::number_placeholders;

    #[test]
    fn placeholders_are_numbered_and_texts_stay_as_they_are() {
        let cases = [
            ("select ?, ?", "select $1, $2"),
            ("select 'it''s ?', ?", "select 'it''s ?', $1"),
            ("select ? as \"a\"\"b?\" -- why?", "select $1 as \"a\"\"b?\" -- why?"),
        ];
        for (sql, expected) in cases {
            assert_eq!(number_placeholders(sql), expected);
        }
    }
}
