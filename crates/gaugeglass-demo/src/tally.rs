//! What a correct reader must find in the logs, counted from the rows themselves as they are made.
//!
//! Copies, bots and testers are left out. Nothing here knows SQL: it is the other side of the comparison.

use std::collections::BTreeMap;

use crate::campaigns::{CATEGORY_SORT, CHECKOUT_UPSELL, HOME_HERO};
use crate::clock::{DAY, END, Instant, MINUTE};
use crate::rows::Envelope;
use crate::rows::assignments::Exposure;
use crate::rows::decisions::Decision;
use crate::rows::events::Event;
use crate::rows::orders::Order;

/// Windows after exposure, in days.
pub(crate) const WINDOWS: [i64; 4] = [1, 7, 28, 56];
/// Window of retention, in days after exposure.
const RETENTION: (i64, i64) = (30, 37);

/// Use cases whose alerts are replayed minute by minute.
const STEADY: [&str; 3] = [HOME_HERO, CATEGORY_SORT, CHECKOUT_UPSELL];

/// One arm of one experiment in one window, over units whose window has closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WindowTally {
    pub(crate) units: u64,
    pub(crate) converted: u64,
    pub(crate) orders: u64,
    /// Revenue after discount in ten-thousandths of a US dollar, and what was paid back of it.
    pub(crate) revenue: i64,
    pub(crate) refunded: i64,
}

/// One arm of one experiment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ArmTally {
    pub(crate) exposed: u64,
    pub(crate) windows: [WindowTally; 4],
    /// Units whose month is over, and those of them who were active.
    pub(crate) mature: u64,
    pub(crate) retained: u64,
    /// Active among all who were exposed, whether their month is over or not.
    pub(crate) retained_so_far: u64,
}

/// All orders of the world.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OrderTally {
    pub(crate) orders: u64,
    pub(crate) customers: u64,
    pub(crate) revenue: i64,
    pub(crate) refunded: i64,
    pub(crate) without_rate: u64,
    pub(crate) cancelled: u64,
}

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

/// Everything that is counted.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) arms: BTreeMap<(&'static str, &'static str), ArmTally>,
    /// Units seen in both arms, by experiment.
    pub(crate) jumpers: BTreeMap<&'static str, u64>,
    pub(crate) orders: OrderTally,
    pub(crate) decisions: BTreeMap<&'static str, DecisionTally>,
    /// Exposed units by platform and arm, of the experiment that loses some.
    pub(crate) platforms: BTreeMap<(&'static str, &'static str, &'static str), u64>,
}

/// An order as its last row has it.
struct Purchase {
    placed: Instant,
    revenue: Option<i64>,
    refunded: i64,
}

impl Tally {
    /// Counts one customer.
    pub(crate) fn person(
        &mut self,
        user: u64,
        events: &[Event],
        orders: &[Order],
        exposures: &[Exposure],
    ) {
        let purchases = self.purchases(user, orders);
        let mut activity: Vec<Instant> = events
            .iter()
            .filter(|event| event.user == user && is_real(&event.envelope))
            .map(|event| event.envelope.time)
            .collect();
        activity.sort_unstable();
        let first = first_exposures(user, exposures);
        for exposure in &first {
            self.expose(exposure, &first, &purchases, &activity);
        }
    }

    fn expose(
        &mut self,
        first: &Exposure,
        all: &[&Exposure],
        purchases: &[Purchase],
        activity: &[Instant],
    ) {
        let is_jumper = all
            .iter()
            .any(|other| other.experiment == first.experiment && other.variant != first.variant);
        if is_jumper {
            // Each jumper comes up twice, once for either arm.
            *self.jumpers.entry(first.experiment).or_default() += u64::from(first.would_have);
            return;
        }
        let source = first.envelope.source.uri;
        *self
            .platforms
            .entry((first.experiment, source, first.variant))
            .or_default() += 1;
        let arm = self
            .arms
            .entry((first.experiment, first.variant))
            .or_default();
        arm.exposed += 1;
        let at = first.envelope.time;
        for (window, days) in arm.windows.iter_mut().zip(WINDOWS) {
            window.add(at, at + days * DAY, purchases);
        }
        arm.retain(at, activity);
    }

    fn purchases(&mut self, user: u64, orders: &[Order]) -> Vec<Purchase> {
        let mut last: BTreeMap<u64, &Order> = BTreeMap::new();
        for order in orders
            .iter()
            .filter(|order| order.user == user && is_real(&order.envelope))
        {
            let known = last.entry(order.order).or_insert(order);
            if order.envelope.ingest > known.envelope.ingest {
                *known = order;
            }
        }
        let all = last.len() as u64;
        let purchases: Vec<Purchase> = last
            .into_values()
            .filter(|order| order.cancelled_time.is_none())
            .map(purchase)
            .collect();
        self.orders.add(all, &purchases);
        purchases
    }

    /// Counts decisions.
    pub(crate) fn decide(&mut self, decisions: &[Decision]) {
        for decision in decisions.iter().filter(|row| is_real(&row.envelope)) {
            self.decisions
                .entry(decision.use_case)
                .or_default()
                .add(decision);
        }
    }

    pub(crate) fn merge(&mut self, other: &mut Self) {
        for (key, arm) in &other.arms {
            self.arms.entry(*key).or_default().merge(arm);
        }
        for (key, count) in &other.jumpers {
            *self.jumpers.entry(key).or_default() += count;
        }
        for (key, count) in &other.platforms {
            *self.platforms.entry(*key).or_default() += count;
        }
        self.orders.merge(&other.orders);
        for (key, decisions) in &mut other.decisions {
            self.decisions.entry(key).or_default().merge(decisions);
        }
    }
}

/// Whether a row is in the logs, says something new, and a customer is behind it.
fn is_real(envelope: &Envelope) -> bool {
    let mark = envelope.mark;
    envelope.ingest < END && !(mark.is_bot || mark.is_test || mark.is_copy)
}

/// The first exposure of each experiment and variant.
fn first_exposures(user: u64, exposures: &[Exposure]) -> Vec<&Exposure> {
    let mut first: BTreeMap<(&str, &str), &Exposure> = BTreeMap::new();
    let is_theirs = |row: &&Exposure| row.unit.number == user && is_real(&row.envelope);
    for exposure in exposures.iter().filter(is_theirs) {
        let known = first
            .entry((exposure.experiment, exposure.variant))
            .or_insert(exposure);
        if exposure.envelope.time < known.envelope.time {
            *known = exposure;
        }
    }
    first.into_values().collect()
}

fn purchase(order: &Order) -> Purchase {
    let rate = order.envelope.market.rate(order.placed);
    let refunded = match (order.status, order.refunded) {
        // A refund that names no amount pays back the whole order.
        ("refunded", None) => order.gross - order.discount,
        (_, refunded) => refunded.unwrap_or(0),
    };
    Purchase {
        placed: order.placed,
        revenue: order.revenue_base(),
        refunded: (refunded as f64 * rate).round() as i64,
    }
}

impl WindowTally {
    fn add(&mut self, from: Instant, to: Instant, purchases: &[Purchase]) {
        if to > END {
            return;
        }
        let within = |purchase: &&Purchase| purchase.placed >= from && purchase.placed < to;
        let before = self.orders;
        self.units += 1;
        for purchase in purchases.iter().filter(within) {
            self.orders += 1;
            self.revenue += purchase.revenue.unwrap_or(0);
            self.refunded += purchase.refunded;
        }
        self.converted += u64::from(self.orders > before);
    }

    fn merge(&mut self, other: &Self) {
        self.units += other.units;
        self.converted += other.converted;
        self.orders += other.orders;
        self.revenue += other.revenue;
        self.refunded += other.refunded;
    }
}

impl ArmTally {
    fn retain(&mut self, at: Instant, activity: &[Instant]) {
        let (from, to) = (at + RETENTION.0 * DAY, at + RETENTION.1 * DAY);
        let place = activity.partition_point(|time| *time < from);
        let is_active = activity.get(place).is_some_and(|time| *time < to);
        self.retained_so_far += u64::from(is_active);
        if to <= END {
            self.mature += 1;
            self.retained += u64::from(is_active);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.exposed += other.exposed;
        self.mature += other.mature;
        self.retained += other.retained;
        self.retained_so_far += other.retained_so_far;
        for (mine, theirs) in self.windows.iter_mut().zip(&other.windows) {
            mine.merge(theirs);
        }
    }
}

impl OrderTally {
    fn add(&mut self, all: u64, purchases: &[Purchase]) {
        self.cancelled += all - purchases.len() as u64;
        self.orders += purchases.len() as u64;
        self.customers += u64::from(!purchases.is_empty());
        for purchase in purchases {
            self.revenue += purchase.revenue.unwrap_or(0);
            self.without_rate += u64::from(purchase.revenue.is_none());
            self.refunded += purchase.refunded;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.orders += other.orders;
        self.customers += other.customers;
        self.revenue += other.revenue;
        self.refunded += other.refunded;
        self.without_rate += other.without_rate;
        self.cancelled += other.cancelled;
    }
}

impl DecisionTally {
    fn add(&mut self, decision: &Decision) {
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
    let is_stale = decision
        .feature_max
        .is_some_and(|newest| decision.request - newest > DAY);
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

    #[test]
    fn a_window_counts_from_the_exposure_and_only_when_closed() {
        let purchase = |placed| Purchase {
            placed,
            revenue: Some(10),
            refunded: 0,
        };
        let exposed = END - 8 * DAY;
        let purchases = [
            exposed - 1,
            exposed,
            exposed + 7 * DAY - 1,
            exposed + 7 * DAY,
        ]
        .map(purchase);
        let mut window = WindowTally::default();
        window.add(exposed, exposed + 7 * DAY, &purchases);
        assert_eq!(
            (
                window.units,
                window.converted,
                window.orders,
                window.revenue
            ),
            (1, 1, 2, 20)
        );
        window.add(END - DAY, END + 6 * DAY, &purchases);
        assert_eq!(window.units, 1, "an open window is left out");
    }
}
