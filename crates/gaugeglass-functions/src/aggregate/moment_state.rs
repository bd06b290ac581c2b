//! The state of a moment function for one group, and its accumulator where there are no groups.

use arrow::array::{Array, ArrayRef, Float64Array};
use datafusion::common::cast::as_float64_array;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::Accumulator;

use super::Shape;
use super::moment_function::Evaluate;
use super::moment_rows::Rows;
use crate::statistics::{Adjusted, Comparison, Estimate, Moments, Proportion, divide, theta, variance_reduction};

/// The moments of every arm of one group; a function without arms uses the first alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arms {
    moments: [Moments; Shape::ARMS_MAX],
    /// y is yes/no, so that sums of y count successes.
    is_flag: bool,
}

impl Arms {
    /// `arms` in the order of their shape; `is_flag` says whether y is yes/no.
    pub(crate) fn new(arms: &[Moments], is_flag: bool) -> Self {
        let mut moments = [Moments::default(); Shape::ARMS_MAX];
        for (place, arm) in moments.iter_mut().zip(arms) {
            *place = *arm;
        }
        Self { moments, is_flag }
    }

    /// The moments of a function that has no arms.
    pub(crate) fn all(&self) -> &Moments {
        &self.moments[0]
    }

    /// Treated and control as proportions; none unless y is yes/no.
    pub(crate) fn proportions(&self) -> Option<(Proportion, Proportion)> {
        let [control, treated, ..] = &self.moments;
        Some((self.proportion(treated)?, self.proportion(control)?))
    }

    /// As `proportions`, but only where one of them is all or nothing.
    pub(crate) fn extreme_proportions(&self) -> Option<(Proportion, Proportion)> {
        self.proportions().filter(|(treated, control)| treated.is_extreme() || control.is_extreme())
    }

    /// Means of y in both arms.
    pub(crate) fn means(&self) -> Option<Comparison> {
        let [control, treated, ..] = &self.moments;
        Some(Comparison { treated: self.mean(treated)?, control: self.mean(control)? })
    }

    /// Means of y in both arms of the units that are not reached.
    pub(crate) fn means_outside(&self) -> Option<Comparison> {
        let [.., control, treated] = &self.moments;
        Some(Comparison { treated: self.mean(treated)?, control: self.mean(control)? })
    }

    /// Share of the units that are not reached.
    pub(crate) fn share_outside(&self) -> Option<f64> {
        let [.., control, treated] = &self.moments;
        divide(control.n + treated.n, self.moments.iter().map(|arm| arm.n).sum())
    }

    /// As `means`, but none where y is yes/no and an arm is all or nothing: a variance of 0 says nothing there.
    pub(crate) fn varied_means(&self) -> Option<Comparison> {
        self.means().filter(|_| self.extreme_proportions().is_none())
    }

    /// Ratios Σy/Σd of both arms.
    pub(crate) fn ratios(&self) -> Option<Comparison> {
        let [control, treated, ..] = &self.moments;
        Some(Comparison { treated: Estimate::ratio(treated)?, control: Estimate::ratio(control)? })
    }

    /// Means of y with the covariate taken out.
    pub(crate) fn adjusted(&self) -> Option<Adjusted> {
        let [control, treated, control_without, treated_without] = &self.moments;
        Adjusted::new((treated, control), (treated_without, control_without))
    }

    /// How much of the covariate is taken out.
    pub(crate) fn theta(&self) -> Option<f64> {
        let [control, treated, ..] = &self.moments;
        theta(treated, control)
    }

    /// How much of the variance of y the covariate takes with it.
    pub(crate) fn variance_reduction(&self) -> Option<f64> {
        let [control, treated, ..] = &self.moments;
        variance_reduction(treated, control)
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
}

/// The numbers of one group's arms in the order of the state's columns.
pub(crate) fn state_numbers(shape: Shape, arms: &[Moments]) -> impl Iterator<Item = f64> {
    arms.iter().flat_map(move |arm| arm.columns().into_iter().take(shape.columns_per_arm()))
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

    /// Adds the state at `row` to `arms`.
    pub(crate) fn add_to(&self, arms: &mut [Moments], row: usize) {
        let per_arm = self.columns.chunks(self.shape.columns_per_arm());
        for (arm, columns) in arms.iter_mut().zip(per_arm) {
            let mut numbers = [0.0; 11];
            for (number, column) in numbers.iter_mut().zip(columns) {
                *number = column.value(row);
            }
            arm.merge(&Moments::from_columns(numbers));
        }
    }
}

/// Accumulates one group.
#[derive(Debug)]
pub(crate) struct MomentAccumulator {
    shape: Shape,
    is_flag: bool,
    evaluate: Evaluate,
    arms: Vec<Moments>,
}

impl MomentAccumulator {
    pub(crate) fn new(shape: Shape, is_flag: bool, evaluate: Evaluate) -> Self {
        let arms = vec![Moments::default(); shape.arms().len()];
        Self { shape, is_flag, evaluate, arms }
    }
}

impl Accumulator for MomentAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let rows = Rows::new(self.shape, arguments)?;
        for row in (0..rows.len()).filter_map(|row| rows.get(row)) {
            row.add_to(&mut self.arms);
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let states = States::new(self.shape, columns)?;
        for row in 0..states.len() {
            states.add_to(&mut self.arms, row);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(state_numbers(self.shape, &self.arms).map(ScalarValue::from).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let arms = Arms::new(&self.arms, self.is_flag);
        Ok(ScalarValue::Float64((self.evaluate)(&arms)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.arms.capacity() * size_of::<Moments>()
    }
}
