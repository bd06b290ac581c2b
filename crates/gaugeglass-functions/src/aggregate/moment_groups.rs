//! A moment function over many groups at once: the moments of all arms in one run, no allocation a row.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Float64Array};
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};

use super::Shape;
use super::moment_function::Evaluate;
use super::moment_rows::Rows;
use super::moment_state::{Arms, States, state_numbers};
use crate::statistics::Moments;

/// The states of all groups: the arms of the first, those of the second, and so on.
#[derive(Debug)]
pub(crate) struct MomentGroups {
    shape: Shape,
    is_flag: bool,
    evaluate: Evaluate,
    moments: Vec<Moments>,
}

impl MomentGroups {
    pub(crate) fn new(shape: Shape, is_flag: bool, evaluate: Evaluate) -> Self {
        Self { shape, is_flag, evaluate, moments: Vec::new() }
    }

    fn arms_per_group(&self) -> usize {
        self.shape.arms().len()
    }

    fn resize(&mut self, groups: usize) {
        self.moments.resize(groups * self.arms_per_group(), Moments::default());
    }

    fn arms_mut(&mut self, group: usize) -> Option<&mut [Moments]> {
        let arms = self.arms_per_group();
        let first = group * arms;
        self.moments.get_mut(first..first + arms)
    }

    fn take(&mut self, emit_to: EmitTo) -> Vec<Moments> {
        let emit_to = match emit_to {
            EmitTo::All => EmitTo::All,
            EmitTo::First(groups) => EmitTo::First(groups * self.arms_per_group()),
        };
        emit_to.take_needed(&mut self.moments)
    }

    fn columns(&self, moments: &[Moments]) -> Vec<ArrayRef> {
        let groups = moments.chunks(self.arms_per_group());
        let mut columns = vec![Vec::with_capacity(groups.len()); self.shape.columns()];
        for arms in groups {
            for (column, number) in columns.iter_mut().zip(state_numbers(self.shape, arms)) {
                column.push(number);
            }
        }
        let array = |column| Arc::new(Float64Array::from(column)) as ArrayRef;
        columns.into_iter().map(array).collect()
    }
}

impl GroupsAccumulator for MomentGroups {
    fn update_batch(
        &mut self,
        arguments: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        group_count: usize,
    ) -> Result<()> {
        self.resize(group_count);
        let rows = Rows::new(self.shape, arguments)?;
        for (row, &group) in group_indices.iter().enumerate() {
            let kept = passes(filter, row).then(|| rows.get(row)).flatten();
            if let (Some(row), Some(arms)) = (kept, self.arms_mut(group)) {
                row.add_to(arms);
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef], group_indices: &[usize], group_count: usize) -> Result<()> {
        self.resize(group_count);
        let states = States::new(self.shape, columns)?;
        for (row, &group) in group_indices.iter().enumerate() {
            if let Some(arms) = self.arms_mut(group) {
                states.add_to(arms, row);
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let moments = self.take(emit_to);
        let groups = moments.chunks(self.arms_per_group());
        let answers: Float64Array = groups.map(|arms| (self.evaluate)(&Arms::new(arms, self.is_flag))).collect();
        Ok(Arc::new(answers))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let moments = self.take(emit_to);
        Ok(self.columns(&moments))
    }

    fn convert_to_state(&self, arguments: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = Rows::new(self.shape, arguments)?;
        let mut groups = Self::new(self.shape, self.is_flag, self.evaluate);
        groups.resize(rows.len());
        for row in (0..rows.len()).filter(|row| passes(filter, *row)) {
            if let (Some(unit), Some(arms)) = (rows.get(row), groups.arms_mut(row)) {
                unit.add_to(arms);
            }
        }
        Ok(groups.columns(&groups.moments))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.moments.capacity() * size_of::<Moments>()
    }
}

fn passes(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}
