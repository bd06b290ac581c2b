//! A family of tests: the p-values of one partition.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array};
use arrow::datatypes::DataType;
use datafusion::common::cast::as_float64_array;
use datafusion::common::{Result, internal_err};

use crate::FunctionDoc;
use crate::arguments::Argument;
use crate::window::{Evaluate, PartitionFunction};

/// A function that answers each p with an adjusted one.
pub(super) fn function(evaluate: Evaluate, doc: FunctionDoc) -> PartitionFunction {
    PartitionFunction::new(&[Argument::Number], DataType::Float64, evaluate, doc)
}

/// Adjusts the known p-values, given in ascending order, and puts each answer in its row.
pub(super) fn adjusted(columns: &[ArrayRef], adjust: fn(&[f64]) -> Vec<f64>) -> Result<ArrayRef> {
    let [column] = columns else {
        return internal_err!("an adjustment has one argument");
    };
    let p = as_float64_array(column)?;
    let known = |row: &usize| p.is_valid(*row) && (0.0..=1.0).contains(&p.value(*row));
    let mut rows: Vec<usize> = (0..p.len()).filter(known).collect();
    rows.sort_by(|a, b| p.value(*a).total_cmp(&p.value(*b)));
    let ascending: Vec<f64> = rows.iter().map(|row| p.value(*row)).collect();
    let mut answers = vec![None; p.len()];
    for (row, answer) in rows.into_iter().zip(adjust(&ascending)) {
        answers[row] = Some(answer);
    }
    Ok(Arc::new(Float64Array::from(answers)))
}
