//! When the outcome of a row is known: `matures: displayed_at + $window`.
//!
//! The rule stands once, in the front matter. Where the metric is cut, every aggregate of its outermost SELECT counts only rows
//! whose wait is over, and [`SO_FAR`], its headline over all of them, is put beside it.

use std::ops::ControlFlow;

use serde_saphyr::Spanned;
use sqlparser::ast::{BinaryOperator, Expr, Function, SelectItem, Value, visit_expressions_mut};

use crate::duration::parse_seconds;
use crate::metric::Raw;
use crate::parameter::{Parameter, ParameterValue};
use crate::reader::{Reader, is_identifier, listed};
use crate::rewrite::{binary, call, conjunction, identifier, literal, placeholder};
use crate::vocabulary::ParameterKind;

/// The measure that a metric with a wait gets: its headline over all rows, also those that may still change.
pub const SO_FAR: &str = "so_far";

const HELP: &str = "write a column and how long after it: `displayed_at + 7d`, `started_at + $start + $length`";

/// A row counts so long after an instant of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maturity {
    /// The column that the wait begins at.
    pub since: String,
    waits: Vec<Wait>,
    /// Measures that reckon with rows whose wait is not over, and so are of all rows.
    censored: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wait {
    Seconds(i64),
    Parameter(String),
    /// A column of seconds: each row has a wait of its own.
    Column(String),
}

/// What the front matter says of waiting.
pub(crate) fn read(reader: &mut Reader<'_>, raw: &Raw, parameters: &[Parameter]) -> Option<Maturity> {
    let Some(matures) = &raw.matures else {
        check_alone(reader, raw);
        return None;
    };
    check_company(reader, raw, matures);
    let (since, waits) = matures.value.split_once('+').unwrap_or((&matures.value, ""));
    if !is_identifier(since.trim()) || waits.is_empty() {
        reader.report(matures, format!("`{}` does not say when a row matures", matures.value), HELP);
        return None;
    }
    let waits = waits.split('+').filter_map(|wait| read_wait(reader, matures, wait.trim(), parameters)).collect();
    let censored = listed(&raw.censored).iter().map(|measure| measure.value.clone()).collect();
    Some(Maturity { since: since.trim().to_owned(), waits, censored })
}

/// What means nothing where no row waits.
fn check_alone(reader: &mut Reader<'_>, raw: &Raw) {
    if let Some(measure) = listed(&raw.censored).first() {
        reader.report(measure, "nothing is `censored` where no row waits", "say with `matures` when a row's outcome is known");
    }
}

/// Keys that do not go with it.
fn check_company(reader: &mut Reader<'_>, raw: &Raw, matures: &Spanned<String>) {
    let mut columns = listed(&raw.measures).iter().chain(listed(&raw.dimensions));
    if let Some(column) = columns.find(|column| column.value == SO_FAR) {
        reader.report(column, format!("`{SO_FAR}` comes with `matures`"), "leave it out here and in the SELECT");
    }
    if raw.slo.is_some() {
        reader.report(matures, "a promise counts events as they come, and `matures` waits for them", "keep one of `slo` and `matures`");
    }
}

fn read_wait(reader: &mut Reader<'_>, matures: &Spanned<String>, wait: &str, parameters: &[Parameter]) -> Option<Wait> {
    let read = match wait.strip_prefix('$') {
        Some(name) => duration_parameter(name, parameters),
        None if is_identifier(wait) => Ok(Wait::Column(wait.to_owned())),
        None => parse_seconds(wait).map(Wait::Seconds).map_err(|_| format!("`{wait}` is not a duration")),
    };
    read.map_err(|why| reader.report(matures, why, HELP)).ok()
}

fn duration_parameter(name: &str, parameters: &[Parameter]) -> Result<Wait, String> {
    match parameters.iter().find(|parameter| parameter.name == name) {
        Some(parameter) if parameter.kind == ParameterKind::Duration => Ok(Wait::Parameter(name.to_owned())),
        Some(parameter) => Err(format!("`${name}` is a {} and no duration", parameter.kind)),
        None => Err(format!("`${name}` is no parameter of this file")),
    }
}

impl Maturity {
    /// Seconds to wait with these values in place of the defaults; what each row says for itself is not in it.
    pub fn seconds(&self, parameters: &[Parameter], given: &[(String, String)]) -> i64 {
        self.waits.iter().map(|wait| wait.seconds(parameters, given)).sum()
    }

    /// The columns it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let waits = self.waits.iter().filter_map(|wait| match wait {
            Wait::Column(name) => Some(name.as_str()),
            _ => None,
        });
        std::iter::once(self.since.as_str()).chain(waits)
    }

    /// A figure as it is computed: settled, unless it is one that reckons with open rows.
    pub(crate) fn figure(&self, name: &str, mut item: SelectItem, is_aggregate: &dyn Fn(&str) -> bool) -> SelectItem {
        if !self.censored.iter().any(|censored| censored == name) {
            settle(&mut item, &self.is_over(), is_aggregate);
        }
        item
    }

    /// Whether the wait of a row is over, as a condition.
    fn is_over(&self) -> Expr {
        let age = binary(placeholder("as_of"), BinaryOperator::Minus, Expr::Identifier(identifier(&self.since)));
        let seconds = call("date_part", vec![literal(Value::SingleQuotedString("epoch".to_owned())), age]);
        let waits = self.waits.iter().map(Wait::expression);
        let wait = waits.reduce(|sum, wait| binary(sum, BinaryOperator::Plus, wait));
        binary(seconds, BinaryOperator::GtEq, wait.unwrap_or_else(|| seconds_of(0)))
    }
}

impl Wait {
    fn seconds(&self, parameters: &[Parameter], given: &[(String, String)]) -> i64 {
        match self {
            Wait::Seconds(seconds) => *seconds,
            Wait::Parameter(name) => chosen(name, parameters, given).unwrap_or_default(),
            Wait::Column(_) => 0,
        }
    }

    fn expression(&self) -> Expr {
        match self {
            Wait::Seconds(seconds) => seconds_of(*seconds),
            Wait::Parameter(name) => placeholder(name),
            Wait::Column(name) => Expr::Identifier(identifier(name)),
        }
    }
}

fn chosen(name: &str, parameters: &[Parameter], given: &[(String, String)]) -> Option<i64> {
    let parameter = parameters.iter().find(|parameter| parameter.name == name)?;
    let written = given.iter().find(|(given, _)| given == name).map_or(parameter.default.as_str(), |(_, value)| value);
    match parameter.value(written) {
        Ok(ParameterValue::Seconds(seconds)) => Some(seconds),
        _ => None,
    }
}

fn seconds_of(seconds: i64) -> Expr {
    literal(Value::Number(seconds.to_string(), false))
}

/// Every aggregate of the figure over the rows of this condition alone.
fn settle(item: &mut SelectItem, condition: &Expr, is_aggregate: &dyn Fn(&str) -> bool) {
    let _ = visit_expressions_mut(item, |expression| {
        if let Expr::Function(function) = expression
            && function.over.is_none()
            && is_aggregate(&function.name.to_string().to_lowercase())
        {
            narrow(function, condition);
        }
        ControlFlow::<()>::Continue(())
    });
}

fn narrow(function: &mut Function, condition: &Expr) {
    let rows = function.filter.take().map(|rows| *rows);
    function.filter = conjunction(rows, condition.clone()).map(Box::new);
}
