//! Rows as one list of structs: how answers and states of many rows leave an aggregate and come back.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ListArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::cast::{as_list_array, as_struct_array};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err};

/// The columns of a row, all of which may be NULL.
pub(super) fn fields<const N: usize>(columns: [(&str, DataType); N]) -> Fields {
    columns.map(|(name, data_type)| Field::new(name, data_type, true)).to_vec().into()
}

/// The type of a list of such rows.
pub(super) fn list_type(fields: Fields) -> DataType {
    DataType::List(item(fields))
}

/// One list of all rows; NULL without rows.
pub(super) fn list(fields: Fields, columns: Vec<ArrayRef>) -> Result<ScalarValue> {
    let rows = StructArray::try_new(fields.clone(), columns, None)?;
    if rows.is_empty() {
        return Ok(ScalarValue::List(Arc::new(ListArray::new_null(item(fields), 1))));
    }
    let too_many = |_| exec_datafusion_err!("one list holds at most {} identifiers: split it with GROUP BY", i32::MAX);
    let length = i32::try_from(rows.len()).map_err(too_many)?;
    let offsets = OffsetBuffer::new(vec![0, length].into());
    let list = ListArray::try_new(item(fields), offsets, Arc::new(rows), None)?;
    Ok(ScalarValue::List(Arc::new(list)))
}

/// Gives the columns of every list to `read`.
pub(super) fn read_all(lists: &ArrayRef, mut read: impl FnMut(&[ArrayRef]) -> Result<()>) -> Result<()> {
    for list in as_list_array(lists)?.iter().flatten() {
        read(as_struct_array(&list)?.columns())?;
    }
    Ok(())
}

fn item(fields: Fields) -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(fields), true))
}
