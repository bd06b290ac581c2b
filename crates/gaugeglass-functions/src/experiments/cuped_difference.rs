//! `cuped_difference(y, x, is_treated)` with its interval, standard error and test: the difference of means with
//! what was known of each unit beforehand taken out.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Effect;

const SOURCE: &str = "Deng, Xu, Kohavi and Walker 2013; post-stratified by whether x is known, Miratrix, Sekhon and Yu 2013; \
                      Satterthwaite 1946";

pub(crate) fn functions() -> [MomentFunction; 5] {
    [
        MomentFunction::new(Shape::CovariateByArm, |arms| arms.adjusted()?.difference(), POINT),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.interval()?.lo), LO),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.interval()?.hi), HI),
        MomentFunction::new(Shape::CovariateByArm, |arms| Some(effect(arms)?.standard_error()), SE),
        MomentFunction::new(Shape::CovariateByArm, |arms| effect(arms)?.p_value(), P_VALUE),
    ]
}

fn effect(arms: &Arms) -> Option<Effect> {
    arms.adjusted()?.difference_effect()
}

const POINT: FunctionDoc = FunctionDoc {
    name: "cuped_difference",
    signature: "cuped_difference(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Difference of the means of y − θx, treated minus control, one row a unit; x is a measure of the unit from \
          before its exposure, such as its earlier revenue, and θ is cuped_theta. It estimates what difference does \
          with less noise. Units whose x is NULL or NaN are kept as a stratum of their own, compared without x: the \
          answer is Σ w·difference over both strata, w being a stratum's share of all units. A stratum with units \
          in one arm only is left out, and so is one with a single unit in an arm where the other has more. NULL \
          where no stratum has units in both arms.",
    formula_source: SOURCE,
    units: "unit of y",
};

const LO: FunctionDoc = FunctionDoc {
    name: "cuped_difference_lo",
    signature: "cuped_difference_lo(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of cuped_difference: cuped_difference − t·cuped_difference_se with \
          Satterthwaite's degrees of freedom, which are Welch's where there is one stratum. NULL as \
          cuped_difference_se.",
    formula_source: SOURCE,
    units: "unit of y",
};

const HI: FunctionDoc = FunctionDoc {
    name: "cuped_difference_hi",
    signature: "cuped_difference_hi(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of cuped_difference; see cuped_difference_lo.",
    formula_source: SOURCE,
    units: "unit of y",
};

const SE: FunctionDoc = FunctionDoc {
    name: "cuped_difference_se",
    signature: "cuped_difference_se(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Standard error of cuped_difference: √Σ w²·(Vt + Vc) over both strata, an arm's V being \
          (s²y − 2θ·syx + θ²·s²x)/n, and s²y/n where x is unknown. A boolean y counts as 0 and 1. NULL as the point, \
          and where an arm has fewer than two units or y − θx does not vary.",
    formula_source: SOURCE,
    units: "unit of y",
};

const P_VALUE: FunctionDoc = FunctionDoc {
    name: "cuped_difference_p_value",
    signature: "cuped_difference_p_value(y double|boolean, x double|boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of no difference: Student's tail beyond cuped_difference/cuped_difference_se with the \
          degrees of freedom of cuped_difference_lo. Valid at one look, planned in advance. NULL as \
          cuped_difference_se.",
    formula_source: SOURCE,
    units: "probability",
};
