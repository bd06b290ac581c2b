//! What a client may send: one statement that reads.

use datafusion::sql::parser::{DFParserBuilder, Statement as DataFusionStatement};
use datafusion::sql::sqlparser::ast::Statement;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::Error;

/// How deep expressions and queries may nest.
const DEPTH_MAX: usize = 64;

/// Parses one reading statement; anything else is refused in words.
pub fn parse(sql: &str) -> Result<DataFusionStatement, Error> {
    let dialect = GenericDialect {};
    let parser = DFParserBuilder::new(sql).with_dialect(&dialect).with_recursion_limit(DEPTH_MAX).build();
    let statements = parser.and_then(|mut parser| parser.parse_statements());
    let mut statements = statements.map_err(|cause| Error::from_datafusion(cause, sql))?;
    match (statements.pop_front(), statements.is_empty()) {
        (None, _) => Err(Error::Invalid("the statement is empty; try `select * from meta.metrics`".into())),
        (Some(_), false) => Err(Error::Denied("one statement at a time: remove what follows the semicolon".into())),
        (Some(statement), true) => reading(statement),
    }
}

fn reading(statement: DataFusionStatement) -> Result<DataFusionStatement, Error> {
    match &statement {
        DataFusionStatement::Statement(inner) => match inner.as_ref() {
            Statement::Query(_)
            | Statement::ShowTables { .. }
            | Statement::ShowColumns { .. }
            | Statement::ExplainTable { .. } => Ok(statement),
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
    let verb: String = statement.split_whitespace().next().unwrap_or_default().to_uppercase();
    Error::Denied(format!("{verb} is not allowed: this service only reads. SELECT, EXPLAIN, SHOW and DESCRIBE are understood"))
}

/// Numbers the bare `?` of a statement `$1`, `$2`, …: the planner would take them all for one.
pub fn number_placeholders(sql: &str) -> String {
    if !sql.contains('?') {
        return sql.to_owned();
    }
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, sql).tokenize() else {
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
