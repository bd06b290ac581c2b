//! `metrics.*`, one view a metric, and `metric('name', from, to, grain, dimension, …)`.
//!
//! A view shows the default range by day with every dimension; the function takes what is asked down
//! to the raw rows. Both run the same path as every page.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::Expr;
use futures::FutureExt;
use gaugeglass_metrics::Grain;

use super::lazy;
use crate::metric::{self, MetricQuery};
use crate::scope::Scope;
use crate::{Error, SqlError, range};

/// The view of a metric.
pub fn view(name: &str, scope: &Scope) -> Result<Option<Arc<dyn TableProvider>>> {
    let Ok(metric) = metric::find(scope, name) else {
        return Ok(None);
    };
    let Some(schema) = metric::schema(scope, &metric, &metric.dimensions) else {
        return Ok(None);
    };
    let query = MetricQuery { grain: metric::default_grain(&metric), by: metric.dimensions.clone(), ..MetricQuery::default() };
    table(name, query, schema, scope).map(Some)
}

fn table(name: &str, query: MetricQuery, schema: SchemaRef, scope: &Scope) -> Result<Arc<dyn TableProvider>> {
    let (name, scope) = (name.to_owned(), scope.clone());
    let make = move || {
        let (name, query, scope) = (name.clone(), query.clone(), scope.clone());
        async move { metric::run(&scope, &name, &query).await.map(|answer| answer.batch) }.boxed()
    };
    lazy::table(schema, Arc::new(make))
}

/// `metric('name', from, to, grain, dimension, …)`.
#[derive(Debug)]
pub struct MetricFunction {
    scope: Scope,
}

impl MetricFunction {
    /// The function in `scope`.
    pub fn new(scope: Scope) -> MetricFunction {
        MetricFunction { scope }
    }
}

impl TableFunctionImpl for MetricFunction {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let texts = args.exprs().iter().map(literal).collect::<Result<Vec<_>>>()?;
        let mut texts = texts.into_iter();
        let name = texts.next().flatten().ok_or_else(|| usage("the first argument is the metric's name"))?;
        let metric = metric::find(&self.scope, &name)?;
        let now = self.scope.as_of;
        let zone = self.scope.engine.settings.time_zone;
        let instant = |text: Option<Option<String>>| text.flatten().map(|text| range::instant(&text, now, zone)).transpose();
        let (from, to) = (instant(texts.next())?, instant(texts.next())?);
        let grain = match texts.next().flatten() {
            Some(text) => text.parse::<Grain>().map_err(|why| usage(&why.to_string()))?,
            None => metric::default_grain(&metric),
        };
        let query = MetricQuery { from, to, grain, by: texts.flatten().collect(), ..MetricQuery::default() };
        metric::sliced(&self.scope, &metric, &query)?;
        let schema =
            metric::schema(&self.scope, &metric, &query.by).ok_or_else(|| usage("this metric does not plan; see `gaugeglass check`"))?;
        table(&name, query, schema, &self.scope)
    }
}

fn literal(expr: &Expr) -> Result<Option<String>> {
    match expr {
        Expr::Literal(ScalarValue::Utf8(text) | ScalarValue::Utf8View(text) | ScalarValue::LargeUtf8(text), _) => Ok(text.clone()),
        Expr::Literal(ScalarValue::Null, _) => Ok(None),
        _ => Err(usage("every argument is a text in single quotes, or null")),
    }
}

fn usage(why: &str) -> DataFusionError {
    Error::Sql(SqlError {
        message: format!("metric(): {why}"),
        line: None,
        column: None,
        sql: String::new(),
        help: Some("metric('cart_recovery', '2026-01-01', '2026-02-01', 'week', 'channel')".into()),
    })
    .into()
}
