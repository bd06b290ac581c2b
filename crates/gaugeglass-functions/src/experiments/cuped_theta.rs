//! `cuped_theta(y, x, is_treated)`: how much of the covariate the adjusted functions take out.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::CovariateByArm, Arms::theta, DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "cuped_theta",
    signature: "cuped_theta(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Slope of y on x over the units of both arms as one sample, their covariance over the variance of x; units \
          whose x is unknown have no part in it. cuped_difference and cuped_relative_lift take θx out of y. NULL \
          where x does not vary, so that nothing is taken out, or no unit of an arm has it.",
    formula_source: "Deng, Xu, Kohavi and Walker 2013",
    units: "unit of y per unit of x",
};
