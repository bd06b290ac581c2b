//! `sessionize(time, gap)`: the number of the session that an event belongs to.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, TimestampMicrosecondArray};
use arrow::datatypes::DataType;
use datafusion::common::cast::{as_float64_array, as_timestamp_microsecond_array};
use datafusion::common::{Result, internal_err};

use crate::FunctionDoc;
use crate::arguments::Argument;
use crate::window::PartitionFunction;

/// The gaps that mean anything, in seconds.
const GAPS: Range<f64> = 0.0..f64::INFINITY;

pub(crate) fn function() -> PartitionFunction {
    PartitionFunction::new(
        &[Argument::Instant, Argument::Number],
        DataType::Int64,
        evaluate,
        FunctionDoc {
            name: "sessionize",
            signature: "sessionize(time timestamp, gap double) over (partition by person) -> bigint",
            doc: "Number of the event's session within its partition, from 1 and in the order of time: a new session \
                  starts at an event more than gap seconds after the one before it, so an event after exactly gap \
                  seconds still belongs. The events are put in order of time whatever the window's order or frame. \
                  NULL where time is NULL or gap is NULL, negative or infinite; such rows are left out.",
            formula_source: "inactivity timeout; Catledge and Pitkow 1995",
            units: "session number",
        },
    )
}

fn evaluate(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let [times, gaps] = columns else {
        return internal_err!("sessionize has two arguments");
    };
    Ok(Arc::new(sessions(as_timestamp_microsecond_array(times)?, as_float64_array(gaps)?)))
}

fn sessions(times: &TimestampMicrosecondArray, gaps: &Float64Array) -> Int64Array {
    let known = |row: &usize| times.is_valid(*row) && gaps.is_valid(*row) && GAPS.contains(&gaps.value(*row));
    let mut rows: Vec<usize> = (0..times.len()).filter(known).collect();
    rows.sort_by_key(|row| times.value(*row));
    let mut numbers: Vec<Option<i64>> = vec![None; times.len()];
    let (mut session, mut previous) = (0, None);
    for row in rows {
        let time = times.value(row);
        if previous.is_none_or(|previous| elapsed_s(previous, time) > gaps.value(row)) {
            session += 1;
        }
        numbers[row] = Some(session);
        previous = Some(time);
    }
    Int64Array::from(numbers)
}

fn elapsed_s(from: i64, to: i64) -> f64 {
    to.saturating_sub(from) as f64 / 1e6
}
