//! A moment function over many groups at once: one small struct a group, no allocation a row.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Float64Array};
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};

use super::Shape;
use super::moment_function::Evaluate;
use super::moment_rows::Rows;
use super::moment_state::{Arms, States};

/// The states of all groups.
#[derive(Debug)]
pub(crate) struct MomentGroups {
    shape: Shape,
    evaluate: Evaluate,
    empty: Arms,
    groups: Vec<Arms>,
}

impl MomentGroups {
    pub(crate) fn new(shape: Shape, empty: Arms, evaluate: Evaluate) -> Self {
        Self { shape, evaluate, empty, groups: Vec::new() }
    }

    fn columns(&self, groups: &[Arms]) -> Vec<ArrayRef> {
        let mut columns = vec![Vec::with_capacity(groups.len()); self.shape.columns()];
        for group in groups {
            for (column, number) in columns.iter_mut().zip(group.columns(self.shape)) {
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
        self.groups.resize(group_count, self.empty);
        let rows = Rows::new(self.shape, arguments)?;
        for (row, &group) in group_indices.iter().enumerate() {
            let kept = passes(filter, row).then(|| rows.get(row)).flatten();
            if let (Some(row), Some(arms)) = (kept, self.groups.get_mut(group)) {
                arms.add(&row);
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef], group_indices: &[usize], group_count: usize) -> Result<()> {
        self.groups.resize(group_count, self.empty);
        let states = States::new(self.shape, columns)?;
        for (row, &group) in group_indices.iter().enumerate() {
            if let Some(arms) = self.groups.get_mut(group) {
                arms.merge(&states.get(row));
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let groups = emit_to.take_needed(&mut self.groups);
        let answers: Float64Array = groups.iter().map(self.evaluate).collect();
        Ok(Arc::new(answers))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let groups = emit_to.take_needed(&mut self.groups);
        Ok(self.columns(&groups))
    }

    fn convert_to_state(&self, arguments: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = Rows::new(self.shape, arguments)?;
        let mut groups = vec![self.empty; rows.len()];
        for (row, arms) in groups.iter_mut().enumerate() {
            if let Some(row) = passes(filter, row).then(|| rows.get(row)).flatten() {
                arms.add(&row);
            }
        }
        Ok(self.columns(&groups))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.groups.capacity() * size_of::<Arms>()
    }
}

fn passes(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}
