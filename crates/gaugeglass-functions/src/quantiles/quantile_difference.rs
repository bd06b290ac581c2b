//! `quantile_difference(q, y, is_treated)`, its standard error and its interval: a quantile of the treated minus that
//! of the control.

use super::nearest_rank::quantile;
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};
use crate::statistics::{Interval, NORMAL_975};

const SOURCE: &str = "Woodruff 1952; Deng, Knoblich and Lu 2018; Yao, Li and Lu 2024 (algorithm 1), as GrowthBook computes it";

pub(crate) fn functions() -> [SampleFunction; 4] {
    let function = |evaluate, doc| SampleFunction::of_arms(Point::Share, evaluate, doc);
    [
        function(difference, POINT),
        function(standard_error, ERROR),
        function(|q, sample| Some(interval(q, sample)?.lo), LO),
        function(|q, sample| Some(interval(q, sample)?.hi), HI),
    ]
}

fn difference(q: f64, sample: &Sample) -> Option<f64> {
    Some(quantile(q, &sample.values)? - quantile(q, &sample.control)?)
}

/// None where it would be 0: ties hide how far the quantiles may lie from what was seen.
fn standard_error(q: f64, sample: &Sample) -> Option<f64> {
    let (treated, control) = (arm_error(q, &sample.values)?, arm_error(q, &sample.control)?);
    Some((treated * treated + control * control).sqrt()).filter(|error| *error > 0.0)
}

fn interval(q: f64, sample: &Sample) -> Option<Interval> {
    Interval::around(difference(q, sample)?, NORMAL_975 * standard_error(q, sample)?)
}

/// The width of the order-statistic interval of one arm, read as that of a normal one.
///
/// The share at or below the quantile is binomial, so its bounds are ranks and no density is estimated. Ranks are
/// rounded outwards, and none where one of them lies outside the sample.
fn arm_error(q: f64, sorted: &[f64]) -> Option<f64> {
    let n = sorted.len() as f64;
    let half = NORMAL_975 * (n * q * (1.0 - q)).sqrt();
    let value = |rank: f64| sorted.get((rank as usize).checked_sub(1)?).copied();
    let (low, high) = (value((n * q - half).floor())?, value((n * q + half).ceil())?);
    Some((high - low) / (2.0 * NORMAL_975))
}

const POINT: FunctionDoc = FunctionDoc {
    name: "quantile_difference",
    signature: "quantile_difference(q double constant, y double, is_treated boolean) -> double",
    doc: "The q-quantile of y among the treated minus that in the control, one row a unit: each is the ⌈q·n⌉-th \
          smallest value (nearest rank, exact). NULL where an arm has no unit.",
    formula_source: SOURCE,
    units: "unit of y",
};

const ERROR: FunctionDoc = FunctionDoc {
    name: "quantile_difference_se",
    signature: "quantile_difference_se(q double constant, y double, is_treated boolean) -> double",
    doc: "Standard error of quantile_difference: √(se²treated + se²control), where an arm's se is the distance of \
          its values at the ranks n·q ± z·√(n·q·(1 − q)), rounded outwards, over 2z, with z = 1.96. NULL where a \
          rank falls outside an arm (q = 0.5 needs 8 units, 0.95 needs 73, 0.99 needs 381), or where y ties so \
          much that it would be 0. Rows must be independent: one a unit, not one an event.",
    formula_source: SOURCE,
    units: "unit of y",
};

const LO: FunctionDoc = FunctionDoc {
    name: "quantile_difference_lo",
    signature: "quantile_difference_lo(q double constant, y double, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of quantile_difference: the difference − 1.96·quantile_difference_se, and \
          NULL where that is.",
    formula_source: SOURCE,
    units: "unit of y",
};

const HI: FunctionDoc = FunctionDoc {
    name: "quantile_difference_hi",
    signature: "quantile_difference_hi(q double constant, y double, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of quantile_difference; see quantile_difference_lo.",
    formula_source: SOURCE,
    units: "unit of y",
};
