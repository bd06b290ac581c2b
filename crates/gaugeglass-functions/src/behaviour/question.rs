//! The constants of one call: what is asked of every history.

use datafusion::common::{Result, ScalarValue, internal_err, plan_err};
use datafusion::logical_expr::function::AccumulatorArgs;

use super::layout::Columns;
use super::order::Order;
use crate::aggregate::constant;
use crate::arguments::Argument;

/// The constants, in the units of an event.
#[derive(Debug, Default)]
pub(crate) struct Question {
    pub order: Order,
    /// In microseconds, as they stand among the arguments.
    pub durations: Vec<i64>,
    pub as_of: Option<i64>,
    /// How many conditions the call has.
    pub conditions: usize,
}

impl Question {
    /// Reads the constants among `arguments`; none where one of them is NULL, and so the answer.
    pub(crate) fn read(function: &str, arguments: &[Argument], args: &AccumulatorArgs) -> Result<Option<Self>> {
        let columns = Columns::of(arguments);
        let mut question = Self { conditions: columns.conditions, ..Self::default() };
        for position in (0..arguments.len()).filter(|position| !columns.holds(*position)) {
            let constant = constant(function, args, position)?;
            if constant.is_null() {
                return Ok(None);
            }
            question.take(function, position, constant)?;
        }
        Ok(Some(question))
    }

    fn take(&mut self, function: &str, position: usize, constant: ScalarValue) -> Result<()> {
        match constant {
            ScalarValue::Utf8(Some(mode)) => self.order = Order::parse(function, &mode)?,
            ScalarValue::TimestampMicrosecond(as_of, _) => self.as_of = as_of,
            ScalarValue::Float64(Some(seconds)) if seconds >= 0.0 => self.durations.push(microseconds(seconds)),
            ScalarValue::Float64(Some(seconds)) => {
                let position = position + 1;
                return plan_err!("argument {position} of {function} must be 0 seconds or more, and is {seconds}");
            }
            other => return internal_err!("{function} was given {other} as a constant"),
        }
        Ok(())
    }
}

/// Rounded; what is too long for the calendar is the longest time there is.
fn microseconds(seconds: f64) -> i64 {
    (seconds * 1e6).round() as i64
}
