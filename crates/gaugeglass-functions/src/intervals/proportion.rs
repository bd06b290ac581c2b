//! `proportion_lo(successes, n)`, `proportion_hi(successes, n)`: Wilson's interval, row by row.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array};
use arrow::datatypes::DataType;
use datafusion::common::cast::as_float64_array;
use datafusion::common::utils::take_function_args;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::statistics::{Interval, Proportion};

/// One end of Wilson's interval.
#[derive(Debug)]
pub(crate) struct ProportionBound {
    doc: FunctionDoc,
    end: fn(Interval) -> f64,
    signature: Signature,
}

impl ProportionBound {
    pub(crate) fn both() -> [Self; 2] {
        let new = |end, doc| {
            let signature = Signature::user_defined(Volatility::Immutable);
            Self { doc, end, signature }
        };
        [new(|interval| interval.lo, LO), new(|interval| interval.hi, HI)]
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    fn answer(&self, successes: Option<f64>, n: Option<f64>) -> Option<f64> {
        Proportion::new(successes?, n?).map(|proportion| (self.end)(proportion.wilson()))
    }
}

const LO: FunctionDoc = FunctionDoc {
    name: "proportion_lo",
    signature: "proportion_lo(successes bigint|double, n bigint|double) -> double",
    doc: "Lower end of Wilson's 95 % interval of successes/n, without continuity correction; 0 where \
          nobody succeeded. NULL unless 0 ≤ successes ≤ n and n > 0.",
    formula_source: "Wilson 1927",
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "proportion_hi",
    signature: "proportion_hi(successes bigint|double, n bigint|double) -> double",
    doc: "Upper end of Wilson's 95 % interval of successes/n; see proportion_lo.",
    formula_source: "Wilson 1927",
    units: "ratio",
};

// The name fixes all other parts.
impl PartialEq for ProportionBound {
    fn eq(&self, other: &Self) -> bool {
        self.doc.name == other.doc.name
    }
}

impl Eq for ProportionBound {}

impl Hash for ProportionBound {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.doc.name.hash(state);
    }
}

impl ScalarUDFImpl for ProportionBound {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, &[Argument::Number, Argument::Number], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let [successes, n] = take_function_args(self.doc.name, ColumnarValue::values_to_arrays(&args.args)?)?;
        let pairs = as_float64_array(&successes)?.iter().zip(as_float64_array(&n)?.iter());
        let answers: Float64Array = pairs.map(|(successes, n)| self.answer(successes, n)).collect();
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&answers, 0)?));
        }
        Ok(ColumnarValue::Array(Arc::new(answers) as ArrayRef))
    }
}
