//! The events of one group: when, and which conditions they match; their rows and their columns of state.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Int64Array, LargeListArray, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field};
use datafusion::common::cast::{as_boolean_array, as_int64_array, as_large_list_array, as_uint32_array};
use datafusion::common::{Result, internal_err};

use crate::aggregate::list_type;

/// One row with a known time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    /// Microseconds of UTC.
    pub time: i64,
    /// Bit i is set where condition i, counted from 0, is true.
    pub matched: u32,
}

impl Event {
    pub(crate) fn matches(&self, condition: usize) -> bool {
        (self.matched >> condition) & 1 == 1
    }
}

/// The events of one group that match something.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// Whether any row had a known time: without one there is no answer.
    is_seen: bool,
    events: Vec<Event>,
}

impl History {
    /// Adds a row; nothing is added where its time is unknown.
    pub(crate) fn add(&mut self, event: Option<Event>) {
        self.is_seen |= event.is_some();
        self.events.extend(event.filter(|event| event.matched != 0));
    }

    /// The events in ascending order; none without any row.
    pub(crate) fn sorted(&mut self) -> Option<&[Event]> {
        self.events.sort_unstable();
        self.is_seen.then_some(self.events.as_slice())
    }

    /// Bytes beside the struct itself.
    pub(crate) fn heap_size(&self) -> usize {
        self.events.capacity() * size_of::<Event>()
    }
}

/// The names and types of the columns of state.
pub(crate) fn state_types() -> [(&'static str, DataType); 3] {
    [("time", list_type(DataType::Int64)), ("matched", list_type(DataType::UInt32)), ("is_seen", DataType::Boolean)]
}

/// The columns of state, one row a history.
pub(crate) fn state_columns(histories: &[History]) -> Result<Vec<ArrayRef>> {
    let events = || histories.iter().flat_map(|history| &history.events);
    let times = Int64Array::from_iter_values(events().map(|event| event.time));
    let matched = UInt32Array::from_iter_values(events().map(|event| event.matched));
    let seen: BooleanArray = histories.iter().map(|history| Some(history.is_seen)).collect();
    Ok(vec![lists(histories, Arc::new(times))?, lists(histories, Arc::new(matched))?, Arc::new(seen)])
}

fn lists(histories: &[History], values: ArrayRef) -> Result<ArrayRef> {
    let item = Arc::new(Field::new_list_field(values.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(histories.iter().map(|history| history.events.len()));
    Ok(Arc::new(LargeListArray::try_new(item, offsets, values, None)?))
}

/// Columns of state, read back.
pub(crate) struct States<'a> {
    times: &'a LargeListArray,
    matched: &'a LargeListArray,
    seen: &'a BooleanArray,
}

impl<'a> States<'a> {
    pub(crate) fn new(columns: &'a [ArrayRef]) -> Result<Self> {
        let [times, matched, seen] = columns else {
            return internal_err!("a history has three columns of state");
        };
        let (times, matched) = (as_large_list_array(times)?, as_large_list_array(matched)?);
        Ok(Self { times, matched, seen: as_boolean_array(seen)? })
    }

    pub(crate) fn len(&self) -> usize {
        self.seen.len()
    }

    /// Adds the history at `row` to `history`.
    pub(crate) fn merge_into(&self, row: usize, history: &mut History) -> Result<()> {
        let (times, matched) = (self.times.value(row), self.matched.value(row));
        let events = as_int64_array(&times)?.values().iter().zip(as_uint32_array(&matched)?.values());
        history.events.extend(events.map(|(&time, &matched)| Event { time, matched }));
        history.is_seen |= self.seen.value(row);
        Ok(())
    }
}
