//! A partition function: a description and a pure function of all rows of a window's partition.
//!
//! Neither the order of the window nor its frame has a say, so neither can be forgotten.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{PartitionEvaluator, Signature, Volatility, WindowUDFImpl};

use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;

/// The answers of a partition, one a row, from the columns of its arguments.
pub(crate) type Evaluate = fn(&[ArrayRef]) -> Result<ArrayRef>;

/// A window function whose answer at a row depends on its whole partition.
#[derive(Debug)]
pub(crate) struct PartitionFunction {
    doc: FunctionDoc,
    arguments: &'static [Argument],
    answer: DataType,
    evaluate: Evaluate,
    signature: Signature,
}

impl PartitionFunction {
    /// A function that takes `arguments` and gives `answer`.
    pub(crate) fn new(arguments: &'static [Argument], answer: DataType, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, arguments, answer, evaluate, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }
}

equal_by_name!(PartitionFunction);

impl WindowUDFImpl for PartitionFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, self.arguments, given)
    }

    fn field(&self, args: WindowUDFFieldArgs) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(args.name(), self.answer.clone(), true)))
    }

    fn partition_evaluator(&self, _args: PartitionEvaluatorArgs) -> Result<Box<dyn PartitionEvaluator>> {
        Ok(Box::new(WholePartition { evaluate: self.evaluate }))
    }
}

#[derive(Debug)]
struct WholePartition {
    evaluate: Evaluate,
}

impl PartitionEvaluator for WholePartition {
    fn evaluate_all(&mut self, columns: &[ArrayRef], _rows: usize) -> Result<ArrayRef> {
        (self.evaluate)(columns)
    }
}
