//! Adds a time bucket, dimensions and filters to the outermost SELECT of a metric's statement.
//!
//! The syntax tree is changed, never the text: names become identifiers and values become placeholders.

use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, GroupByExpr,
    Ident, ObjectName, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, Query, Select, SelectItem, SetExpr, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::RESERVED_FOR_COLUMN_ALIAS;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use crate::maturity::SO_FAR;
use crate::metric::Metric;
use crate::select;
use crate::slice::{NONE, Slice, SlicedSql};
use crate::vocabulary::Grain;

/// The statement for a slice that has been checked against the metric.
pub(crate) fn rewrite(metric: &Metric, slice: &Slice, is_aggregate: &dyn Fn(&str) -> bool) -> SlicedSql {
    let mut query = uncut(&metric.query);
    let mut parameters = Vec::new();
    if let SetExpr::Select(select) = query.body.as_mut() {
        let keys = keys(metric, slice);
        let filters = filters(slice, &mut parameters);
        select.projection = keys.iter().cloned().chain(figures(metric, select, is_aggregate)).collect();
        select.selection = filters.into_iter().fold(select.selection.take(), conjunction);
        select.group_by = GroupByExpr::Expressions(group_positions(metric, slice, keys.len()), Vec::new());
        query.order_by = Some(order_by(keys.len()));
    }
    SlicedSql { sql: format!("{query:#}"), parameters }
}

/// The query without its order, which is not that of a rewritten one, and without a limit, which would cut that at random.
pub(crate) fn uncut(query: &Query) -> Query {
    Query { order_by: None, limit_clause: None, fetch: None, ..query.clone() }
}

/// The bucket and the dimensions as they are selected.
fn keys(metric: &Metric, slice: &Slice) -> Vec<SelectItem> {
    let bucket = match &metric.time {
        Some(time) if slice.grain != Grain::Total => {
            call("time_bucket", vec![placeholder("grain"), Expr::Identifier(identifier(time)), placeholder("time_zone")])
        }
        _ => placeholder("from"),
    };
    let dimensions = slice.by.iter().map(|name| SelectItem::ExprWithAlias { expr: shown(name), alias: identifier(name) });
    std::iter::once(SelectItem::ExprWithAlias { expr: bucket, alias: Ident::new("bucket") }).chain(dimensions).collect()
}

/// The dimension as it is shown: a row without a value has a word of its own.
pub(crate) fn shown(name: &str) -> Expr {
    call("coalesce", vec![text_of(name), literal(Value::SingleQuotedString(NONE.to_owned()))])
}

/// The metric's own columns, in the order every relation of metrics has.
fn figures(metric: &Metric, select: &Select, is_aggregate: &dyn Fn(&str) -> bool) -> Vec<SelectItem> {
    let figure = |name: String| match &metric.matures {
        Some(_) if name == SO_FAR => so_far(metric, select),
        Some(maturity) => Some(maturity.figure(&name, select::item(select, &name)?.clone(), is_aggregate)),
        None => select::item(select, &name).cloned(),
    };
    metric.columns(&[]).into_iter().skip(1).filter_map(figure).collect()
}

/// The headline over all rows.
fn so_far(metric: &Metric, select: &Select) -> Option<SelectItem> {
    let headline = select::expression(select, metric.measures.first()?)?;
    Some(SelectItem::ExprWithAlias { expr: headline.clone(), alias: Ident::new(SO_FAR) })
}

/// Positions of what is grouped by: the bucket of a total is the same for every row.
fn group_positions(metric: &Metric, slice: &Slice, keys: usize) -> Vec<Expr> {
    let is_bucketed = slice.grain != Grain::Total && metric.time.is_some();
    let first = if is_bucketed { 1 } else { 2 };
    (first..=keys).map(position).collect()
}

fn order_by(keys: usize) -> OrderBy {
    let expressions =
        (1..=keys).map(|key| OrderByExpr { expr: position(key), options: OrderByOptions::default(), with_fill: None }).collect();
    OrderBy { kind: OrderByKind::Expressions(expressions), interpolate: None }
}

/// One condition per filtered dimension; its values are alternatives.
fn filters(slice: &Slice, parameters: &mut Vec<(String, String)>) -> Vec<Expr> {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in &slice.filters {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().filter_map(|name| filter(name, slice, parameters)).collect()
}

fn filter(name: &str, slice: &Slice, parameters: &mut Vec<(String, String)>) -> Option<Expr> {
    let values = slice.filters.iter().filter(|(dimension, _)| dimension == name).map(|(_, value)| value);
    let mut conditions = Vec::new();
    for (position, value) in values.enumerate() {
        let parameter = match position {
            0 => format!("filter_{name}"),
            _ => format!("filter_{name}_{}", position + 1),
        };
        if value == NONE {
            conditions.push(Expr::IsNull(Box::new(Expr::Identifier(identifier(name)))));
        }
        conditions.push(binary(text_of(name), BinaryOperator::Eq, placeholder(&parameter)));
        parameters.push((parameter, value.clone()));
    }
    conditions.into_iter().reduce(|left, right| binary(left, BinaryOperator::Or, right)).map(grouped)
}

pub(crate) fn conjunction(selection: Option<Expr>, condition: Expr) -> Option<Expr> {
    match selection {
        Some(selection @ Expr::BinaryOp { op: BinaryOperator::Or, .. }) => Some(binary(grouped(selection), BinaryOperator::And, condition)),
        Some(selection) => Some(binary(selection, BinaryOperator::And, condition)),
        None => Some(condition),
    }
}

/// A group with an OR in it keeps its parentheses; a plain comparison needs none.
fn grouped(expression: Expr) -> Expr {
    match expression {
        Expr::BinaryOp { op: BinaryOperator::Or, .. } => Expr::Nested(Box::new(expression)),
        other => other,
    }
}

/// The dimension as text, so that every type of column is shown and filtered alike.
fn text_of(name: &str) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(Expr::Identifier(identifier(name))),
        data_type: DataType::Varchar(None),
        array: false,
        format: None,
    }
}

pub(crate) fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let args = arguments.into_iter().map(|argument| FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))).collect();
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: Vec::new() }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

pub(crate) fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

pub(crate) fn placeholder(name: &str) -> Expr {
    literal(Value::Placeholder(format!("${name}")))
}

pub(crate) fn position(number: usize) -> Expr {
    literal(Value::Number(number.to_string(), false))
}

pub(crate) fn literal(value: Value) -> Expr {
    Expr::Value(value.into())
}

/// A name that is a keyword, or not in lower case, means a column only when quoted.
pub(crate) fn identifier(name: &str) -> Ident {
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(name).and_then(|mut parser| parser.parse_expr());
    match parsed {
        Ok(Expr::Identifier(ident)) if ident.value == name.to_lowercase() && !is_reserved(name) => Ident::new(name),
        _ => Ident::with_quote('"', name),
    }
}

fn is_reserved(name: &str) -> bool {
    matches!(Token::make_word(name, None), Token::Word(word) if RESERVED_FOR_COLUMN_ALIAS.contains(&word.keyword))
}
