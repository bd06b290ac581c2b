//! A file's rows under the columns of its source.

use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use arrow::record_batch::{RecordBatch, RecordBatchOptions};

/// The batch under `wanted`: files of one source may differ in columns, their order and their widths. `Err` says which
/// column does not fit.
pub fn adapt(batch: &RecordBatch, wanted: &SchemaRef) -> Result<RecordBatch, String> {
    let columns: Result<Vec<ArrayRef>, String> = wanted
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(column) if column.data_type() == field.data_type() => Ok(Arc::clone(column)),
            Some(column) => cast(column, field.data_type())
                .map_err(|_| format!("column `{}` is {} where {} is expected", field.name(), column.data_type(), field.data_type())),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        })
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(wanted), columns?, &options).map_err(|cause| cause.to_string())
}
