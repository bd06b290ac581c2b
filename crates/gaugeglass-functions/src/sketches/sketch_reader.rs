//! A sketch reader: a description, and a figure read from the sketch of each row.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array};
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;
use crate::scalar::answered;

/// The figures of all rows, from the function's name for errors and its argument columns.
pub(super) type Read = fn(&'static str, &[ArrayRef]) -> Result<Float64Array>;

/// A row-by-row function of a sketch.
#[derive(Debug)]
pub(crate) struct SketchReader {
    doc: FunctionDoc,
    arguments: &'static [Argument],
    read: Read,
    signature: Signature,
}

impl SketchReader {
    pub(super) fn new(arguments: &'static [Argument], read: Read, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, arguments, read, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }
}

equal_by_name!(SketchReader);

impl ScalarUDFImpl for SketchReader {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, self.arguments, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let answers = (self.read)(self.doc.name, &columns)?;
        answered(Arc::new(answers), constant)
    }
}
