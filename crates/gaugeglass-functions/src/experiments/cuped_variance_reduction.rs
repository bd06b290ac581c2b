//! `cuped_variance_reduction(y, x, is_treated)`: how much of the noise a covariate explains.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::CovariateByArm, Arms::variance_reduction, DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "cuped_variance_reduction",
    signature: "cuped_variance_reduction(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Share of the variance of y that goes with x, and that cuped_difference takes out: the square of their \
          correlation over the units of both arms as one sample. An experiment needs that much fewer units. Units whose x \
          is unknown have no part in it. NULL where y or x does not vary, or no unit of an arm has x.",
    formula_source: "Deng, Xu, Kohavi and Walker 2013",
    units: "ratio",
};
