//! `relative_lift_score_lo(y, is_treated)`, `relative_lift_score_hi(y, is_treated)`: the relative lift of a share by the
//! score method.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Proportion, score_ratio_high, score_ratio_low};

const SOURCE: &str = "Miettinen and Nurminen 1985; Koopman 1984, as statsmodels' confint_proportions_2indep";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::FlagByArm, |arms| end(arms, score_ratio_low), LO),
        MomentFunction::new(Shape::FlagByArm, |arms| end(arms, score_ratio_high), HI),
    ]
}

fn end(arms: &Arms, ratio: fn(Proportion, Proportion) -> Option<f64>) -> Option<f64> {
    let (treated, control) = arms.proportions()?;
    Some(ratio(treated, control)? - 1.0)
}

const LO: FunctionDoc = FunctionDoc {
    name: "relative_lift_score_lo",
    signature: "relative_lift_score_lo(y boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % score interval of relative_lift of a share: every ratio r with (T − rC)² ≤ 1.96²·(t(1 − \
          t)/nt + r²c(1 − c)/nc)·N/(N − 1), where t = rc are the shares that fit the data best with this ratio, less 1. It \
          holds with few units, and where nobody or everybody in an arm succeeded: it has a lower end even where \
          relative_lift is NULL because nobody in the control did. The ends are found by bisection to twelve digits of the \
          ratio. NULL where an arm has no unit or nobody succeeded at all.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "relative_lift_score_hi",
    signature: "relative_lift_score_hi(y boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % score interval of relative_lift of a share; see relative_lift_score_lo. NULL where nobody \
          in the control succeeded, so that there is no end.",
    formula_source: SOURCE,
    units: "ratio",
};
