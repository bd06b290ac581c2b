//! A score: how well clusters agree with the truth, as a ratio of two sums over records.
//!
//! Every score is written over records, not pairs or clusters, because records are what is drawn and labelled: a record
//! that was drawn with probability p stands for 1/p of its kind, whichever score is asked for.

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Fields};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::identity_function::{IdentityFunction, Open, Shape};
use super::labelled::{Labelled, Part};
use super::lists::{fields, list, list_type, read_all};
use crate::FunctionDoc;
use crate::arguments::Argument;

/// A function of `(record, cluster, truth)` or `(record, cluster, truth, weight)`.
pub(super) fn function(open: Open, doc: FunctionDoc) -> IdentityFunction {
    let arguments = &[Argument::Key, Argument::Key, Argument::Key, Argument::Number];
    let shape = Shape { arguments, optional: 1, state: list_type(rows()), result: DataType::Float64 };
    IdentityFunction::new(shape, open, doc)
}

fn rows() -> Fields {
    let [record, cluster, truth] = ["record", "cluster", "truth"].map(|name| (name, DataType::Utf8View));
    fields([record, cluster, truth, ("weight", DataType::Float64)])
}

/// The records of one group, which are its state.
#[derive(Debug)]
pub(super) struct Score {
    over: Part,
    under: Part,
    labelled: Labelled,
}

impl Score {
    /// Σ weight · `over` by Σ weight · `under`.
    pub(super) fn open(over: Part, under: Part) -> Box<dyn Accumulator> {
        Box::new(Self { over, under, labelled: Labelled::default() })
    }

    fn add(&mut self, columns: &[ArrayRef]) -> Result<()> {
        match columns {
            [record, cluster, truth] => self.labelled.add_all([record, cluster, truth], None),
            [record, cluster, truth, weight] => self.labelled.add_all([record, cluster, truth], Some(weight)),
            _ => internal_err!("a score has three or four columns"),
        }
    }
}

impl Accumulator for Score {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.add(arguments)
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        columns.iter().try_for_each(|lists| read_all(lists, |columns| self.add(columns)))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![list(rows(), self.labelled.columns()?)?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.labelled.ratio(self.over, self.under)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.labelled.heap_size()
    }
}
