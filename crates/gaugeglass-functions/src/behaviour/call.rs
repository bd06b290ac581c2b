//! One call of an event function: its columns, its constants, and its answers from histories.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Int64Array};
use arrow::datatypes::DataType;

use super::history::{Event, History};
use super::layout::Columns;
use super::question::Question;

/// The answer from the constants and the events in ascending order; none where there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Evaluate {
    Count(fn(&Question, &[Event]) -> Option<i64>),
    Flag(fn(&Question, &[Event]) -> Option<bool>),
}

impl Evaluate {
    pub(crate) fn answer_type(self) -> DataType {
        match self {
            Self::Count(_) => DataType::Int64,
            Self::Flag(_) => DataType::Boolean,
        }
    }
}

/// What an accumulator needs to know.
#[derive(Debug)]
pub(crate) struct Call {
    pub columns: Columns,
    /// None where a constant is NULL.
    pub question: Option<Question>,
    pub evaluate: Evaluate,
}

impl Call {
    /// One answer a history.
    pub(crate) fn answers(&self, histories: &mut [History]) -> ArrayRef {
        let histories = histories.iter_mut();
        match self.evaluate {
            Evaluate::Count(count) => {
                let counts: Int64Array = histories.map(|history| self.answer(count, history)).collect();
                Arc::new(counts)
            }
            Evaluate::Flag(flag) => {
                let flags: BooleanArray = histories.map(|history| self.answer(flag, history)).collect();
                Arc::new(flags)
            }
        }
    }

    fn answer<T>(&self, evaluate: fn(&Question, &[Event]) -> Option<T>, history: &mut History) -> Option<T> {
        evaluate(self.question.as_ref()?, history.sorted()?)
    }
}
