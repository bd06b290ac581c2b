//! `ratio_difference_lo_one_sided(y, d, is_treated)`, `ratio_difference_p_value_greater(y, d, is_treated)`: the
//! difference of a ratio of sums, for those who ask whether it is above 0 and for no more.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Effect;

const SOURCE: &str = "delta method; Deng, Knoblich and Lu 2018; Welch 1947";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::PairByArm, |arms| effect(arms)?.lower_bound(), LO),
        MomentFunction::new(Shape::PairByArm, |arms| effect(arms)?.p_value_greater(), P_VALUE),
    ]
}

fn effect(arms: &Arms) -> Option<Effect> {
    arms.ratios()?.difference_effect()
}

const LO: FunctionDoc = FunctionDoc {
    name: "ratio_difference_lo_one_sided",
    signature: "ratio_difference_lo_one_sided(y double, d double, is_treated boolean) -> double",
    doc: "What ratio_difference exceeds with 95 % confidence; upwards there is no bound. ratio_difference − \
          t·ratio_difference_se with the 95 % quantile of Student's t and the degrees of freedom of ratio_difference_lo, \
          above 0 exactly where ratio_difference_p_value_greater is below .05. Only for a question that was one-sided \
          before the data were seen. NULL as ratio_difference_se.",
    formula_source: SOURCE,
    units: "unit of y per unit of d",
};

const P_VALUE: FunctionDoc = FunctionDoc {
    name: "ratio_difference_p_value_greater",
    signature: "ratio_difference_p_value_greater(y double, d double, is_treated boolean) -> double",
    doc: "One-sided p-value that ratio_difference is not above 0: Student's tail above \
          ratio_difference/ratio_difference_se with the degrees of freedom of ratio_difference_lo. Valid at one look, with \
          the side chosen in advance. NULL as ratio_difference_se.",
    formula_source: SOURCE,
    units: "probability",
};
