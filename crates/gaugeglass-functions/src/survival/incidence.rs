//! The cumulative incidence of an event that competing ones may prevent: Aalen and Johansen's estimator.

use crate::aggregate::Sample;

/// One time at which something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    at_risk: f64,
    /// How many the event came to.
    happened: f64,
    /// How many the event or a competing one came to.
    ended: f64,
    /// Share to which nothing had happened before this time.
    free_before: f64,
    /// Share to which the event has happened by this time.
    pub incidence: f64,
}

impl Step {
    /// Share to which nothing has happened by this time.
    pub(super) fn free(&self) -> f64 {
        self.free_before * (self.at_risk - self.ended) / self.at_risk
    }

    /// This time's part in the variance of the incidence at a later time.
    fn variance_part(&self, incidence: f64) -> f64 {
        let (n, later) = (self.at_risk, incidence - self.incidence);
        let left = n - self.ended;
        // Where nobody is left nothing comes later: 0 / 0.
        let of_waiting = if left > 0.0 { later * later * self.ended / (n * left) } else { 0.0 };
        let of_event = self.free_before * self.free_before * self.happened * (n - self.happened) / (n * n * n);
        let of_both = later * self.free_before * self.happened / (n * n);
        of_waiting + of_event - 2.0 * of_both
    }
}

/// One step per distinct time up to `t` of an event or a competing one, from a sorted sample.
///
/// Who is censored at such a time was still at risk of it.
pub(super) fn steps(t: f64, sample: &Sample) -> Vec<Step> {
    let (mut events, mut competing) = (sample.values.as_slice(), sample.competing.as_slice());
    let mut censored = sample.censored.as_slice();
    let (mut free_before, mut incidence) = (1.0, 0.0);
    let mut steps = Vec::new();
    while let Some(time) = first(events, competing).filter(|time| *time <= t) {
        pass(&mut censored, |value| value < time);
        let at_risk = (events.len() + competing.len() + censored.len()) as f64;
        let happened = pass(&mut events, |value| value <= time);
        let ended = happened + pass(&mut competing, |value| value <= time);
        incidence += free_before * happened / at_risk;
        let step = Step { at_risk, happened, ended, free_before, incidence };
        free_before = step.free();
        steps.push(step);
    }
    steps
}

/// Variance of the incidence F at the last step by the delta method,
/// Σ (F − Fᵢ)²·d/(n(n − d)) + Σ S²·e(n − e)/n³ − 2 Σ (F − Fᵢ)·S·e/n²,
/// with d ends of either kind and e events among n at risk, and S the share free before.
pub(super) fn variance(steps: &[Step]) -> Option<f64> {
    let incidence = steps.last()?.incidence;
    Some(steps.iter().map(|step| step.variance_part(incidence)).sum())
}

fn first(events: &[f64], competing: &[f64]) -> Option<f64> {
    [events.first(), competing.first()].into_iter().flatten().copied().reduce(f64::min)
}

/// Drops the sorted values that `is_past` from the front, and says how many they were.
fn pass(values: &mut &[f64], is_past: impl Fn(f64) -> bool) -> f64 {
    let count = values.partition_point(|value| is_past(*value));
    *values = &values[count..];
    count as f64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::survival::curve::{curve, longest};

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-14, "{actual} is not {expected}");
    }

    // Nobody is censored: every share is binomial.
    #[test]
    fn without_censoring_the_variance_is_binomial() {
        let values = vec![1.0, 3.0, 3.0, 6.0, 8.0];
        let sample = Sample { values, competing: vec![2.0, 3.0, 5.0, 7.0, 9.0], ..Sample::default() };
        for (t, share) in [(1.0, 0.1), (3.0, 0.3), (5.5, 0.3), (6.0, 0.4), (9.0, 0.5)] {
            let steps = steps(t, &sample);
            close(steps.last().unwrap().incidence, share);
            close(variance(&steps).unwrap(), share * (1.0 - share) / 10.0);
        }
    }

    // F is 1 − S then, and so has the variance of S.
    #[test]
    fn without_competing_events_the_variance_is_greenwoods() {
        let sample = Sample { values: vec![1.0, 3.0, 3.0, 5.0, 8.0], censored: vec![2.0, 3.0, 6.0, 9.0], ..Sample::default() };
        let curve = curve(&sample);
        for step in &curve {
            let steps = steps(step.time, &sample);
            close(steps.last().unwrap().incidence, 1.0 - step.survival);
            close(variance(&steps).unwrap(), step.survival * step.survival * step.greenwood);
        }
        assert_eq!((curve.len(), longest(&sample)), (4, Some(9.0)));
    }

    #[test]
    fn before_anything_happened_there_is_no_step() {
        let sample = Sample { values: vec![4.0], censored: vec![1.0], competing: vec![3.0], ..Sample::default() };
        assert_eq!(steps(2.9, &sample), []);
        assert_eq!(variance(&[]), None);
    }
}
