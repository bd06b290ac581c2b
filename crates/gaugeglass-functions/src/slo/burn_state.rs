//! `burn_state(bad_long, valid_long, bad_short, valid_short, objective, factor)`: whether a burn-rate alert fires.

use std::sync::Arc;

use arrow::array::{Array, Float64Array, StringArray};
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::cast::as_float64_array;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use super::rule::{Counts, Threshold};
use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::scalar::answered;

const ARGUMENTS: [Argument; 6] = [Argument::Number; 6];

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct BurnState {
    signature: Signature,
}

impl BurnState {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// What the function is, for people.
    pub(crate) fn doc() -> FunctionDoc {
        FunctionDoc {
            name: "burn_state",
            signature: "burn_state(bad_long bigint, valid_long bigint, bad_short bigint, valid_short bigint, objective double, \
                        factor double) -> text",
            doc: "What the events of a long and a short window say about a burn-rate alert: firing where both burn rates reach \
                  the factor; low_traffic where both do on fewer than 30 bad events in the long window; quiet where one does \
                  not; no_data where a window has no valid events, which never fires and is not good. Decided in whole \
                  numbers, bad × 10ⁿ ≥ valid × (1 − objective) × factor × 10ⁿ, so that a rate exactly on the factor \
                  reaches it. NULL where an argument is NULL, a count is negative or broken, the objective is not between 0 and \
                  1, the factor is not above 0, or the two have more than 22 decimals together.",
            formula_source: "Google SRE Workbook, chapter 5: multiwindow, multi-burn-rate alerts",
            units: "word",
        }
    }
}

impl ScalarUDFImpl for BurnState {
    fn name(&self) -> &str {
        Self::doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &ARGUMENTS, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let columns = arrays.iter().map(|array| as_float64_array(array)).collect::<Result<Vec<_>>>()?;
        let rows = columns.first().map_or(0, |column| column.len());
        let words: StringArray = (0..rows).map(|row| word(&columns, row)).collect();
        answered(Arc::new(words), constant)
    }
}

fn word(columns: &[&Float64Array], row: usize) -> Option<&'static str> {
    let number = |index: usize| columns.get(index).filter(|column| column.is_valid(row)).map(|column| column.value(row));
    let (long, short) = (Counts::of(number(0)?, number(1)?)?, Counts::of(number(2)?, number(3)?)?);
    Some(Threshold::new(number(4)?, number(5)?)?.state(long, short).word())
}
