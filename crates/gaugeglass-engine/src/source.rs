//! A source: the files behind one log, read as a relation in their own columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::Result as DataFusionResult;
use datafusion::datasource::{TableProvider, TableType};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::{StreamExt, TryStreamExt, stream};

use crate::formats::{Chunk, Format, SourceFile};
use crate::quarantine::Rejects;

/// The path of the file a row came from.
pub const FILE: &str = "_file";
/// The number of the row in its file, from 1.
pub const ROW: &str = "_row";
/// The file's place in the source.
pub const FILE_INDEX: &str = "__file_index";

/// The relation `source` that a mapping selects from.
#[derive(Debug)]
pub struct SourceTable {
    schema: SchemaRef,
    format: Arc<dyn Format>,
    files: Vec<SourceFile>,
    rejects: Arc<Rejects>,
}

impl SourceTable {
    /// A relation over `files`, whose own columns are `columns`, plus where each row came from.
    pub fn new(columns: &Schema, format: Arc<dyn Format>, files: Vec<SourceFile>, rejects: Arc<Rejects>) -> SourceTable {
        let mut fields: Vec<Field> = columns.fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
        fields.push(Field::new(FILE, DataType::Utf8, false));
        fields.push(Field::new(ROW, DataType::Int64, false));
        fields.push(Field::new(FILE_INDEX, DataType::Int32, false));
        SourceTable { schema: Arc::new(Schema::new(fields)), format, files, rejects }
    }
}

#[async_trait]
impl TableProvider for SourceTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => Arc::clone(&self.schema),
        };
        let partitions = split(&self.files, state.config().target_partitions())
            .into_iter()
            .map(|files| Arc::new(self.files_of(files, &schema)) as Arc<dyn PartitionStream>)
            .collect();
        Ok(Arc::new(StreamingTableExec::try_new(schema, partitions, None, [], false, limit)?))
    }
}

impl SourceTable {
    fn files_of(&self, files: Vec<SourceFile>, schema: &SchemaRef) -> Files {
        Files { schema: Arc::clone(schema), format: Arc::clone(&self.format), files, rejects: Arc::clone(&self.rejects) }
    }
}

/// Runs of files in path order, of about equal bytes; at least one run, so that a plan has a partition.
fn split(files: &[SourceFile], parts: usize) -> Vec<Vec<SourceFile>> {
    let total: u64 = files.iter().map(|file| file.object.size).sum();
    let share = (total / parts.max(1) as u64).max(1);
    let mut runs: Vec<Vec<SourceFile>> = vec![Vec::new()];
    let mut filled = 0;
    for file in files {
        if filled >= share && runs.len() < parts {
            runs.push(Vec::new());
            filled = 0;
        }
        filled += file.object.size;
        if let Some(run) = runs.last_mut() {
            run.push(file.clone());
        }
    }
    runs
}

/// One run of files, read one after another.
#[derive(Debug)]
struct Files {
    schema: SchemaRef,
    format: Arc<dyn Format>,
    files: Vec<SourceFile>,
    rejects: Arc<Rejects>,
}

impl PartitionStream for Files {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let schema = Arc::clone(&self.schema);
        let wanted = own_columns(&schema);
        let (format, rejects) = (Arc::clone(&self.format), Arc::clone(&self.rejects));
        let batches = stream::iter(self.files.clone())
            .then(move |file| {
                let (format, wanted, rejects) = (Arc::clone(&format), Arc::clone(&wanted), Arc::clone(&rejects));
                async move {
                    let chunks = format.read(&file, wanted, rejects).await;
                    chunks.map(|chunks| (file, chunks))
                }
            })
            .map_ok({
                let schema = Arc::clone(&schema);
                move |(file, chunks)| {
                    let schema = Arc::clone(&schema);
                    chunks.map(move |chunk| placed(&schema, &file, chunk?))
                }
            })
            .try_flatten()
            .map_err(Into::into);
        Box::pin(RecordBatchStreamAdapter::new(schema, batches))
    }
}

/// The columns that come from the file itself.
fn own_columns(schema: &Schema) -> SchemaRef {
    let own = schema.fields().iter().filter(|field| ![FILE, ROW, FILE_INDEX].contains(&field.name().as_str()));
    Arc::new(Schema::new(own.cloned().collect::<Vec<_>>()))
}

fn placed(schema: &SchemaRef, file: &SourceFile, chunk: Chunk) -> Result<RecordBatch, crate::Error> {
    let rows = chunk.batch.num_rows();
    let columns = schema
        .fields()
        .iter()
        .map(|field| match field.name().as_str() {
            FILE => Arc::new(StringArray::from(vec![file.path(); rows])) as ArrayRef,
            ROW => Arc::new(Int64Array::from(chunk.rows.clone())),
            FILE_INDEX => Arc::new(Int32Array::from(vec![file.index; rows])),
            name => chunk.batch.column_by_name(name).map_or_else(|| arrow::array::new_null_array(field.data_type(), rows), Arc::clone),
        })
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options).map_err(crate::Error::internal)
}
