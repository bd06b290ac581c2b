//! A mapping: one SQL file that turns a source's own columns into canonical ones.
//!
//! `select … from source`, row for row. The place of each row (file and number) is carried along by
//! adding two columns to the statement, so that a rejected row can still be found.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::catalog::MemoryCatalogProviderList;
use datafusion::common::DataFusionError;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParserBuilder, Statement as DataFusionStatement};
use datafusion::sql::sqlparser::ast::{Expr, Ident, Select, SelectItem, SetExpr, Statement, visit_relations};
use datafusion::sql::sqlparser::dialect::DuckDbDialect;

use gaugeglass_logs::Log;
use gaugeglass_metrics::Diagnostic;

use super::Listed;
use crate::error::find_word;
use crate::source::{FILE_INDEX, ROW, SourceTable, is_place};
use crate::{Error, SqlError, nearest};

/// The source with its mapping applied, still carrying the place of each row.
pub async fn apply(table: SourceTable, listed: &Listed, context: &SessionContext) -> Result<LogicalPlan, Error> {
    let session = alone(context);
    match &listed.mapping {
        None => Ok(session.read_table(Arc::new(table)).map_err(Error::internal)?.into_unoptimized_plan()),
        Some(mapping) => plan(table, &mapping.sql, listed.log, &session).await.map_err(|error| blame(listed, error)),
    }
}

/// What is wrong with the mapping of a source over these columns, at its place.
pub async fn check(table: SourceTable, listed: &Listed, context: &SessionContext) -> Option<Diagnostic> {
    let mapping = listed.mapping.as_ref()?;
    let Err(Error::Sql(wrong)) = plan(table, &mapping.sql, listed.log, &alone(context)).await else {
        return None;
    };
    let diagnostic = Diagnostic::new(&mapping.path, &mapping.sql, wrong.line.unwrap_or(1), wrong.column.unwrap_or(1), wrong.message);
    Some(match wrong.help {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    })
}

/// An error in SQL as one of the mapping that the configuration names.
pub fn blame(listed: &Listed, error: Error) -> Error {
    let (Error::Sql(wrong), Some(mapping)) = (&error, &listed.mapping) else {
        return error;
    };
    let place = wrong.line.zip(wrong.column).map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let help = wrong.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    Error::Config(format!("logs.{}.mapping: {}{place}: {}{help}", listed.log.name, mapping.path, wrong.message))
}

async fn plan(table: SourceTable, text: &str, log: &Log, session: &SessionContext) -> Result<LogicalPlan, Error> {
    session.register_table("source", Arc::new(table)).map_err(Error::internal)?;
    let statement = with_place(text)?;
    let plan = session.state().statement_to_plan(statement).await.map_err(|cause| Error::from_datafusion(cause, text))?;
    check_columns(&plan, text, log)?;
    Ok(plan)
}

/// A session that knows the functions and nothing of the catalog: a mapping sees its own source.
fn alone(context: &SessionContext) -> SessionContext {
    let state = context.state();
    let config = state.config().clone().with_default_catalog_and_schema("prepare", "files").with_create_default_catalog_and_schema(true);
    let state = SessionStateBuilder::new_from_existing(state)
        .with_config(config)
        .with_catalog_list(Arc::new(MemoryCatalogProviderList::new()))
        .build();
    SessionContext::new_with_state(state)
}

/// A mistake at the first mention of a word, or at the top of the text.
fn wrong(text: &str, word: &str, message: impl Into<String>) -> Error {
    let (line, column) = find_word(text, word);
    Error::Sql(SqlError { message: message.into(), line, column, sql: text.to_owned(), help: None })
}

/// The dialect with lambdas, which lists of objects need: `array_filter(items, item -> …)`.
fn parse(text: &str) -> Result<VecDeque<DataFusionStatement>, DataFusionError> {
    DFParserBuilder::new(text).with_dialect(&DuckDbDialect {}).build()?.parse_statements()
}

fn with_place(text: &str) -> Result<DataFusionStatement, Error> {
    let not_one_select = || wrong(text, "", "a mapping is one SELECT from `source`");
    let mut statements = parse(text).map_err(|cause| Error::from_datafusion(cause, text))?;
    let (Some(mut statement), None) = (statements.pop_front(), statements.pop_front()) else {
        return Err(not_one_select());
    };
    let DataFusionStatement::Statement(inner) = &mut statement else {
        return Err(not_one_select());
    };
    let Statement::Query(query) = inner.as_mut() else {
        return Err(not_one_select());
    };
    if query.limit_clause.is_some() || query.fetch.is_some() {
        return Err(wrong(text, "", "a mapping goes row for row: LIMIT would leave rows uncounted"));
    }
    add_place(query.body.as_mut()).map_err(|why| wrong(text, "", why))?;
    only_source(inner, text)?;
    Ok(statement)
}

fn add_place(body: &mut SetExpr) -> Result<(), String> {
    match body {
        SetExpr::Select(select) => add_place_to_select(select),
        SetExpr::SetOperation { left, right, .. } => {
            add_place(left)?;
            add_place(right)
        }
        SetExpr::Query(query) => add_place(query.body.as_mut()),
        _ => Err("a mapping is one SELECT from `source`".into()),
    }
}

fn add_place_to_select(select: &mut Select) -> Result<(), String> {
    let grouped = !matches!(&select.group_by, datafusion::sql::sqlparser::ast::GroupByExpr::Expressions(by, _) if by.is_empty());
    if grouped || select.distinct.is_some() {
        return Err("a mapping goes row for row: GROUP BY and DISTINCT belong in a model".into());
    }
    for name in [ROW, FILE_INDEX] {
        select.projection.push(SelectItem::UnnamedExpr(Expr::Identifier(Ident::new(name))));
    }
    Ok(())
}

/// A mapping sees its own source and nothing else.
fn only_source(statement: &Statement, text: &str) -> Result<(), Error> {
    let mut names = Vec::new();
    if let Statement::Query(query) = statement {
        names.extend(query.with.iter().flat_map(|with| with.cte_tables.iter().map(|table| table.alias.name.value.clone())));
    }
    let found = visit_relations(statement, |relation| {
        let name = relation.to_string();
        match name == "source" || names.contains(&name) {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(name),
        }
    });
    match found {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(name) => Err(wrong(text, &name, format!("`{name}` is not known here: a mapping selects from `source`"))),
    }
}

fn check_columns(plan: &LogicalPlan, text: &str, log: &Log) -> Result<(), Error> {
    let names: Vec<&str> = log.columns.iter().map(|column| column.name).collect();
    for field in plan.schema().fields() {
        let name = field.name().as_str();
        if !names.contains(&name) && !is_place(name) {
            let help = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let (line, column) = find_word(text, name);
            return Err(Error::Sql(SqlError {
                message: format!("`{name}` is not a column of the log"),
                line,
                column,
                sql: text.to_owned(),
                help,
            }));
        }
    }
    Ok(())
}
