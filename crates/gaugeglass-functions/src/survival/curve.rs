//! The product-limit curve with Greenwood's variance and the log-log band.

use crate::aggregate::Sample;
use crate::statistics::{Interval, NORMAL_975};

/// The curve from `time` to the next step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub time: f64,
    /// Share of which the event has not happened by `time`.
    pub survival: f64,
    /// Greenwood's sum Σ d / (r·(r − d)).
    pub(super) greenwood: f64,
}

impl Step {
    /// Pointwise 95 % interval on the log(−log) scale; none where survival is 0 or 1.
    pub(crate) fn interval(&self) -> Option<Interval> {
        log_log_interval(self.survival, self.greenwood.sqrt())
    }
}

/// 95 % interval of `share` on the log(−log) scale, from its standard error as a part of it; none where it is 0 or 1.
pub(super) fn log_log_interval(share: f64, relative_error: f64) -> Option<Interval> {
    let width = NORMAL_975 * relative_error / share.ln().abs();
    let bound = |width: f64| share.powf(width.exp());
    let inside = share > 0.0 && share < 1.0;
    inside.then(|| Interval::between(bound(width), bound(-width))).flatten()
}

/// The longest time anyone was seen; past it a curve is unknown unless nobody is left to wait.
pub(super) fn longest(sample: &Sample) -> Option<f64> {
    let last = [sample.values.last(), sample.censored.last(), sample.competing.last()];
    last.into_iter().flatten().copied().reduce(f64::max)
}

/// One step per distinct time of an event, from a sorted sample.
///
/// Who is censored at the time of an event was still at risk of it.
pub(crate) fn curve(sample: &Sample) -> Vec<Step> {
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut censored_before = 0;
    let mut steps = Vec::new();
    let mut rest = sample.values.as_slice();
    while let Some(&time) = rest.first() {
        let events = rest.partition_point(|value| *value <= time);
        censored_before += sample.censored[censored_before..].partition_point(|value| *value < time);
        let at_risk = (rest.len() + sample.censored.len() - censored_before) as f64;
        let survivors = at_risk - events as f64;
        survival *= survivors / at_risk;
        greenwood += events as f64 / (at_risk * survivors);
        steps.push(Step { time, survival, greenwood });
        rest = &rest[events..];
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    // Events at 1, 3, 3, 5; still waiting at 2 and 3. At risk: 6, 4, 1.
    #[test]
    fn steps_are_where_events_are_and_the_waiting_count_as_at_risk() {
        let sample = Sample { values: vec![1.0, 3.0, 3.0, 5.0], censored: vec![2.0, 3.0], ..Sample::default() };
        let steps = curve(&sample);
        let survivals: Vec<_> = steps.iter().map(|step| (step.time, step.survival)).collect();
        assert_eq!(survivals, [(1.0, 5.0 / 6.0), (3.0, 5.0 / 6.0 * 0.5), (5.0, 0.0)]);
        assert!((steps[1].greenwood - (1.0 / 30.0 + 2.0 / 8.0)).abs() < 1e-15);
    }

    #[test]
    fn nothing_happened_gives_no_step() {
        let sample = Sample { values: vec![], censored: vec![2.0, 3.0], ..Sample::default() };
        assert_eq!(curve(&sample), []);
    }
}
