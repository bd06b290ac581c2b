//! `effective_sample_size(weight)`: how many unweighted rows weighted ones are worth.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::divide;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::Weight, effective_sample_size, DOC)
}

fn effective_sample_size(arms: &Arms) -> Option<f64> {
    let weights = arms.all();
    divide(weights.y.times(weights.y).value(), weights.yy.value())
}

const DOC: FunctionDoc = FunctionDoc {
    name: "effective_sample_size",
    signature: "effective_sample_size(weight double) -> double",
    doc: "(Σw)²/Σw²: as many rows of equal weight would estimate a weighted mean as well. From 1, where one row has \
          all the weight, to the number of rows, where all weigh the same; a policy value from few effective rows is \
          not to be trusted, however many were logged. Rows with a negative weight are left out. NULL where no \
          weight is above 0.",
    formula_source: "Kish 1965",
    units: "rows",
};
