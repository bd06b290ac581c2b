//! A mapped source under its contract: canonical columns and types, and the reason a row is rejected.
//!
//! A row is rejected only where it cannot be represented: a value that is not of its column's type,
//! a key that is missing, a fact without its time. A value that is merely wrong is kept: being
//! wrong is measured, and rows set aside cannot be measured.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Column, ScalarValue};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast, lit, try_cast, when};
use gaugeglass_logs::{ColumnType, Log};

use crate::Error;
use crate::source::{FILE_INDEX, ROW};

/// Why a row is rejected, or null.
pub const REJECTED: &str = "__rejected";
/// The value to blame, as text.
pub const REJECTED_VALUE: &str = "__rejected_value";

/// The source's rows under the contract, with the reason for rejection and the place.
pub fn canonical(plan: LogicalPlan, log: &Log) -> Result<LogicalPlan, Error> {
    let mut columns = Vec::with_capacity(log.columns.len() + 4);
    let mut failures = Vec::new();
    for column in &log.columns {
        let target = column.kind.arrow();
        let (value, given) = match plan.schema().field_with_unqualified_name(column.name) {
            Ok(field) => typed(column.name, field.data_type(), &target, &mut failures),
            Err(_) => (Expr::Literal(null_of(&target)?, None), None),
        };
        if log.key.contains(&column.name) || log.time == Some(column.name) {
            failures.push((value.clone().is_null(), format!("missing:{}", column.name), given));
        }
        columns.push(value.alias(column.name));
    }
    columns.push(reason(&failures)?.alias(REJECTED));
    columns.push(blamed(&failures)?.alias(REJECTED_VALUE));
    columns.extend([column_of(FILE_INDEX), column_of(ROW)]);
    LogicalPlanBuilder::from(plan).project(columns).and_then(LogicalPlanBuilder::build).map_err(Error::internal)
}

/// A condition under which the row is rejected, its rule, and the value to show.
type Failure = (Expr, String, Option<Expr>);

fn typed(name: &str, given: &DataType, target: &DataType, failures: &mut Vec<Failure>) -> (Expr, Option<Expr>) {
    let raw = column_of(name);
    if given == target {
        return (raw, None);
    }
    let value = match cast_is_total(given, target) {
        true => cast(raw.clone(), target.clone()),
        false => try_cast(raw.clone(), target.clone()),
    };
    if !cast_is_total(given, target) {
        let failed = raw.clone().is_not_null().and(value.clone().is_null());
        failures.push((failed, format!("type:{name}"), as_text(&raw, given)));
    }
    (value, as_text(&column_of(name), given))
}

fn as_text(raw: &Expr, given: &DataType) -> Option<Expr> {
    (!given.is_nested()).then(|| cast(raw.clone(), DataType::Utf8))
}

/// Casts that cannot lose a value; nested ones are checked by the cast itself.
fn cast_is_total(given: &DataType, target: &DataType) -> bool {
    let text = |kind: &DataType| match kind {
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => true,
        DataType::Dictionary(_, value) => matches!(value.as_ref(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
        _ => false,
    };
    let instant = |kind: &DataType| matches!(kind, DataType::Timestamp(TimeUnit::Microsecond, _));
    (text(target) && !given.is_nested()) || (instant(given) && instant(target)) || *given == DataType::Null || given.is_nested()
}

fn null_of(kind: &DataType) -> Result<ScalarValue, Error> {
    ScalarValue::try_from(kind).map_err(Error::internal)
}

/// Names keep their case: an unquoted identifier in SQL would be folded.
fn column_of(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn reason(failures: &[Failure]) -> Result<Expr, Error> {
    choose(failures.iter().map(|(failed, rule, _)| (failed.clone(), lit(rule.as_str()))))
}

fn blamed(failures: &[Failure]) -> Result<Expr, Error> {
    let nothing = || lit(ScalarValue::Utf8(None));
    choose(failures.iter().map(|(failed, _, value)| (failed.clone(), value.clone().unwrap_or_else(nothing))))
}

fn choose(cases: impl Iterator<Item = (Expr, Expr)>) -> Result<Expr, Error> {
    let mut cases: Vec<(Expr, Expr)> = cases.collect();
    let nothing = lit(ScalarValue::Utf8(None));
    if cases.is_empty() {
        return Ok(nothing);
    }
    let (first, value) = cases.remove(0);
    let mut builder = when(first, value);
    for (failed, value) in cases {
        builder = builder.when(failed, value);
    }
    builder.otherwise(nothing).map_err(Error::internal)
}

/// True where a column holds identifiers of people: its values are masked where they are shown.
pub fn is_identifier(log: &Log, column: &str) -> bool {
    log.column(column).is_some_and(|column| column.kind == ColumnType::Id)
}
