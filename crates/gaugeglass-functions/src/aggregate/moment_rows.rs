//! Argument arrays of a moment function, read as unit rows.

use arrow::array::{Array, ArrayRef, BooleanArray, Float64Array};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::cast::{as_boolean_array, as_float64_array};
use datafusion::common::{Result, internal_datafusion_err};

use super::Shape;

/// One unit: its arm (0 control, 1 treated), its measure and its second measure.
pub(crate) struct Row {
    pub arm: usize,
    pub y: f64,
    pub d: Option<f64>,
}

/// The argument arrays of one batch.
pub(crate) struct Rows {
    shape: Shape,
    y: Float64Array,
    d: Option<Float64Array>,
    treated: Option<BooleanArray>,
}

impl Rows {
    pub(crate) fn new(shape: Shape, arguments: &[ArrayRef]) -> Result<Self> {
        let mut arguments = arguments.iter();
        let mut next = || arguments.next().ok_or_else(|| internal_datafusion_err!("too few arguments"));
        let y = numbers(next()?)?;
        let d = shape.has_pairs().then(|| numbers(next()?)).transpose()?;
        let treated = shape.has_arms().then(|| flags(next()?)).transpose()?;
        Ok(Self { shape, y, d, treated })
    }

    pub(crate) fn len(&self) -> usize {
        self.y.len()
    }

    /// The unit at `row`; none where anything about it is unknown.
    pub(crate) fn get(&self, row: usize) -> Option<Row> {
        let y = finite(&self.y, row)?;
        let d = match &self.d {
            Some(d) => Some(finite(d, row)?),
            None => None,
        };
        let arm = match &self.treated {
            Some(treated) => usize::from(treated.is_valid(row).then(|| treated.value(row))?),
            None => 0,
        };
        let plausible = self.shape != Shape::Assignment || d.is_some_and(is_share);
        plausible.then_some(Row { arm, y, d })
    }
}

fn numbers(array: &ArrayRef) -> Result<Float64Array> {
    Ok(as_float64_array(&cast(array, &DataType::Float64)?)?.clone())
}

fn flags(array: &ArrayRef) -> Result<BooleanArray> {
    Ok(as_boolean_array(array)?.clone())
}

fn finite(array: &Float64Array, row: usize) -> Option<f64> {
    let value = array.is_valid(row).then(|| array.value(row))?;
    value.is_finite().then_some(value)
}

fn is_share(weight: f64) -> bool {
    (0.0..=1.0).contains(&weight)
}
