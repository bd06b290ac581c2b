//! Parts of the cache as a table: these files and no others, without the rows that are masked.
//!
//! The list is fixed. A part that is gone fails the query; a listing of the folder would quietly give fewer rows.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use chrono::DateTime;
use datafusion::catalog::Session;
use datafusion::common::{DFSchema, Result};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::ParquetRowSelection;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::{TableProvider, TableType};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use object_store::ObjectMeta;
use object_store::path::Path;
use parquet::arrow::arrow_reader::RowSelection;

use super::{Part, URL};

/// A part, and which of its rows stand; all where nothing is said.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The part.
    pub part: Part,
    /// The rows that stand.
    pub rows: Option<RowSelection>,
}

/// The rows of some parts.
#[derive(Debug)]
pub struct PartsTable {
    schema: SchemaRef,
    parts: Vec<Selected>,
}

impl PartsTable {
    /// A table of these parts.
    pub fn new(schema: SchemaRef, parts: Vec<Selected>) -> PartsTable {
        PartsTable { schema, parts }
    }

    /// Files in as many groups as are wanted, of about equal rows and in their order.
    fn groups(&self, wanted: usize) -> Vec<FileGroup> {
        let total: u64 = self.parts.iter().map(|selected| selected.part.rows).sum();
        let share = total.div_ceil(wanted.max(1) as u64).max(1);
        let mut groups: Vec<Vec<PartitionedFile>> = Vec::new();
        let mut filled = share;
        for selected in self.parts.iter().filter(|selected| selected.part.rows > 0) {
            if filled >= share {
                groups.push(Vec::new());
                filled = 0;
            }
            filled += selected.part.rows;
            if let Some(group) = groups.last_mut() {
                group.push(file_of(selected));
            }
        }
        groups.into_iter().map(FileGroup::new).collect()
    }
}

fn file_of(selected: &Selected) -> PartitionedFile {
    let object = ObjectMeta {
        location: Path::from(selected.part.path.as_str()),
        // Parts never change, so any fixed instant serves the caches that compare it.
        last_modified: DateTime::UNIX_EPOCH,
        size: selected.part.bytes,
        e_tag: Some(selected.part.hash.clone()),
        version: None,
    };
    let file = PartitionedFile::new_from_meta(object);
    match &selected.rows {
        Some(rows) => file.with_extension(ParquetRowSelection::new(rows.clone())),
        None => file,
    }
}

#[async_trait]
impl TableProvider for PartsTable {
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
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let groups = self.groups(state.config().target_partitions());
        if groups.is_empty() {
            let schema = datafusion::common::project_schema(&self.schema, projection)?;
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let source = ParquetSource::new(Arc::clone(&self.schema));
        let source = match conjunction(filters.to_vec()) {
            Some(filter) => {
                let schema = DFSchema::try_from(Arc::clone(&self.schema))?;
                source.with_predicate(state.create_physical_expr(filter, &schema)?)
            }
            None => source,
        };
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::parse(URL)?, Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit.filter(|_| filters.is_empty()))
            .build();
        let format = ParquetFormat::default().with_options(state.default_table_options().parquet);
        format.create_physical_plan(state, config).await
    }
}
