//! `model.*`: computed once per content of their inputs, then read from the cache.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::Result;
use datafusion::datasource::{TableProvider, TableType};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;

use crate::cache::{PartsTable, Selected};
use crate::materialise;
use crate::scope::Scope;

/// One model.
#[derive(Debug)]
pub struct ModelTable {
    name: String,
    scope: Scope,
    schema: SchemaRef,
}

impl ModelTable {
    /// The model in `scope`, with its columns.
    pub fn new(name: &str, scope: Scope, schema: SchemaRef) -> ModelTable {
        ModelTable { name: name.to_owned(), scope, schema }
    }
}

#[async_trait]
impl TableProvider for ModelTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let parts = materialise::materialised(&self.scope, &self.name).await?;
        let parts = parts.into_iter().map(|part| Selected { part, rows: None });
        let table = PartsTable::new(Arc::clone(&self.schema), parts.collect());
        table.scan(state, projection, filters, limit).await
    }
}
