//! `business_seconds(from, to, opens, closes)`: the part of a span in which a team works.

use std::sync::Arc;

use arrow::array::{Array, Float64Array, ListArray, TimestampMicrosecondArray};
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::cast::{as_list_array, as_timestamp_microsecond_array};
use datafusion::common::utils::take_function_args;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use super::open_time::open_micros;
use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::scalar::answered;

/// What the function is, for people.
pub(crate) fn doc() -> FunctionDoc {
    FunctionDoc {
        name: "business_seconds",
        signature: "business_seconds(from timestamp, to timestamp, opens list<timestamp>, closes list<timestamp>) -> double",
        doc: "Seconds of [from, to) that lie in open hours, exact to the microsecond. opens and closes are the starts and \
              ends of a calendar's stretches in the order of their start, as array_agg(open_from order by open_from, \
              open_to) and the same of open_to give them. They are instants, so time zones and changes of clocks are \
              in them already. Stretches that overlap count once; one with a NULL or an end before its start not at \
              all; what lies between two stretches is closed. NULL where an argument is NULL, to is before from, the \
              lists are empty, of different lengths or out of order, or where the span reaches more than 7 days out of \
              the calendar: what a calendar does not cover is unknown, not closed.",
        formula_source: "measure of the intersection of intervals",
        units: "s",
    }
}

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct BusinessSeconds {
    signature: Signature,
}

impl BusinessSeconds {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for BusinessSeconds {
    fn name(&self) -> &str {
        doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let expected = [Argument::Instant, Argument::Instant, Argument::Instants, Argument::Instants];
        coerce(self.name(), &expected, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [from, to, opens, closes] = take_function_args(self.name(), &columns)?;
        let spans = Spans { from: as_timestamp_microsecond_array(from)?, to: as_timestamp_microsecond_array(to)? };
        let calendars = Calendars { opens: as_list_array(opens)?, closes: as_list_array(closes)? };
        let answers = (0..from.len()).map(|row| seconds(&spans, &calendars, row)).collect::<Result<Float64Array>>()?;
        answered(Arc::new(answers), constant)
    }
}

fn seconds(spans: &Spans, calendars: &Calendars, row: usize) -> Result<Option<f64>> {
    let (Some((from, to)), Some(stretches)) = (spans.get(row), calendars.get(row)?) else {
        return Ok(None);
    };
    Ok(open_micros(from..to, stretches.into_iter()).map(|micros| micros as f64 / 1e6))
}

/// The starts and ends of all rows.
struct Spans<'a> {
    from: &'a TimestampMicrosecondArray,
    to: &'a TimestampMicrosecondArray,
}

impl Spans<'_> {
    fn get(&self, row: usize) -> Option<(i64, i64)> {
        let is_known = self.from.is_valid(row) && self.to.is_valid(row);
        is_known.then(|| (self.from.value(row), self.to.value(row)))
    }
}

/// The lists of all rows.
struct Calendars<'a> {
    opens: &'a ListArray,
    closes: &'a ListArray,
}

impl Calendars<'_> {
    /// The stretches of a row whose ends are known.
    fn get(&self, row: usize) -> Result<Option<Vec<(i64, i64)>>> {
        if self.opens.is_null(row) || self.closes.is_null(row) {
            return Ok(None);
        }
        let (opens, closes) = (self.opens.value(row), self.closes.value(row));
        let (opens, closes) = (as_timestamp_microsecond_array(&opens)?, as_timestamp_microsecond_array(&closes)?);
        let stretches = opens.iter().zip(closes).filter_map(|(opens, closes)| opens.zip(closes)).collect();
        Ok((opens.len() == closes.len()).then_some(stretches))
    }
}
