//! `srm_p_value(is_treated, weight_treated)`: was the traffic split as planned?

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{chi_square_tail, divide};

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::Assignment, p_value, DOC)
}

/// (treated − Σw)² / Σw(1 − w), which for one constant weight is Pearson's statistic of two arms.
fn p_value(arms: &Arms) -> Option<f64> {
    let units = arms.all();
    let surplus = units.y.minus(units.d).value();
    let variance = units.d.minus(units.dd).value();
    chi_square_tail(divide(surplus * surplus, variance)?, 1.0)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "srm_p_value",
    signature: "srm_p_value(is_treated boolean, weight_treated double) -> double",
    doc: "Sample ratio mismatch: p-value of the χ² test (one degree of freedom) that units were treated with \
          the logged probability weight_treated, one row a unit. The weight may differ between rows. Below \
          0.001 the experiment is not to be read. Rows with a weight outside 0 to 1 are left out; NULL \
          where nothing was random (every weight 0 or 1).",
    formula_source: "Pearson 1900; Fabijan et al. 2019",
    units: "probability",
};
