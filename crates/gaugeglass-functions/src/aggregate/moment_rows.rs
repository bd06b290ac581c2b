//! Argument arrays of a moment function, read as unit rows.

use arrow::array::{Array, ArrayRef, BooleanArray, Float64Array};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::cast::{as_boolean_array, as_float64_array};
use datafusion::common::{Result, internal_datafusion_err};

use super::Shape;
use crate::statistics::Moments;

/// One unit: its arm (0 control, 1 treated, 2 and 3 the same without a second measure, or not reached), its measure and
/// its second measure.
pub(crate) struct Row {
    arm: usize,
    y: f64,
    d: Option<f64>,
}

impl Row {
    /// The unit as `shape` sees it; none where something that it needs is unknown or cannot be.
    fn new(shape: Shape, y: f64, d: Option<f64>, is_treated: bool) -> Option<Self> {
        let arm = usize::from(is_treated);
        match shape {
            Shape::Measure | Shape::MeasureByArm | Shape::FlagByArm => Some(Self { arm, y, d: None }),
            Shape::Pair | Shape::PairByArm => d.is_some().then_some(Self { arm, y, d }),
            Shape::CovariateByArm => Some(Self { arm: if d.is_some() { arm } else { arm + 2 }, y, d }),
            Shape::GroupByArm => {
                let is_reached = d? > 0.0;
                Some(Self { arm: if is_reached { arm } else { arm + 2 }, y, d: None })
            }
            Shape::Assignment => d.is_some_and(is_share).then_some(Self { arm, y, d }),
            Shape::Weight => (y >= 0.0).then_some(Self { arm, y, d: None }),
            Shape::WeightedReward => {
                let weight = d.filter(|weight| *weight >= 0.0)?;
                let y = weight * y;
                y.is_finite().then_some(Self { arm, y, d })
            }
        }
    }

    /// Adds the unit to its arm.
    pub(crate) fn add_to(&self, arms: &mut [Moments]) {
        let Some(arm) = arms.get_mut(self.arm) else {
            return;
        };
        match self.d {
            Some(d) => arm.add_pair(self.y, d),
            None => arm.add(self.y),
        }
    }
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

    /// The unit at `row`; none where it is to be left out.
    pub(crate) fn get(&self, row: usize) -> Option<Row> {
        let y = finite(&self.y, row)?;
        let d = self.d.as_ref().and_then(|d| finite(d, row));
        let is_treated = match &self.treated {
            Some(treated) => treated.is_valid(row).then(|| treated.value(row))?,
            None => false,
        };
        Row::new(self.shape, y, d, is_treated)
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
