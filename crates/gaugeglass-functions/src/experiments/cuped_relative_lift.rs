//! `cuped_relative_lift(y, x, is_treated)` with its interval and standard error: the adjusted difference as a share
//! of the control.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Effect;

const SOURCE: &str = "Deng, Xu, Kohavi and Walker 2013; delta method as in GrowthBook's gbstats; post-stratified by whether x \
                      is known, Miratrix, Sekhon and Yu 2013";

pub(crate) fn functions() -> [MomentFunction; 4] {
    [
        MomentFunction::new(Shape::CovariateByArm, |arms| arms.adjusted()?.relative(), POINT),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.interval()?.lo), LO),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.interval()?.hi), HI),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.standard_error()), SE),
    ]
}

fn effect(arms: &Arms) -> Option<Effect> {
    arms.adjusted()?.relative_effect()
}

const POINT: FunctionDoc = FunctionDoc {
    name: "cuped_relative_lift",
    signature: "cuped_relative_lift(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "cuped_difference over |C|, where C is the control's mean of y before x is taken out, weighted over strata \
          as cuped_difference is. NULL as cuped_difference, or where C is 0.",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "cuped_relative_lift_lo",
    signature: "cuped_relative_lift_lo(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of cuped_relative_lift: cuped_relative_lift − t·cuped_relative_lift_se with \
          the degrees of freedom of cuped_difference_lo. NULL as cuped_relative_lift_se.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "cuped_relative_lift_hi",
    signature: "cuped_relative_lift_hi(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of cuped_relative_lift; see cuped_relative_lift_lo.",
    formula_source: SOURCE,
    units: "ratio",
};

const SE: FunctionDoc = FunctionDoc {
    name: "cuped_relative_lift_se",
    signature: "cuped_relative_lift_se(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Standard error of cuped_relative_lift by the delta method, x being alike in both arms on average: \
          √Σ w²·(Vt + Vc)/C² over both strata, with Vt as in cuped_difference_se and \
          Vc = (ρ²·s²y − 2ρθ·syx + θ²·s²x)/n, where ρ = T/C is the ratio of the means of y. NULL as the point, and as \
          cuped_difference_se.",
    formula_source: SOURCE,
    units: "ratio",
};
