//! Cells of a batch by the name of their column; what is absent, null or not finite is nothing.

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;

/// A real number.
pub fn real(batch: &RecordBatch, column: &str, row: usize) -> Option<f64> {
    let column = cast(batch.column_by_name(column)?, &DataType::Float64).ok()?;
    let column = column.as_primitive_opt::<Float64Type>()?;
    (row < column.len() && column.is_valid(row)).then(|| column.value(row)).filter(|value| value.is_finite())
}

/// A whole number; instants are microseconds.
pub fn whole(batch: &RecordBatch, column: &str, row: usize) -> Option<i64> {
    let column = cast(batch.column_by_name(column)?, &DataType::Int64).ok()?;
    let column = column.as_primitive_opt::<Int64Type>()?;
    (row < column.len() && column.is_valid(row)).then(|| column.value(row))
}

/// A text, or any value as it is shown.
pub fn text(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = cast(batch.column_by_name(column)?, &DataType::Utf8).ok()?;
    let column = column.as_string_opt::<i32>()?;
    (row < column.len() && column.is_valid(row)).then(|| column.value(row).to_owned())
}
