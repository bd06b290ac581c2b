//! A number function: a description and a pure function of the numbers of one row.

use std::sync::Arc;

use arrow::array::{Array, Float64Array};
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::cast::as_float64_array;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use super::answered::answered;
use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;

/// The answer from the finite numbers of one row; none where there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Formula {
    Two(fn(f64, f64) -> Option<f64>),
    Three(fn(f64, f64, f64) -> Option<f64>),
    Four(fn(f64, f64, f64, f64) -> Option<f64>),
}

impl Formula {
    fn arguments(self) -> usize {
        match self {
            Self::Two(_) => 2,
            Self::Three(_) => 3,
            Self::Four(_) => 4,
        }
    }
}

/// A function of numbers alone: NULL where one of them is NULL, NaN or infinite, or where the answer is no finite number.
#[derive(Debug)]
pub(crate) struct NumberFunction {
    doc: FunctionDoc,
    formula: Formula,
    signature: Signature,
}

impl NumberFunction {
    pub(crate) fn new(formula: Formula, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, formula, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    fn answer(&self, columns: &[&Float64Array], row: usize) -> Option<f64> {
        let number = |index: usize| {
            let column = columns.get(index).filter(|column| column.is_valid(row))?;
            Some(column.value(row)).filter(|number| number.is_finite())
        };
        let answer = match self.formula {
            Formula::Two(formula) => formula(number(0)?, number(1)?),
            Formula::Three(formula) => formula(number(0)?, number(1)?, number(2)?),
            Formula::Four(formula) => formula(number(0)?, number(1)?, number(2)?, number(3)?),
        };
        answer.filter(|answer| answer.is_finite())
    }
}

equal_by_name!(NumberFunction);

impl ScalarUDFImpl for NumberFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, &vec![Argument::Number; self.formula.arguments()], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let columns = arrays.iter().map(|array| as_float64_array(array)).collect::<Result<Vec<_>>>()?;
        let rows = columns.first().map_or(0, |column| column.len());
        let answers: Float64Array = (0..rows).map(|row| self.answer(&columns, row)).collect();
        answered(Arc::new(answers), constant)
    }
}
