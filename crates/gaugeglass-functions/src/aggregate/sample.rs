//! Every value of a group, kept until the end: some figures cannot be had from sums.
//!
//! Values are sorted before they are read, so that the order of arrival leaves no trace.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array};
use datafusion::common::cast::{as_boolean_array, as_float64_array, as_large_list_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::list;
use super::sample_function::Evaluate;
use crate::arguments::Argument;

/// What the rows of a sample say, after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SampleShape {
    /// `(value)`, where an unknown value is a miss.
    Values,
    /// `(y, is_treated)`
    ByArm,
    /// `(planned, y, is_treated)`, where what was planned is one constant, as the point is.
    PlannedByArm,
    /// `(duration, is_event)`
    Durations,
    /// `(duration, is_event, is_competing)`
    Risks,
}

impl SampleShape {
    /// The arguments with the point, which is a number.
    pub(crate) fn arguments(self) -> &'static [Argument] {
        use Argument::{Flag, Number};
        match self {
            Self::Values => &[Number, Number],
            Self::ByArm | Self::Durations => &[Number, Number, Flag],
            Self::PlannedByArm => &[Number, Number, Number, Flag],
            Self::Risks => &[Number, Number, Flag, Flag],
        }
    }

    /// Names of the columns of state, one for each of `Sample::lists`.
    pub(crate) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Values => &["values"],
            Self::ByArm | Self::PlannedByArm => &["treated", "control"],
            Self::Durations => &["values", "censored"],
            Self::Risks => &["values", "censored", "competing"],
        }
    }
}

/// The values of one group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// Durations that ended in the event; or plain values, with +∞ for a miss; or values of the treated.
    pub values: Vec<f64>,
    /// Durations that were still running when last seen.
    pub censored: Vec<f64>,
    /// Durations that ended in something after which the event cannot come.
    pub competing: Vec<f64>,
    /// Values of the control.
    pub control: Vec<f64>,
    /// What was planned, where the function asks for it and it is a number.
    pub planned: Option<f64>,
}

impl Sample {
    /// The lists that a function of `shape` fills.
    fn lists(&mut self, shape: SampleShape) -> Vec<&mut Vec<f64>> {
        let Self { values, censored, competing, control, .. } = self;
        match shape {
            SampleShape::Values => vec![values],
            SampleShape::ByArm | SampleShape::PlannedByArm => vec![values, control],
            SampleShape::Durations => vec![values, censored],
            SampleShape::Risks => vec![values, censored, competing],
        }
    }

    /// Adds `value`, with a miss where it is unknown.
    fn add_values(&mut self, values: &Float64Array) {
        let known = |value: Option<f64>| value.filter(|value| !value.is_nan());
        self.values.extend(values.iter().map(|value| known(value).unwrap_or(f64::INFINITY)));
    }

    /// Adds `(duration, is_event, is_competing)`; the last need not be known where the event happened.
    fn add_risks(&mut self, durations: &ArrayRef, events: &ArrayRef, competing: &ArrayRef) -> Result<()> {
        let ends = as_boolean_array(events)?.iter().zip(as_boolean_array(competing)?.iter());
        for (duration, end) in as_float64_array(durations)?.iter().zip(ends) {
            match (duration.filter(|duration| duration.is_finite()), end) {
                (Some(duration), (Some(true), _)) => self.values.push(duration),
                (Some(duration), (Some(false), Some(true))) => self.competing.push(duration),
                (Some(duration), (Some(false), Some(false))) => self.censored.push(duration),
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts all values in ascending order.
    pub(crate) fn sort(&mut self) {
        for list in [&mut self.values, &mut self.censored, &mut self.competing, &mut self.control] {
            list.sort_unstable_by(f64::total_cmp);
        }
    }

    fn capacity(&self) -> usize {
        [&self.values, &self.censored, &self.competing, &self.control].map(Vec::capacity).iter().sum()
    }
}

/// Accumulates one group of a sample function.
#[derive(Debug)]
pub(crate) struct SampleAccumulator {
    pub shape: SampleShape,
    pub point: Option<f64>,
    pub sample: Sample,
    pub evaluate: Evaluate,
}

impl Accumulator for SampleAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        use SampleShape::{ByArm, Durations, PlannedByArm, Risks, Values};
        let sample = &mut self.sample;
        match (self.shape, arguments) {
            (Values, [_point, values]) => sample.add_values(as_float64_array(values)?),
            (ByArm, [_point, y, treated]) | (PlannedByArm, [_point, _, y, treated]) => {
                deal(y, treated, &mut sample.values, &mut sample.control)?;
            }
            (Durations, [_point, durations, events]) => deal(durations, events, &mut sample.values, &mut sample.censored)?,
            (Risks, [_point, durations, events, competing]) => sample.add_risks(durations, events, competing)?,
            (shape, _) => return internal_err!("a sample of {shape:?} has other arguments"),
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let lists = self.sample.lists(self.shape);
        if lists.len() != columns.len() {
            return internal_err!("a sample of {:?} has {} columns of state", self.shape, lists.len());
        }
        for (values, column) in lists.into_iter().zip(columns) {
            append(values, column)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let lists = self.sample.lists(self.shape).into_iter();
        lists.map(|values| list(Arc::new(Float64Array::from(std::mem::take(values))))).collect()
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.sample.sort();
        let answer = self.point.and_then(|point| (self.evaluate)(point, &self.sample));
        Ok(ScalarValue::Float64(answer))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.sample.capacity() * size_of::<f64>()
    }
}

/// Adds each number to one of two lists by its flag, where both are known.
fn deal(numbers: &ArrayRef, flags: &ArrayRef, yes: &mut Vec<f64>, no: &mut Vec<f64>) -> Result<()> {
    let pairs = as_float64_array(numbers)?.iter().zip(as_boolean_array(flags)?.iter());
    for (number, flag) in pairs {
        match (number.filter(|number| number.is_finite()), flag) {
            (Some(number), Some(true)) => yes.push(number),
            (Some(number), Some(false)) => no.push(number),
            _ => {}
        }
    }
    Ok(())
}

fn append(values: &mut Vec<f64>, column: &ArrayRef) -> Result<()> {
    for list in as_large_list_array(column)?.iter().flatten() {
        values.extend_from_slice(as_float64_array(&list)?.values());
    }
    Ok(())
}
