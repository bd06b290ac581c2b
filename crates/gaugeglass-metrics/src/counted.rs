//! The statement that counts the events of a promise, apart by whether an exclusion leaves them out.
//!
//! It is the metric's own SELECT with other keys: the minute, where it goes by minutes, dimensions, and the exclusions.

use sqlparser::ast::{BinaryOperator, Expr, GroupByExpr, Ident, Select, SelectItem, SetExpr, Value};

use crate::metric::Metric;
use crate::rewrite::{binary, call, identifier, literal, placeholder, position, shown, uncut};
use crate::select;
use crate::slo::Exclusion;

/// How far apart the counts of a promise are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One row a minute.
    Minute,
    /// One row for the whole range.
    Whole,
}

/// A statement to plan, with `$name` placeholders. Its columns are the minute where it goes by minutes, each dimension, whether
/// the events are left out, how many of them are good and how many are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedSql {
    /// The statement.
    pub sql: String,
    /// Name (without `$`) and value of each placeholder for a dimension's value.
    pub texts: Vec<(String, String)>,
    /// Name (without `$`) of each placeholder for an instant, and the instant as the file has it.
    pub instants: Vec<(String, String)>,
}

impl Metric {
    /// The counts behind the metric's promise by these dimensions of it; none where it makes no promise.
    pub fn counted(&self, step: Step, by: &[String]) -> Option<CountedSql> {
        let (slo, time) = (self.slo.as_ref()?, self.time.as_ref()?);
        let mut counted = CountedSql { sql: String::new(), texts: Vec::new(), instants: Vec::new() };
        let mut keys: Vec<SelectItem> = by.iter().map(|name| aliased(shown(name), identifier(name))).collect();
        if step == Step::Minute {
            keys.insert(0, aliased(minute(time), Ident::new("bucket")));
        }
        keys.push(aliased(excluded(time, &slo.exclusions, &mut counted), invented("is excluded")));
        let mut query = uncut(&self.query);
        if let SetExpr::Select(select) = query.body.as_mut() {
            let figures = [count(select, &slo.good, "good events")?, count(select, &slo.valid, "valid events")?];
            select.group_by = GroupByExpr::Expressions((1..=keys.len()).map(position).collect(), Vec::new());
            select.projection = keys.into_iter().chain(figures).collect();
        }
        counted.sql = format!("{query:#}");
        Some(counted)
    }
}

fn minute(time: &str) -> Expr {
    call("date_trunc", vec![literal(Value::SingleQuotedString("minute".to_owned())), Expr::Identifier(identifier(time))])
}

/// Whether one of the exclusions holds for a row; its instants and values are placeholders.
fn excluded(time: &str, exclusions: &[Exclusion], counted: &mut CountedSql) -> Expr {
    let any = exclusions.iter().enumerate().map(|(place, exclusion)| holds(time, place + 1, exclusion, counted)).reduce(or);
    any.unwrap_or_else(|| literal(Value::Boolean(false)))
}

fn holds(time: &str, number: usize, exclusion: &Exclusion, counted: &mut CountedSql) -> Expr {
    let mut conditions = Vec::new();
    for (edge, operator, instant) in [("from", BinaryOperator::GtEq, &exclusion.from), ("to", BinaryOperator::Lt, &exclusion.to)] {
        let name = format!("exclusion_{number}_{edge}");
        conditions.push(binary(Expr::Identifier(identifier(time)), operator, placeholder(&name)));
        counted.instants.push((name, instant.clone()));
    }
    for (place, (dimension, value)) in exclusion.slice.iter().enumerate() {
        let name = format!("exclusion_{number}_where_{}", place + 1);
        conditions.push(binary(shown(dimension), BinaryOperator::Eq, placeholder(&name)));
        counted.texts.push((name, value.clone()));
    }
    let all = conditions.into_iter().reduce(|left, right| binary(left, BinaryOperator::And, right));
    Expr::Nested(Box::new(all.unwrap_or_else(|| literal(Value::Boolean(true)))))
}

fn or(left: Expr, right: Expr) -> Expr {
    binary(left, BinaryOperator::Or, right)
}

/// A measure of the SELECT under another name.
fn count(select: &Select, measure: &str, alias: &str) -> Option<SelectItem> {
    Some(aliased(select::expression(select, measure)?.clone(), invented(alias)))
}

/// A name that no dimension can have, since it has a blank.
fn invented(name: &str) -> Ident {
    Ident::with_quote('"', name)
}

fn aliased(expr: Expr, alias: Ident) -> SelectItem {
    SelectItem::ExprWithAlias { expr, alias }
}
