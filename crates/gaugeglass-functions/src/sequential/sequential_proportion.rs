//! `sequential_proportion_lo(…)`, `sequential_proportion_hi(…)`: an interval of a share that may be read at any time.

use super::beta_binomial::Mixture;
use super::mixture::ALPHA;
use crate::FunctionDoc;
use crate::scalar::{Formula, NumberFunction};
use crate::statistics::{Proportion, boundary};

const SOURCE: &str = "Robbins 1970; Howard et al. 2021 (two-sided beta-binomial mixture), as confseq's bernoulli_confidence_interval";

pub(crate) fn functions() -> [NumberFunction; 2] {
    [NumberFunction::new(Formula::Three(low), LO), NumberFunction::new(Formula::Three(high), HI)]
}

fn low(successes: f64, n: f64, planned_n: f64) -> Option<f64> {
    let proportion = Proportion::new(successes, n).filter(|_| planned_n > 0.0)?;
    // One success does not rule out a share however small: the mixture's ratio stays below 20 down to 0.
    if successes <= 1.0 {
        return Some(0.0);
    }
    let is_covered = |share: f64| {
        let ratio = Mixture::new(share, planned_n).and_then(|mixture| mixture.log_ratio(successes, n));
        ratio.is_some_and(|ratio| ratio < -ALPHA.ln())
    };
    Some(boundary(proportion.share(), 0.0, is_covered))
}

fn high(successes: f64, n: f64, planned_n: f64) -> Option<f64> {
    Some(1.0 - low(n - successes, n, planned_n)?)
}

const LO: FunctionDoc = FunctionDoc {
    name: "sequential_proportion_lo",
    signature: "sequential_proportion_lo(successes double, n double, planned_n double) -> double",
    doc: "Lower end of the 95 % confidence sequence of a share: looked at as often as one likes, it leaves the truth out \
          at any time in at most 5 % of runs, for any n. Every share p with B(x + pw, n − x + (1 − p)w)/B(pw, (1 − p)w) < \
          20·pˣ(1 − p)ⁿ⁻ˣ, where x are the successes, B is the beta function, w = planned_n/(a + ln(1 + a)) − 1 (at least \
          .001) and a = −2 ln α. planned_n is the n at which a narrow interval matters most, fixed beforehand. 0 with one \
          success or none. The end is found by bisection to the last digits of a double. NULL unless 0 ≤ successes ≤ n, n \
          > 0 and planned_n > 0.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "sequential_proportion_hi",
    signature: "sequential_proportion_hi(successes double, n double, planned_n double) -> double",
    doc: "Upper end of the 95 % confidence sequence of a share, 1 with one failure or none; see sequential_proportion_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
