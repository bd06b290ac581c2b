//! Counts of the decisions of one use case.

use std::collections::BTreeMap;

use crate::campaigns::{CATEGORY_SORT, CHECKOUT_UPSELL, HOME_HERO};
use crate::clock::{DAY, END, MINUTE};
use crate::rows::decisions::Decision;

/// Use cases whose alerts are replayed minute by minute.
const STEADY: [&str; 3] = [HOME_HERO, CATEGORY_SORT, CHECKOUT_UPSELL];

/// All decisions of one use case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DecisionTally {
    pub(crate) valid: u64,
    pub(crate) good: u64,
    pub(crate) recent_valid: u64,
    pub(crate) recent_good: u64,
    pub(crate) recognised: u64,
    pub(crate) known_by_the_end: u64,
    pub(crate) contradicted: u64,
    /// Decisions that are no holdouts, and those of them that serve the default.
    pub(crate) served: u64,
    pub(crate) same_as_default: u64,
    pub(crate) in_time: u64,
    pub(crate) irrelevant_in_time: u64,
    pub(crate) is_in_seconds: bool,
    /// Time to decide of the answered, in microseconds.
    pub(crate) latencies: Vec<u32>,
    /// Requests and bad requests by minute, of the engines with steady traffic.
    pub(crate) minutes: BTreeMap<i64, [u64; 2]>,
}

impl DecisionTally {
    pub(super) fn add(&mut self, decision: &Decision) {
        let latency = decision.latency();
        let in_time = latency.is_some_and(|latency| latency < 1_000_000);
        let good = in_time && decision.error.is_empty() && !decision.is_fallback;
        let is_recent = decision.request >= END - 30 * DAY;
        let is_known = decision.recognition.person != 0;
        self.valid += 1;
        self.good += u64::from(good);
        self.recent_valid += u64::from(is_recent);
        self.recent_good += u64::from(is_recent && good);
        self.recognised += u64::from(is_known);
        self.known_by_the_end += u64::from(decision.judgement.is_known_by_the_end);
        self.contradicted += u64::from(decision.judgement.is_contradicted);
        let is_served = !decision.arm.is_some_and(|arm| arm.is_holdout);
        let is_same = decision.action == decision.default_action;
        self.served += u64::from(is_served);
        self.same_as_default += u64::from(is_served && is_same);
        self.in_time += u64::from(in_time);
        self.irrelevant_in_time += u64::from(in_time && is_irrelevant(decision));
        self.is_in_seconds = decision.envelope.source.precision == "s";
        self.latencies.extend(latency.map(|latency| latency as u32));
        if STEADY.contains(&decision.use_case) {
            let minute = self.minutes.entry(decision.request / MINUTE).or_default();
            minute[0] += 1;
            minute[1] += u64::from(!good);
        }
    }

    pub(crate) fn merge(&mut self, other: &mut Self) {
        self.valid += other.valid;
        self.good += other.good;
        self.recent_valid += other.recent_valid;
        self.recent_good += other.recent_good;
        self.recognised += other.recognised;
        self.known_by_the_end += other.known_by_the_end;
        self.contradicted += other.contradicted;
        self.served += other.served;
        self.same_as_default += other.same_as_default;
        self.in_time += other.in_time;
        self.irrelevant_in_time += other.irrelevant_in_time;
        self.is_in_seconds |= other.is_in_seconds;
        self.latencies.append(&mut other.latencies);
        for (minute, [valid, bad]) in &other.minutes {
            let mine = self.minutes.entry(*minute).or_default();
            mine[0] += valid;
            mine[1] += bad;
        }
    }

    /// Nearest-rank quantile in microseconds, the unanswered taken as infinitely slow.
    pub(crate) fn quantile(sorted: &[u32], valid: u64, share: f64) -> Option<u32> {
        let rank = (share * valid as f64).ceil().max(1.0) as usize;
        sorted.get(rank - 1).copied()
    }
}

/// Decided for nobody known, on features older than a day, or not decided at all.
fn is_irrelevant(decision: &Decision) -> bool {
    let is_stale = decision.feature_max.is_some_and(|newest| decision.request - newest > DAY);
    decision.recognition.person == 0 || is_stale || decision.is_fallback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unanswered_count_as_infinitely_slow() {
        let latencies: Vec<u32> = (1..=97).collect();
        assert_eq!(DecisionTally::quantile(&latencies, 100, 0.50), Some(50));
        assert_eq!(DecisionTally::quantile(&latencies, 100, 0.97), Some(97));
        assert_eq!(DecisionTally::quantile(&latencies, 100, 0.99), None);
    }
}
