//! Days and hours added to an instant as the microseconds they are.
//!
//! Arrow walks the calendar row by row to add an interval to an instant with a time zone. In UTC every day has 24 hours, so an
//! interval without months is a duration, and a duration is added to a whole column at once.

use arrow::datatypes::{DataType, IntervalMonthDayNano, TimeUnit};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result, ScalarValue};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, lit};
use datafusion::optimizer::AnalyzerRule;

/// Microseconds of a day in UTC.
const DAY: i64 = 86_400_000_000;

/// Rewrites `instant ± interval` to `instant ± duration` where both mean the same.
#[derive(Debug)]
pub struct UtcIntervals;

impl AnalyzerRule for UtcIntervals {
    fn name(&self) -> &'static str {
        "utc_intervals"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(rewritten).map(|rewritten| rewritten.data)
    }
}

/// The plan with its own expressions rewritten; its columns keep their names.
fn rewritten(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let schema = merge_schema(&plan.inputs());
    let names = NamePreserver::new(&plan);
    let rewritten = plan.map_expressions(|expr| {
        let name = names.save(&expr);
        let expr = expr.transform_up(|expr| Ok(of_duration(expr, &schema)))?;
        Ok(expr.update_data(|expr| name.restore(expr)))
    })?;
    if rewritten.transformed { rewritten.map_data(LogicalPlan::recompute_schema) } else { Ok(rewritten) }
}

fn of_duration(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::Plus | Operator::Minus), right }) = &expr else {
        return Transformed::no(expr);
    };
    match microseconds(right) {
        Some(duration) if is_utc(left, schema) => {
            let duration = lit(ScalarValue::DurationMicrosecond(Some(duration)));
            Transformed::yes(Expr::BinaryExpr(BinaryExpr::new(left.clone(), *op, Box::new(duration))))
        }
        _ => Transformed::no(expr),
    }
}

/// The length of a constant interval, where it has one: a month does not, and less than a microsecond is left to Arrow.
fn microseconds(expr: &Expr) -> Option<i64> {
    let Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(interval)), _) = expr else {
        return None;
    };
    match *interval {
        IntervalMonthDayNano { months: 0, days, nanoseconds } if nanoseconds % 1_000 == 0 => {
            i64::from(days).checked_mul(DAY)?.checked_add(nanoseconds / 1_000)
        }
        _ => None,
    }
}

fn is_utc(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr.get_type(schema), Ok(DataType::Timestamp(TimeUnit::Microsecond, Some(zone))) if &*zone == "UTC")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use datafusion::execution::session_state::SessionStateBuilder;
    use datafusion::prelude::SessionContext;

    use super::*;

    fn context(has_rule: bool) -> SessionContext {
        let mut state = SessionStateBuilder::new().with_default_features().build();
        if has_rule {
            state.add_analyzer_rule(Arc::new(UtcIntervals));
        }
        SessionContext::new_with_state(state)
    }

    /// Leap days, ends of months and both changes of European clocks.
    const INSTANTS: &str = "select arrow_cast(column1, 'Timestamp(Microsecond, Some(\"UTC\"))') as t from (values \
        ('2024-02-28T23:59:59.999999Z'), ('2024-02-29T00:00:00Z'), ('2026-03-29T00:30:00Z'), ('2026-10-25T00:30:00Z'), \
        ('1969-12-31T23:59:59Z'), (null)) instants";

    const SUMS: [&str; 7] = [
        "t + interval '36 hours'",
        "t - interval '30 days'",
        "t + interval '1 day' - interval '1 second'",
        "t + interval '1 month'",
        "t - interval '1 year 2 days'",
        "case when t + interval '2 days' > t then t + interval '90 minutes' end",
        "max(t + interval '1 day')",
    ];

    async fn answer(context: &SessionContext, sql: &str) -> (String, String) {
        let frame = context.sql(sql).await.unwrap();
        let plan = frame.clone().into_optimized_plan().unwrap().display_indent().to_string();
        let rows = frame.collect().await.unwrap();
        (arrow::util::pretty::pretty_format_batches(&rows).unwrap().to_string(), plan)
    }

    #[tokio::test]
    async fn a_rewritten_sum_is_the_same_instant_under_the_same_name() {
        for sum in SUMS {
            let sql = format!("select {sum} from ({INSTANTS})");
            let (plain, _) = answer(&context(false), &sql).await;
            let (rewritten, plan) = answer(&context(true), &sql).await;
            assert_eq!(plain, rewritten, "{sum}");
            assert_eq!(plan.contains("DurationMicrosecond"), !sum.contains("month") && !sum.contains("year"), "{sum}: {plan}");
        }
    }
}
