//! How long the decision engine takes: a sum of lognormal stages.

use crate::random::Dice;

/// Time spent in each stage, in whole milliseconds, as a monotonic clock shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stages {
    pub(crate) queue_ms: i32,
    pub(crate) identity_ms: i32,
    pub(crate) feature_ms: i32,
    pub(crate) policy_ms: i32,
    pub(crate) content_ms: i32,
}

/// Medians of identity, features, policy and content, in microseconds.
pub(crate) const MEDIANS: [f64; 4] = [25e3, 60e3, 30e3, 40e3];
/// Spread of each stage.
pub(crate) const SIGMA: f64 = 0.6;
/// An ordinary answer never takes longer, so that every slow one is planted.
const ORDINARY_MAX: i64 = 990_000;

/// An ordinary answer: the stages, and their sum in microseconds.
pub(crate) fn ordinary(dice: &mut Dice) -> (Stages, i64) {
    let times = MEDIANS.map(|median| dice.lognormal(median, SIGMA) as i64);
    let total = times.iter().sum::<i64>().min(ORDINARY_MAX);
    (stages(times), total)
}

/// An answer of a given length, all beyond the ordinary spent in the queue.
pub(crate) fn slow(dice: &mut Dice, total: i64) -> (Stages, i64) {
    let (stages, ordinary) = ordinary(dice);
    let queue_ms = ((total - ordinary).max(0) / 1_000) as i32;
    (Stages { queue_ms, ..stages }, total.max(ordinary))
}

fn stages(times: [i64; 4]) -> Stages {
    let [identity, feature, policy, content] = times.map(|time| (time / 1_000) as i32);
    Stages { queue_ms: 0, identity_ms: identity, feature_ms: feature, policy_ms: policy, content_ms: content }
}
