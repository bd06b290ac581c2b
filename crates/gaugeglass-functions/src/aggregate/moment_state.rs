//! The state of a moment function for one group, and its accumulator where there are no groups.

use arrow::array::{Array, ArrayRef, Float64Array};
use datafusion::common::cast::as_float64_array;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::Accumulator;

use super::Shape;
use super::moment_function::Evaluate;
use super::moment_rows::{Row, Rows};
use crate::statistics::{Comparison, Estimate, Moments, Proportion};

/// The moments of both arms; a function without arms uses the first alone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Arms {
    pub(crate) moments: [Moments; 2],
    /// y is yes/no, so that sums of y count successes.
    is_flag: bool,
}

impl Arms {
    /// No rows yet; `is_flag` says whether y is yes/no.
    pub(crate) fn empty(is_flag: bool) -> Self {
        Self { is_flag, ..Self::default() }
    }

    /// The moments of a function that has no arms.
    pub(crate) fn all(&self) -> &Moments {
        &self.moments[0]
    }

    /// Treated and control as proportions; none unless y is yes/no.
    pub(crate) fn proportions(&self) -> Option<(Proportion, Proportion)> {
        let [control, treated] = &self.moments;
        Some((self.proportion(treated)?, self.proportion(control)?))
    }

    /// As `proportions`, but only where one of them is all or nothing.
    pub(crate) fn extreme_proportions(&self) -> Option<(Proportion, Proportion)> {
        self.proportions().filter(|(treated, control)| treated.is_extreme() || control.is_extreme())
    }

    /// Means of y in both arms.
    pub(crate) fn means(&self) -> Option<Comparison> {
        let [control, treated] = &self.moments;
        Some(Comparison { treated: self.mean(treated)?, control: self.mean(control)? })
    }

    /// Ratios Σy/Σd of both arms.
    pub(crate) fn ratios(&self) -> Option<Comparison> {
        let [control, treated] = &self.moments;
        Some(Comparison { treated: Estimate::ratio(treated)?, control: Estimate::ratio(control)? })
    }

    /// The proportion of a function that has no arms; none unless y is yes/no.
    pub(crate) fn all_proportion(&self) -> Option<Proportion> {
        self.proportion(self.all())
    }

    fn mean(&self, arm: &Moments) -> Option<Estimate> {
        match self.proportion(arm) {
            Some(proportion) => Some(Estimate::share(proportion, arm.n)),
            None => Estimate::mean(arm),
        }
    }

    fn proportion(&self, arm: &Moments) -> Option<Proportion> {
        self.is_flag.then(|| Proportion::new(arm.y.value(), arm.n)).flatten()
    }

    pub(crate) fn add(&mut self, row: &Row) {
        let Some(arm) = self.moments.get_mut(row.arm) else {
            return;
        };
        match row.d {
            Some(d) => arm.add_pair(row.y, d),
            None => arm.add(row.y),
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (arm, other) in self.moments.iter_mut().zip(&other.moments) {
            arm.merge(other);
        }
    }

    /// The state's numbers in the order of its columns.
    pub(crate) fn columns(&self, shape: Shape) -> impl Iterator<Item = f64> + '_ {
        let arms = self.moments.iter().take(shape.arms().len());
        arms.flat_map(move |arm| arm.columns().into_iter().take(shape.columns_per_arm()))
    }
}

/// State columns of several groups, read back.
pub(crate) struct States<'a> {
    shape: Shape,
    columns: Vec<&'a Float64Array>,
}

impl<'a> States<'a> {
    pub(crate) fn new(shape: Shape, columns: &'a [ArrayRef]) -> Result<Self> {
        let columns = columns.iter().map(|column| as_float64_array(column));
        Ok(Self { shape, columns: columns.collect::<Result<_>>()? })
    }

    pub(crate) fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.len())
    }

    pub(crate) fn get(&self, row: usize) -> Arms {
        let mut arms = Arms::default();
        let per_arm = self.columns.chunks(self.shape.columns_per_arm());
        for (moments, columns) in arms.moments.iter_mut().zip(per_arm) {
            let mut numbers = [0.0; 11];
            for (number, column) in numbers.iter_mut().zip(columns) {
                *number = column.value(row);
            }
            *moments = Moments::from_columns(numbers);
        }
        arms
    }
}

/// Accumulates one group.
#[derive(Debug)]
pub(crate) struct MomentAccumulator {
    pub shape: Shape,
    pub arms: Arms,
    pub evaluate: Evaluate,
}

impl Accumulator for MomentAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let rows = Rows::new(self.shape, arguments)?;
        for row in (0..rows.len()).filter_map(|row| rows.get(row)) {
            self.arms.add(&row);
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let states = States::new(self.shape, columns)?;
        for row in 0..states.len() {
            self.arms.merge(&states.get(row));
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(self.arms.columns(self.shape).map(ScalarValue::from).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64((self.evaluate)(&self.arms)))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}
