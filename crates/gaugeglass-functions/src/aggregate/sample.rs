//! Every value of a group, kept until the end: some figures cannot be had from sums.
//!
//! Values are sorted before they are read, so that the order of arrival leaves no trace.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, LargeListArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field};
use datafusion::common::cast::{as_boolean_array, as_float64_array, as_large_list_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::sample_function::Evaluate;

/// The values of one group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// Durations that ended in the event; or plain values, with +∞ for a miss.
    pub values: Vec<f64>,
    /// Durations that were still running when last seen.
    pub censored: Vec<f64>,
}

impl Sample {
    /// Adds `value`, with a miss where it is unknown.
    fn add_values(&mut self, values: &Float64Array) {
        let known = |value: Option<f64>| value.filter(|value| !value.is_nan());
        self.values.extend(values.iter().map(|value| known(value).unwrap_or(f64::INFINITY)));
    }

    /// Adds `(duration, is_event)` where both are known.
    fn add_durations(&mut self, durations: &ArrayRef, events: &ArrayRef) -> Result<()> {
        let pairs = as_float64_array(durations)?.iter().zip(as_boolean_array(events)?.iter());
        for (duration, is_event) in pairs {
            match (duration.filter(|duration| duration.is_finite()), is_event) {
                (Some(duration), Some(true)) => self.values.push(duration),
                (Some(duration), Some(false)) => self.censored.push(duration),
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts all values in ascending order.
    pub(crate) fn sort(&mut self) {
        self.values.sort_unstable_by(f64::total_cmp);
        self.censored.sort_unstable_by(f64::total_cmp);
    }
}

/// Accumulates one group of a sample function.
#[derive(Debug)]
pub(crate) struct SampleAccumulator {
    pub point: Option<f64>,
    pub sample: Sample,
    pub evaluate: Evaluate,
}

impl Accumulator for SampleAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        match arguments {
            [_point, values] => self.sample.add_values(as_float64_array(values)?),
            [_point, durations, events] => self.sample.add_durations(durations, events)?,
            _ => return internal_err!("a sample function has two or three arguments"),
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [values, censored] = columns else {
            return internal_err!("a sample has two columns of state");
        };
        append(&mut self.sample.values, values)?;
        append(&mut self.sample.censored, censored)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let sample = std::mem::take(&mut self.sample);
        Ok(vec![list(sample.values)?, list(sample.censored)?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.sample.sort();
        let answer = self.point.and_then(|point| (self.evaluate)(point, &self.sample));
        Ok(ScalarValue::Float64(answer))
    }

    fn size(&self) -> usize {
        let values = self.sample.values.capacity() + self.sample.censored.capacity();
        size_of_val(self) + values * size_of::<f64>()
    }
}

/// The type of one column of state.
pub(crate) fn list_type() -> DataType {
    DataType::LargeList(Arc::new(item()))
}

fn item() -> Field {
    Field::new_list_field(DataType::Float64, true)
}

fn list(values: Vec<f64>) -> Result<ScalarValue> {
    let offsets = OffsetBuffer::from_lengths([values.len()]);
    let values = Arc::new(Float64Array::from(values));
    let list = LargeListArray::try_new(Arc::new(item()), offsets, values, None)?;
    Ok(ScalarValue::LargeList(Arc::new(list)))
}

fn append(values: &mut Vec<f64>, column: &ArrayRef) -> Result<()> {
    for list in as_large_list_array(column)?.iter().flatten() {
        values.extend_from_slice(as_float64_array(&list)?.values());
    }
    Ok(())
}
