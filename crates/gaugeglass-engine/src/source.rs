//! A source: the files behind one log, read as a relation in their own columns.

mod embedded_json;
mod shape;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, StringArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
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
use crate::quarantine::{Reject, Rejects, mask};

pub use shape::Shape;

/// The path of the file a row came from.
pub const FILE: &str = "_file";
/// The number of the row in its file, from 1.
pub const ROW: &str = "_row";
/// When the store received the file's version.
pub const LANDED: &str = "_landed";
/// The day in the file's path, where it names one.
pub const INGEST_DATE: &str = "ingest_dt";
/// The file's place among those that are read together.
pub const FILE_INDEX: &str = "__file_index";

/// The relation `source` that a mapping selects from.
#[derive(Debug)]
pub struct SourceTable {
    shape: Shape,
    schema: SchemaRef,
    format: Arc<dyn Format>,
    files: Vec<SourceFile>,
    rejects: Arc<Rejects>,
}

impl SourceTable {
    /// A relation over `files`, with the columns of `shape` and where each row came from.
    pub fn new(shape: Shape, format: Arc<dyn Format>, files: Vec<SourceFile>, rejects: Arc<Rejects>) -> SourceTable {
        let own = shape.seen.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
        let fields = own.filter(|field| !is_place(field.name())).chain(place_fields());
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        SourceTable { shape, schema, format, files, rejects }
    }
}

fn place_fields() -> [Field; 5] {
    [
        Field::new(FILE, DataType::Utf8, false),
        Field::new(ROW, DataType::Int64, false),
        Field::new(LANDED, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), false),
        Field::new(INGEST_DATE, DataType::Date32, true),
        Field::new(FILE_INDEX, DataType::Int32, false),
    ]
}

/// True for a column that tells where a row came from.
pub fn is_place(name: &str) -> bool {
    [FILE, ROW, LANDED, INGEST_DATE, FILE_INDEX].contains(&name)
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
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => Arc::clone(&self.schema),
        };
        let files = Arc::new(self.files_of(&schema)) as Arc<dyn PartitionStream>;
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![files], None, [], false, limit)?))
    }
}

impl SourceTable {
    fn files_of(&self, schema: &SchemaRef) -> Files {
        Files {
            schema: Arc::clone(schema),
            wanted: self.shape.wanted(schema),
            format: Arc::clone(&self.format),
            files: self.files.clone(),
            rejects: Arc::clone(&self.rejects),
        }
    }
}

/// Files, read one after another.
#[derive(Debug)]
struct Files {
    schema: SchemaRef,
    wanted: SchemaRef,
    format: Arc<dyn Format>,
    files: Vec<SourceFile>,
    rejects: Arc<Rejects>,
}

impl PartitionStream for Files {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (schema, wanted) = (Arc::clone(&self.schema), Arc::clone(&self.wanted));
        let (format, rejects) = (Arc::clone(&self.format), Arc::clone(&self.rejects));
        let place = Placing { schema: Arc::clone(&schema), rejects: Arc::clone(&rejects) };
        let batches = stream::iter(self.files.clone())
            .then(move |file| {
                let (format, wanted, rejects) = (Arc::clone(&format), Arc::clone(&wanted), Arc::clone(&rejects));
                async move { format.read(&file, wanted, rejects).await.map(|chunks| (file, chunks)) }
            })
            .map_ok(move |(file, chunks)| {
                let place = place.clone();
                chunks.map(move |chunk| place.put(&file, chunk?))
            })
            .try_flatten()
            .map_err(Into::into);
        Box::pin(RecordBatchStreamAdapter::new(schema, batches))
    }
}

/// Puts a file's rows under the source's columns, with the place of each.
#[derive(Debug, Clone)]
struct Placing {
    schema: SchemaRef,
    rejects: Arc<Rejects>,
}

impl Placing {
    fn put(&self, file: &SourceFile, chunk: Chunk) -> Result<RecordBatch, crate::Error> {
        let rows = chunk.batch.num_rows();
        let mut fits = vec![true; rows];
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        for field in self.schema.fields() {
            columns.push(match chunk.batch.column_by_name(field.name()) {
                _ if is_place(field.name()) => place_of(field.name(), file, &chunk),
                Some(column) if column.data_type() == field.data_type() => Arc::clone(column),
                Some(text) => self.parse(text, field, file, &chunk, &mut fits)?,
                None => new_null_array(field.data_type(), rows),
            });
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options).map_err(crate::Error::internal)?;
        match fits.iter().all(|fits| *fits) {
            true => Ok(batch),
            false => filter_record_batch(&batch, &BooleanArray::from(fits)).map_err(crate::Error::internal),
        }
    }

    /// The JSON in a text column; a row whose text is none is turned away.
    fn parse(&self, text: &ArrayRef, field: &Field, file: &SourceFile, chunk: &Chunk, fits: &mut [bool]) -> Result<ArrayRef, crate::Error> {
        let (column, bad) = embedded_json::parse(text, field).map_err(crate::Error::internal)?;
        for at in bad.into_iter().filter(|at| std::mem::replace(&mut fits[*at], false)) {
            self.rejects.undecoded(Reject {
                file: file.index,
                row: Some(chunk.rows[at]),
                byte_offset: None,
                rule: format!("type:{}", field.name()),
                column: Some(field.name().clone()),
                value: embedded_json::text_at(text, at).map(mask),
            });
        }
        Ok(column)
    }
}

fn place_of(name: &str, file: &SourceFile, chunk: &Chunk) -> ArrayRef {
    let rows = chunk.batch.num_rows();
    match name {
        FILE => Arc::new(StringArray::from(vec![file.path(); rows])) as ArrayRef,
        ROW => Arc::new(Int64Array::from(chunk.rows.clone())),
        LANDED => {
            let landed = file.object.last_modified.timestamp_micros();
            Arc::new(TimestampMicrosecondArray::from(vec![landed; rows]).with_timezone("UTC"))
        }
        INGEST_DATE => {
            let day = file.day.map(|day| day.to_epoch_days());
            Arc::new(Date32Array::from(vec![day; rows]))
        }
        _ => Arc::new(Int32Array::from(vec![file.index; rows])),
    }
}
