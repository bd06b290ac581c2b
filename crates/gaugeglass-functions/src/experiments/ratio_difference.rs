//! `ratio_difference(y, d, is_treated)` with its interval, standard error and test: difference of a ratio of sums,
//! such as the average order value.

use crate::FunctionDoc;
use crate::aggregate::{MomentFunction, Shape};

const SOURCE: &str = "delta method; Deng, Knoblich and Lu 2018; Welch 1947";

pub(crate) fn functions() -> [MomentFunction; 5] {
    [
        MomentFunction::new(Shape::PairByArm, |arms| arms.ratios()?.difference(), POINT),
        MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.difference_interval()?.lo), LO),
        MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.difference_interval()?.hi), HI),
        MomentFunction::new(Shape::PairByArm, |arms| Some(arms.ratios()?.difference_effect()?.standard_error()), SE),
        MomentFunction::new(Shape::PairByArm, |arms| arms.ratios()?.p_value(), P_VALUE),
    ]
}

const POINT: FunctionDoc = FunctionDoc {
    name: "ratio_difference",
    signature: "ratio_difference(y double, d double, is_treated boolean) -> double",
    doc: "Σy/Σd of the treated minus Σy/Σd of the control, one row a unit (revenue and orders of a customer give \
          the difference of the average order value). NULL where an arm has no unit or Σd is 0 in one.",
    formula_source: SOURCE,
    units: "unit of y per unit of d",
};

const LO: FunctionDoc = FunctionDoc {
    name: "ratio_difference_lo",
    signature: "ratio_difference_lo(y double, d double, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of ratio_difference: ratio_difference − t·ratio_difference_se with \
          Welch's degrees of freedom. NULL as ratio_difference_se.",
    formula_source: SOURCE,
    units: "unit of y per unit of d",
};

const HI: FunctionDoc = FunctionDoc {
    name: "ratio_difference_hi",
    signature: "ratio_difference_hi(y double, d double, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of ratio_difference; see ratio_difference_lo.",
    formula_source: SOURCE,
    units: "unit of y per unit of d",
};

const SE: FunctionDoc = FunctionDoc {
    name: "ratio_difference_se",
    signature: "ratio_difference_se(y double, d double, is_treated boolean) -> double",
    doc: "Standard error of ratio_difference: √(Vt + Vc), each arm's ratio with the variance of ratio_lo. NULL as \
          the point, and where an arm has fewer than two units or the ratio varies in neither.",
    formula_source: SOURCE,
    units: "unit of y per unit of d",
};

const P_VALUE: FunctionDoc = FunctionDoc {
    name: "ratio_difference_p_value",
    signature: "ratio_difference_p_value(y double, d double, is_treated boolean) -> double",
    doc: "Two-sided p-value of Welch's test that both arms have the same ratio Σy/Σd. Valid at one look, planned in \
          advance. NULL as ratio_difference_se.",
    formula_source: SOURCE,
    units: "probability",
};
