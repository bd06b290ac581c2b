//! `logs.*`: each log of the contract, prepared, as it was known at the request's instant.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::{Result, ScalarValue};
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::{TableProvider, TableType, provider_as_source};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, TableProviderFilterPushDown, col, lit};
use datafusion::physical_plan::ExecutionPlan;
use gaugeglass_logs::Log;

use crate::cache::PartsTable;
use crate::scope::Scope;
use crate::snapshot::LogState;

/// One log. Absent logs have their columns and no rows; whoever needs them says `unknown`.
#[derive(Debug)]
pub struct LogTable {
    log: &'static Log,
    scope: Scope,
    schema: SchemaRef,
}

impl LogTable {
    /// The log in `scope`.
    pub fn new(log: &'static Log, scope: Scope) -> LogTable {
        LogTable { log, scope, schema: log.schema() }
    }

    /// Every source of the log, prepared.
    async fn tables(&self) -> Result<Vec<Arc<dyn TableProvider>>> {
        let sources = match self.scope.snapshot.log(self.log) {
            LogState::Absent => Vec::new(),
            LogState::Failed(error) => return Err(error.clone().into()),
            LogState::Listed(sources) => sources.clone(),
        };
        let mut tables: Vec<Arc<dyn TableProvider>> = Vec::with_capacity(sources.len());
        for source in sources {
            let prepared = self.scope.engine.prepared(&source).await?;
            tables.push(Arc::new(PartsTable::new(Arc::clone(&self.schema), prepared.rows.clone())));
        }
        Ok(tables)
    }

    fn known(&self) -> Option<Expr> {
        let pinned = self.scope.pinned && self.log.column("ingest_time").is_some();
        let instant = ScalarValue::TimestampMicrosecond(Some(self.scope.as_of.timestamp_micros()), Some("UTC".into()));
        // A row that does not say when it was loaded cannot be shown to be newer.
        pinned.then(|| col("ingest_time").lt_eq(lit(instant)).or(col("ingest_time").is_null()))
    }

    fn plan(&self, tables: Vec<Arc<dyn TableProvider>>, projection: Option<&Vec<usize>>, filters: &[Expr]) -> Result<LogicalPlan> {
        let mut scans = tables.into_iter().map(|table| LogicalPlanBuilder::scan(self.log.name, provider_as_source(table), None));
        let empty = || {
            let table = Arc::new(EmptyTable::new(Arc::clone(&self.schema)));
            LogicalPlanBuilder::scan(self.log.name, provider_as_source(table), None)
        };
        let first = scans.next().unwrap_or_else(empty)?;
        let all = scans.try_fold(first, |all, scan| all.union(scan?.build()?))?;
        let all = filters.iter().cloned().chain(self.known()).try_fold(all, LogicalPlanBuilder::filter)?;
        let columns: Vec<Expr> = match projection {
            Some(wanted) => wanted.iter().map(|at| col(self.schema.field(*at).name())).collect(),
            None => self.schema.fields().iter().map(|field| col(field.name())).collect(),
        };
        all.project(columns)?.build()
    }
}

#[async_trait]
impl TableProvider for LogTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let tables = self.tables().await?;
        let plan = self.plan(tables, projection, filters)?;
        state.create_physical_plan(&plan).await
    }
}
