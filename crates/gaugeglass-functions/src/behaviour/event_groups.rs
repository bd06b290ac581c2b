//! An event function over many groups at once: one list of events a group, nothing copied between batches.

use arrow::array::{ArrayRef, BooleanArray};
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};

use super::call::Call;
use super::history::{History, States, state_columns};

/// The histories of all groups.
#[derive(Debug)]
pub(crate) struct EventGroups {
    call: Call,
    groups: Vec<History>,
    /// Bytes that the histories hold; adding them up again for every batch would take longer than the batch.
    heap_size: usize,
}

impl EventGroups {
    pub(crate) fn new(call: Call) -> Self {
        Self { call, groups: Vec::new(), heap_size: 0 }
    }

    fn change(&mut self, group: usize, change: impl FnOnce(&mut History) -> Result<()>) -> Result<()> {
        if let Some(history) = self.groups.get_mut(group) {
            let before = history.heap_size();
            change(history)?;
            self.heap_size += history.heap_size() - before;
        }
        Ok(())
    }

    fn take(&mut self, emit_to: EmitTo) -> Vec<History> {
        let histories = emit_to.take_needed(&mut self.groups);
        self.heap_size -= histories.iter().map(History::heap_size).sum::<usize>();
        histories
    }
}

impl GroupsAccumulator for EventGroups {
    fn update_batch(
        &mut self,
        arguments: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        group_count: usize,
    ) -> Result<()> {
        self.groups.resize_with(group_count, History::default);
        let events = self.call.columns.events(arguments, filter)?;
        for (event, &group) in events.into_iter().zip(group_indices) {
            self.change(group, |history| {
                history.add(event);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef], group_indices: &[usize], group_count: usize) -> Result<()> {
        self.groups.resize_with(group_count, History::default);
        let states = States::new(columns)?;
        for (row, &group) in group_indices.iter().enumerate() {
            self.change(group, |history| states.merge_into(row, history))?;
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let mut histories = self.take(emit_to);
        Ok(self.call.answers(&mut histories))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        state_columns(&self.take(emit_to))
    }

    fn convert_to_state(&self, arguments: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let events = self.call.columns.events(arguments, filter)?;
        let mut histories = vec![History::default(); events.len()];
        for (history, event) in histories.iter_mut().zip(events) {
            history.add(event);
        }
        state_columns(&histories)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.groups.capacity() * size_of::<History>() + self.heap_size
    }
}
