//! A mapping: one SQL file that turns a source's own columns into canonical ones.
//!
//! `select … from source`, row for row. The place of each row (file and number) is carried along by
//! adding two columns to the statement, so that a rejected row can still be found.

use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::catalog::MemoryCatalogProviderList;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParser, Statement as DataFusionStatement};
use datafusion::sql::sqlparser::ast::{Expr, Ident, Select, SelectItem, SetExpr, Statement, visit_relations};

use super::Listed;
use crate::source::{FILE, FILE_INDEX, ROW, SourceTable};
use crate::{Error, nearest};

/// The source with its mapping applied, still carrying the place of each row.
pub async fn apply(table: SourceTable, listed: &Listed, context: &SessionContext) -> Result<LogicalPlan, Error> {
    let session = alone(context);
    let Some(text) = &listed.mapping else {
        let frame = session.read_table(Arc::new(table)).map_err(Error::internal)?;
        return Ok(frame.into_unoptimized_plan());
    };
    session.register_table("source", Arc::new(table)).map_err(Error::internal)?;
    let statement = with_place(text).map_err(|why| wrong(listed, &why))?;
    let planned = session.state().statement_to_plan(statement).await;
    let plan = planned.map_err(|cause| wrong(listed, &Error::from_datafusion(cause, text).to_string()))?;
    check_columns(&plan, listed)?;
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

fn wrong(listed: &Listed, why: &str) -> Error {
    let file = listed.settings.mapping.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    Error::Config(format!("logs.{}: mapping {file}: {why}", listed.log.name))
}

fn with_place(text: &str) -> Result<DataFusionStatement, String> {
    let mut statements = DFParser::parse_sql(text).map_err(|cause| Error::from_datafusion(cause, text).to_string())?;
    let (Some(mut statement), None) = (statements.pop_front(), statements.pop_front()) else {
        return Err("a mapping is one SELECT from `source`".into());
    };
    let DataFusionStatement::Statement(inner) = &mut statement else {
        return Err("a mapping is one SELECT from `source`".into());
    };
    let Statement::Query(query) = inner.as_mut() else {
        return Err("a mapping is one SELECT from `source`".into());
    };
    add_place(query.body.as_mut())?;
    only_source(inner)?;
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
fn only_source(statement: &Statement) -> Result<(), String> {
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
        ControlFlow::Break(name) => Err(format!("`{name}` is not known here: a mapping selects from `source`")),
    }
}

fn check_columns(plan: &LogicalPlan, listed: &Listed) -> Result<(), Error> {
    let names: Vec<&str> = listed.log.columns.iter().map(|column| column.name).collect();
    for field in plan.schema().fields() {
        let name = field.name().as_str();
        if !names.contains(&name) && ![FILE, ROW, FILE_INDEX].contains(&name) {
            let hint = nearest(name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(wrong(listed, &format!("`{name}` is not a column of the log{hint}")));
        }
    }
    Ok(())
}
