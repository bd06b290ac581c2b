//! An event function over one group.

use std::slice::{from_mut, from_ref};

use arrow::array::ArrayRef;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::Accumulator;

use super::call::Call;
use super::history::{History, States, state_columns};

/// The history of the group.
#[derive(Debug)]
pub(crate) struct EventAccumulator {
    pub call: Call,
    pub history: History,
}

impl Accumulator for EventAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        for event in self.call.columns.events(arguments, None)? {
            self.history.add(event);
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let states = States::new(columns)?;
        (0..states.len()).try_for_each(|row| states.merge_into(row, &mut self.history))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let columns = state_columns(from_ref(&self.history))?;
        columns.iter().map(|column| ScalarValue::try_from_array(column, 0)).collect()
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let answers = self.call.answers(from_mut(&mut self.history));
        ScalarValue::try_from_array(&answers, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.history.heap_size()
    }
}
