//! What a row-by-row function gives back.

use arrow::array::ArrayRef;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

/// A column of answers; one answer for all rows where every argument was a constant.
pub(crate) fn answered(answers: ArrayRef, constant: bool) -> Result<ColumnarValue> {
    match constant {
        true => Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&answers, 0)?)),
        false => Ok(ColumnarValue::Array(answers)),
    }
}
