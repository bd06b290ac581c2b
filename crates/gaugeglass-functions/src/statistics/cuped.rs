//! Two arms compared after what was known of each unit beforehand is taken out (CUPED).
//!
//! Units of which nothing was known are compared with each other alone: a stratum beside those that have a
//! covariate, each with its share in the units of both arms as its weight.

use super::{Effect, Moments, Variance, divide};

/// How many units an arm needs for a variance.
const VARIANCE_UNITS: f64 = 2.0;

/// Sums of `(y, x)` of both arms, one stratum with x and one without.
#[derive(Debug)]
pub(crate) struct Adjusted {
    strata: Vec<Stratum>,
}

/// Units that are compared with each other alone.
#[derive(Clone, Copy, Debug)]
struct Stratum {
    treated: Moments,
    control: Moments,
    theta: f64,
    share: f64,
}

/// Pooled covariance of y and x over the pooled variance of x, both arms as one sample.
///
/// None where an arm has no unit or x does not vary.
pub(crate) fn theta(treated: &Moments, control: &Moments) -> Option<f64> {
    let pooled = pooled(treated, control)?;
    divide(pooled.covariance()?, pooled.variance_d()?)
}

/// The square of the correlation of y and x, both arms as one sample: the share of the variance of y that goes with x.
///
/// None where an arm has no unit, or y or x does not vary.
pub(crate) fn variance_reduction(treated: &Moments, control: &Moments) -> Option<f64> {
    let pooled = pooled(treated, control)?;
    let covariance = pooled.covariance()?;
    divide(covariance * covariance, pooled.variance_y()? * pooled.variance_d()?)
}

/// Both arms as one sample; none where one of them has no unit.
fn pooled(treated: &Moments, control: &Moments) -> Option<Moments> {
    let mut pooled = *control;
    pooled.merge(treated);
    (treated.n > 0.0 && control.n > 0.0).then_some(pooled)
}

impl Adjusted {
    /// From `(treated, control)` of the units whose x is known, and of those whose x is not.
    ///
    /// A stratum with units in one arm only compares nothing and is left out; so is one with a single unit in
    /// an arm, whose variance nobody knows, where the other stratum has more. None where no stratum is left.
    pub(crate) fn new(known: (&Moments, &Moments), unknown: (&Moments, &Moments)) -> Option<Self> {
        let theta = theta(known.0, known.1).unwrap_or(0.0);
        let mut strata = vec![Stratum::new(known, theta), Stratum::new(unknown, 0.0)];
        let has_variance = strata.iter().any(|stratum| stratum.smaller_arm() >= VARIANCE_UNITS);
        let enough = if has_variance { VARIANCE_UNITS } else { 1.0 };
        strata.retain(|stratum| stratum.smaller_arm() >= enough);
        let total: f64 = strata.iter().map(Stratum::units).sum();
        for stratum in &mut strata {
            stratum.share = stratum.units() / total;
        }
        (!strata.is_empty()).then_some(Self { strata })
    }

    /// Mean of the strata's adjusted differences.
    pub(crate) fn difference(&self) -> Option<f64> {
        self.weighted(Stratum::difference)
    }

    pub(crate) fn difference_effect(&self) -> Option<Effect> {
        Effect::new(self.difference()?, self.variance(1.0)?)
    }

    /// `difference` over |C|, C being the control's mean as it was, before x is taken out.
    pub(crate) fn relative(&self) -> Option<f64> {
        divide(self.difference()?, self.control_mean()?.abs())
    }

    /// `relative` to first order, x being alike in both arms on average: the control's y counts T/C times.
    /// Degrees of freedom are those of the difference.
    pub(crate) fn relative_effect(&self) -> Option<Effect> {
        let (treated, control) = (self.weighted(|stratum| stratum.treated.mean())?, self.control_mean()?);
        let scaled = self.variance(divide(treated, control)?)?;
        let value = scaled.value / (control * control);
        Effect::new(self.relative()?, Variance { value, ..self.variance(1.0)? })
    }

    fn control_mean(&self) -> Option<f64> {
        self.weighted(|stratum| stratum.control.mean())
    }

    fn weighted(&self, figure: impl Fn(&Stratum) -> Option<f64>) -> Option<f64> {
        self.strata.iter().map(|stratum| Some(stratum.share * figure(stratum)?)).sum()
    }

    /// Variance of `difference` with the control's y taken `control_scale` times.
    fn variance(&self, control_scale: f64) -> Option<Variance> {
        let arms = self.strata.iter().flat_map(|stratum| {
            let treated = stratum.arm_variance(&stratum.treated, 1.0);
            [treated, stratum.arm_variance(&stratum.control, control_scale)]
        });
        Variance::total(&arms.collect::<Option<Vec<_>>>()?)
    }
}

impl Stratum {
    fn new((treated, control): (&Moments, &Moments), theta: f64) -> Self {
        Self { treated: *treated, control: *control, theta, share: 0.0 }
    }

    fn units(&self) -> f64 {
        self.treated.n + self.control.n
    }

    fn smaller_arm(&self) -> f64 {
        self.treated.n.min(self.control.n)
    }

    fn difference(&self) -> Option<f64> {
        let adjusted = |arm: &Moments| Some(arm.mean()? - self.theta * arm.mean_d()?);
        Some(adjusted(&self.treated)? - adjusted(&self.control)?)
    }

    /// Variance of the arm's weighted mean of scale·y − θ·x.
    fn arm_variance(&self, arm: &Moments, scale: f64) -> Option<Variance> {
        let variance = arm.combined_variance(scale, -self.theta)? / arm.n;
        Some(Variance { value: self.share * self.share * variance, freedom: arm.n - 1.0 })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Comparison, Estimate};
    use super::*;

    /// `(y, x)` of both arms, then y of the units whose x is unknown.
    const TREATED: [(f64, f64); 3] = [(5.0, 1.0), (7.0, 2.0), (9.0, 4.0)];
    const CONTROL: [(f64, f64); 4] = [(3.0, 1.0), (4.0, 3.0), (8.0, 5.0), (6.0, 2.0)];
    const TREATED_UNKNOWN: [f64; 3] = [6.0, 10.0, 5.0];
    const CONTROL_UNKNOWN: [f64; 2] = [2.0, 4.0];

    fn pairs(rows: &[(f64, f64)]) -> Moments {
        let mut moments = Moments::default();
        rows.iter().for_each(|&(y, x)| moments.add_pair(y, x));
        moments
    }

    fn singles(rows: &[f64]) -> Moments {
        let mut moments = Moments::default();
        rows.iter().for_each(|&y| moments.add(y));
        moments
    }

    fn adjusted(treated_unknown: &[f64], control_unknown: &[f64]) -> Adjusted {
        let known = (&pairs(&TREATED), &pairs(&CONTROL));
        Adjusted::new(known, (&singles(treated_unknown), &singles(control_unknown))).unwrap()
    }

    /// Point, ends, standard error and p-value of the difference; then the relative point, ends and error.
    fn check(adjusted: &Adjusted, expected: [f64; 9]) {
        let (difference, relative) = (adjusted.difference_effect().unwrap(), adjusted.relative_effect().unwrap());
        let (ends, relative_ends) = (difference.interval().unwrap(), relative.interval().unwrap());
        let actual = [
            adjusted.difference().unwrap(),
            ends.lo,
            ends.hi,
            difference.standard_error(),
            difference.p_value().unwrap(),
            adjusted.relative().unwrap(),
            relative_ends.lo,
            relative_ends.hi,
            relative.standard_error(),
        ];
        for (actual, expected) in actual.into_iter().zip(expected) {
            assert!((actual / expected - 1.0).abs() < 1e-9, "{actual:e} is not {expected:e}");
        }
    }

    // Expected values: from the rows y − θx one by one, in fractions, and Student's t at 40 digits (mpmath).
    const KNOWN: [f64; 9] = [
        1253.0 / 576.0,
        0.22705009766164133,
        4.123644346782803,
        0.7193305659819164,
        0.035844881131011,
        179.0 / 432.0,
        -0.08818562832803595,
        0.9168893320317396,
        0.18554180750354257,
    ];
    const BOTH: [f64; 9] = [
        20291.0 / 6912.0,
        0.6694553073024391,
        5.201783118623487,
        0.8687783569631407,
        0.021188698392182334,
        20291.0 / 29808.0,
        -0.0320332153452258,
        1.393479806864281,
        0.2732491807347362,
    ];

    #[test]
    fn theta_is_pooled_over_both_arms() {
        assert!((theta(&pairs(&TREATED), &pairs(&CONTROL)).unwrap() - 49.0 / 48.0).abs() < 1e-14);
        let steady = pairs(&[(1.0, 0.1), (2.0, 0.1), (5.0, 0.1)]);
        assert_eq!(theta(&steady, &steady), None);
        assert_eq!(theta(&pairs(&TREATED), &Moments::default()), None);
    }

    #[test]
    fn units_without_a_covariate_are_a_stratum_beside_the_others() {
        check(&adjusted(&TREATED_UNKNOWN, &CONTROL_UNKNOWN), BOTH);
    }

    #[test]
    fn a_stratum_that_cannot_be_compared_is_left_out() {
        check(&adjusted(&[], &[]), KNOWN);
        check(&adjusted(&TREATED_UNKNOWN, &[]), KNOWN);
        check(&adjusted(&TREATED_UNKNOWN, &[2.0]), KNOWN);
    }

    #[test]
    fn single_units_have_a_difference_that_nobody_is_sure_of() {
        let known = (&pairs(&[(5.0, 1.0)]), &pairs(&[(3.0, 1.0)]));
        let single = Adjusted::new(known, (&singles(&[6.0, 8.0]), &singles(&[1.0]))).unwrap();
        assert!((single.difference().unwrap() - (2.0 * 2.0 + 3.0 * 6.0) / 5.0).abs() < 1e-14);
        assert_eq!(single.difference_effect(), None);
        assert_eq!(single.relative_effect(), None);
    }

    #[test]
    fn without_a_covariate_the_difference_is_the_plain_one() {
        let (treated, control) = (singles(&TREATED_UNKNOWN), singles(&CONTROL_UNKNOWN));
        let estimate = |arm| Estimate::mean(arm).unwrap();
        let plain = Comparison { treated: estimate(&treated), control: estimate(&control) };
        let none = Moments::default();
        let adjusted = Adjusted::new((&none, &none), (&treated, &control)).unwrap();
        assert_eq!(adjusted.difference(), plain.difference());
        assert_eq!(adjusted.difference_effect(), plain.difference_effect());
        assert_eq!(adjusted.relative(), plain.relative());
        let errors = [adjusted.relative_effect(), plain.relative_effect()].map(|effect| effect.unwrap().standard_error());
        assert!((errors[0] / errors[1] - 1.0).abs() < 1e-14, "{errors:?}");
        assert!(Adjusted::new((&none, &none), (&treated, &none)).is_none());
    }
}
