//! `is_believable_time(t, received)`: whether something can have happened when its log says that it did.

use std::sync::Arc;

use arrow::array::BooleanArray;
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::cast::as_timestamp_microsecond_array;
use datafusion::common::utils::take_function_args;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::scalar::answered;

const DAY: i64 = 86_400_000_000;
/// How long a parcel of a device that was offline may take, in microseconds.
const LATE_MAX: i64 = 30 * DAY;
/// How far ahead a device may be that took its time zone for UTC.
const AHEAD_MAX: i64 = DAY;

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct IsBelievableTime {
    signature: Signature,
}

impl IsBelievableTime {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// What the function is, for people.
    pub(crate) fn doc() -> FunctionDoc {
        FunctionDoc {
            name: "is_believable_time",
            signature: "is_believable_time(t timestamp, received timestamp) -> boolean",
            doc: "Whether t lies less than 30 days before and less than a day after received, the first time that a clock of \
                  ours gave to the same row. What is further off comes from a broken clock, not from a late parcel. True where \
                  either is NULL: nothing speaks against it, and a log without a time of arrival is not to be empty.",
            formula_source: "house default",
            units: "boolean",
        }
    }
}

impl ScalarUDFImpl for IsBelievableTime {
    fn name(&self) -> &str {
        Self::doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &[Argument::Instant, Argument::Instant], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [times, received] = take_function_args(self.name(), &columns)?;
        let pairs = as_timestamp_microsecond_array(times)?.iter().zip(as_timestamp_microsecond_array(received)?);
        let answers: BooleanArray = pairs.map(|(time, received)| Some(is_believable(time, received))).collect();
        answered(Arc::new(answers), constant)
    }
}

fn is_believable(time: Option<i64>, received: Option<i64>) -> bool {
    let (Some(time), Some(received)) = (time, received) else { return true };
    let ahead = time.saturating_sub(received);
    -LATE_MAX < ahead && ahead < AHEAD_MAX
}

#[cfg(test)]
mod tests {
    use super::{AHEAD_MAX, LATE_MAX, is_believable};

    #[test]
    fn a_time_is_believed_within_its_bounds_and_not_on_them() {
        let received = 1_800_000_000_000_000;
        for (ahead, expected) in
            [(0, true), (-LATE_MAX + 1, true), (-LATE_MAX, false), (AHEAD_MAX - 1, true), (AHEAD_MAX, false), (i64::MAX - received, false)]
        {
            assert_eq!(is_believable(Some(received + ahead), Some(received)), expected, "{ahead}");
        }
        assert!(!is_believable(Some(i64::MIN), Some(i64::MAX)));
    }

    #[test]
    fn what_cannot_be_compared_is_believed() {
        for (time, received) in [(None, Some(0)), (Some(0), None), (None, None)] {
            assert!(is_believable(time, received));
        }
    }
}
