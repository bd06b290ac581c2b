//! State that is a list: its type, its field and one list as a column of it.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, LargeListArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::StateFieldsArgs;
use datafusion::logical_expr::utils::format_state_name;

/// The type of a column of lists.
pub(crate) fn list_type(item: DataType) -> DataType {
    DataType::LargeList(Arc::new(Field::new_list_field(item, true)))
}

/// The field of a column of lists of this name.
pub(crate) fn list_field(args: &StateFieldsArgs, name: &str, item: DataType) -> FieldRef {
    Arc::new(Field::new(format_state_name(args.name, name), list_type(item), true))
}

/// One list as a column of state.
pub(crate) fn list(values: ArrayRef) -> Result<ScalarValue> {
    let item = Arc::new(Field::new_list_field(values.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths([values.len()]);
    let list = LargeListArray::try_new(item, offsets, values, None)?;
    Ok(ScalarValue::LargeList(Arc::new(list)))
}
