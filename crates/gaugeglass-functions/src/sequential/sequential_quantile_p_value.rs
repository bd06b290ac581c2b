//! `sequential_quantile_p_value(q, planned_n, y, is_treated)`: a test of one quantile in two arms that may be read at any
//! time.

use super::beta_binomial::Mixture;
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};

pub(crate) fn function() -> SampleFunction {
    SampleFunction::of_planned_arms(Point::Share, p_value, DOC)
}

/// At most the inverse of the two arms' likelihood ratios together, at the value that both speak least against.
fn p_value(q: f64, sample: &Sample) -> Option<f64> {
    let mixture = Mixture::new(q, sample.planned?)?;
    let treated = Arm::new(mixture, &sample.values)?;
    let control = Arm::new(mixture, &sample.control)?;
    let (low, high) = (treated.quantile.min(control.quantile), treated.quantile.max(control.quantile));
    // Outside these two values both ratios only rise, and between values neither changes.
    let values = sample.values.iter().chain(&sample.control).copied().filter(|value| (low..=high).contains(value));
    let against = values.map(|value| Some(treated.against(value)? + control.against(value)?)).collect::<Option<Vec<_>>>()?;
    let least = against.into_iter().fold(f64::INFINITY, f64::min);
    Some((-least).exp().min(1.0))
}

/// The sorted values of one arm.
struct Arm<'a> {
    mixture: Mixture,
    sorted: &'a [f64],
    /// How many of them, whole or not, below the quantile would speak least against it.
    expected: f64,
    /// The value that it falls on.
    quantile: f64,
}

impl<'a> Arm<'a> {
    /// None without values.
    fn new(mixture: Mixture, sorted: &'a [f64]) -> Option<Self> {
        let expected = mixture.least_surprising(sorted.len() as f64);
        let rank = (expected.ceil() as usize).clamp(1, sorted.len().max(1));
        Some(Self { mixture, sorted, expected, quantile: *sorted.get(rank - 1)? })
    }

    /// The logarithm of the likelihood ratio against the quantile being `value`. Where values tie with it, any count between
    /// those below and those up to it may be right, and the one that speaks least against it is taken.
    fn against(&self, value: f64) -> Option<f64> {
        let below = self.sorted.partition_point(|other| *other < value) as f64;
        let up_to = self.sorted.partition_point(|other| *other <= value) as f64;
        self.mixture.log_ratio(self.expected.max(below).min(up_to), self.sorted.len() as f64)
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "sequential_quantile_p_value",
    signature: "sequential_quantile_p_value(q double constant, planned_n double constant, y double, is_treated boolean) -> double",
    doc: "Two-sided p-value, to be looked at as often as one likes, that the q-quantile of y is the same in both arms, one \
          row a unit: min(1, exp(−min over v of Mt(v) + Mc(v))), where M(v) is the logarithm of the ratio of \
          sequential_proportion_lo with p = q for the units at or below v. It asks nothing of the distribution of y, not \
          even that it be continuous. planned_n is the number of units of one arm at which it matters most to find a \
          difference, fixed beforehand. NULL where an arm has no unit, planned_n is not above 0, or q is 0 or 1.",
    formula_source: "Howard and Ramdas 2022 (A/B test of quantiles), as confseq's quantile_ab_p_value",
    units: "probability",
};
