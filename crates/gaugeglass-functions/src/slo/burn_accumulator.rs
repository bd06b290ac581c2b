//! The minutes of one group of `burn_spans`, and what is asked of them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, TimestampMicrosecondArray};
use datafusion::common::cast::{as_float64_array, as_int64_array, as_large_list_array, as_timestamp_microsecond_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::burn_spans::listed;
use super::rule::{Counts, Threshold};
use super::spans::{Question, Span, spans};
use super::timeline::minute_of;
use crate::aggregate::list;

const MINUTE_S: f64 = 60.0;
/// Ten years: no window of an alert is longer.
const WINDOW_S_MAX: f64 = 315_360_000.0;

/// What the rows of a group say alike: objective, factor, windows in seconds, and the minutes of the range.
type Asked = [f64; 6];

/// The events of a group by minute.
#[derive(Debug, Default)]
pub(super) struct BurnAccumulator {
    asked: Option<Asked>,
    events: Vec<(i64, Counts)>,
}

impl BurnAccumulator {
    fn spans(&self) -> Option<Vec<Span>> {
        spans(&question(self.asked?)?, &self.events)
    }
}

/// The question in whole minutes; none where it means nothing.
fn question([objective, factor, long_s, short_s, from, to]: Asked) -> Option<Question> {
    let minutes = |seconds: f64| {
        let is_meant = (MINUTE_S..=WINDOW_S_MAX).contains(&seconds) && seconds % MINUTE_S == 0.0;
        is_meant.then_some((seconds / MINUTE_S) as i64)
    };
    Some(Question {
        threshold: Threshold::new(objective, factor)?,
        long: minutes(long_s)?,
        short: minutes(short_s)?,
        // Minutes of any calendar are exact in a double.
        from: from as i64,
        to: to as i64,
    })
}

/// The nine columns of arguments.
struct Rows<'a> {
    minutes: &'a TimestampMicrosecondArray,
    numbers: [&'a Float64Array; 6],
    range: [&'a TimestampMicrosecondArray; 2],
}

impl<'a> Rows<'a> {
    fn new(columns: &'a [ArrayRef]) -> Result<Self> {
        let [minute, bad, valid, objective, factor, long, short, from, to] = columns else {
            return internal_err!("burn_spans has nine arguments");
        };
        let number = |column: &'a ArrayRef| as_float64_array(column);
        let instant = |column: &'a ArrayRef| as_timestamp_microsecond_array(column);
        Ok(Self {
            minutes: instant(minute)?,
            numbers: [number(bad)?, number(valid)?, number(objective)?, number(factor)?, number(long)?, number(short)?],
            range: [instant(from)?, instant(to)?],
        })
    }

    fn event(&self, row: usize) -> Option<(i64, Counts)> {
        let [bad, valid, ..] = self.numbers;
        let is_known = self.minutes.is_valid(row) && bad.is_valid(row) && valid.is_valid(row);
        let counts = is_known.then(|| Counts::of(bad.value(row), valid.value(row))).flatten()?;
        Some((minute_of(self.minutes.value(row)), counts))
    }

    fn asked(&self, row: usize) -> Option<Asked> {
        let [_, _, objective, factor, long, short] = self.numbers;
        let [from, to] = self.range;
        let is_known = [objective, factor, long, short].iter().all(|column| column.is_valid(row));
        let number = |column: &Float64Array| column.value(row);
        let minute = |column: &TimestampMicrosecondArray| minute_of(column.value(row)) as f64;
        (is_known && from.is_valid(row) && to.is_valid(row)).then(|| {
            let windows = [number(long), number(short)];
            [number(objective), number(factor), windows[0], windows[1], minute(from), minute(to)]
        })
    }
}

impl Accumulator for BurnAccumulator {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let rows = Rows::new(columns)?;
        let count = rows.minutes.len();
        self.asked = self.asked.or_else(|| (0..count).find_map(|row| rows.asked(row)));
        self.events.extend((0..count).filter_map(|row| rows.event(row)));
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [asked, events] = columns else {
            return internal_err!("burn_spans has two columns of state");
        };
        for list in as_large_list_array(asked)?.iter().flatten() {
            let values: &[f64] = as_float64_array(&list)?.values();
            self.asked = self.asked.or(values.try_into().ok());
        }
        for list in as_large_list_array(events)?.iter().flatten() {
            self.events.extend(as_int64_array(&list)?.values().chunks_exact(3).filter_map(event));
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let asked = Float64Array::from_iter_values(self.asked.iter().flatten().copied());
        let events = Int64Array::from_iter_values(self.events.iter().flat_map(|(minute, counts)| {
            // A count was a double without a fraction, so it fits.
            [*minute, counts.bad as i64, counts.valid as i64]
        }));
        Ok(vec![list(Arc::new(asked))?, list(Arc::new(events))?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::List(Arc::new(listed(self.spans())?)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.events.capacity() * size_of::<(i64, Counts)>()
    }
}

fn event(triple: &[i64]) -> Option<(i64, Counts)> {
    let [minute, bad, valid] = triple else {
        return None;
    };
    Some((*minute, Counts { bad: u64::try_from(*bad).ok()?, valid: u64::try_from(*valid).ok()? }))
}
