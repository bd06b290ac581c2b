//! `cuped_difference_lo_one_sided(y, x, is_treated)`, `cuped_difference_p_value_greater(y, x, is_treated)`: the adjusted
//! difference of means, for those who ask whether it is above 0 and for no more.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Effect;

const SOURCE: &str = "Deng, Xu, Kohavi and Walker 2013; Satterthwaite 1946";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::CovariateByArm, |arms| effect(arms)?.lower_bound(), LO),
        MomentFunction::new(Shape::CovariateByArm, |arms| effect(arms)?.p_value_greater(), P_VALUE),
    ]
}

fn effect(arms: &Arms) -> Option<Effect> {
    arms.adjusted()?.difference_effect()
}

const LO: FunctionDoc = FunctionDoc {
    name: "cuped_difference_lo_one_sided",
    signature: "cuped_difference_lo_one_sided(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "What cuped_difference exceeds with 95 % confidence; upwards there is no bound. cuped_difference − \
          t·cuped_difference_se with the 95 % quantile of Student's t and the degrees of freedom of cuped_difference_lo, \
          above 0 exactly where cuped_difference_p_value_greater is below .05. Only for a question that was one-sided \
          before the data were seen. NULL as cuped_difference_se.",
    formula_source: SOURCE,
    units: "unit of y",
};

const P_VALUE: FunctionDoc = FunctionDoc {
    name: "cuped_difference_p_value_greater",
    signature: "cuped_difference_p_value_greater(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "One-sided p-value that cuped_difference is not above 0: Student's tail above \
          cuped_difference/cuped_difference_se with the degrees of freedom of cuped_difference_lo. Valid at one look, with \
          the side chosen in advance. NULL as cuped_difference_se.",
    formula_source: SOURCE,
    units: "probability",
};
