//! What a correct reader must find in the logs, counted from the rows themselves as they are made.
//!
//! Copies, bots and testers are left out. Nothing here knows SQL: it is the other side of the comparison.

use std::collections::BTreeMap;

use crate::clock::{DAY, END, Instant};
use crate::rows::Envelope;
use crate::rows::assignments::Exposure;
use crate::rows::decisions::Decision;
use crate::rows::events::Event;
use crate::rows::orders::Order;

mod arms;
mod decisions;
mod orders;

pub(crate) use arms::{ArmTally, WINDOWS, WindowTally};
pub(crate) use decisions::DecisionTally;
use orders::{OrderTally, Purchase, purchase};

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

impl Tally {
    /// Counts one customer.
    pub(crate) fn person(&mut self, user: u64, events: &[Event], orders: &[Order], exposures: &[Exposure]) {
        let purchases = self.purchases(user, events, orders);
        let mut activity: Vec<Instant> =
            events.iter().filter(|event| event.user == user && is_real(&event.envelope)).map(|event| event.envelope.time).collect();
        activity.sort_unstable();
        let first = first_exposures(user, exposures);
        for exposure in &first {
            self.expose(exposure, &first, &purchases, &activity);
        }
    }

    fn expose(&mut self, first: &Exposure, all: &[&Exposure], purchases: &[Purchase], activity: &[Instant]) {
        let is_jumper = all.iter().any(|other| other.experiment == first.experiment && other.variant != first.variant);
        if is_jumper {
            // Each jumper comes up twice, once for either arm.
            *self.jumpers.entry(first.experiment).or_default() += u64::from(first.would_have);
            return;
        }
        let source = first.envelope.source.uri;
        *self.platforms.entry((first.experiment, source, first.variant)).or_default() += 1;
        let arm = self.arms.entry((first.experiment, first.variant)).or_default();
        arm.exposed += 1;
        let at = first.envelope.time;
        for (window, days) in arm.windows.iter_mut().zip(WINDOWS) {
            window.add(at, at + days * DAY, purchases);
        }
        arm.retain(at, activity);
    }

    fn purchases(&mut self, user: u64, events: &[Event], orders: &[Order]) -> Vec<Purchase> {
        let mut last: BTreeMap<u64, &Order> = BTreeMap::new();
        for order in orders.iter().filter(|order| order.user == user && is_real(&order.envelope)) {
            let known = last.entry(order.order).or_insert(order);
            if order.envelope.ingest > known.envelope.ingest {
                *known = order;
            }
        }
        // The browser tells of an order a few minutes before the order system does, and the world may end between the two.
        for order in orders.iter().filter(|order| order.user == user && order.status == "placed" && is_customers(&order.envelope)) {
            if !last.contains_key(&order.order) && is_told(order.order, events) {
                last.insert(order.order, order);
            }
        }
        let all = last.len() as u64;
        let purchases: Vec<Purchase> = last.into_values().filter(|order| order.cancelled_time.is_none()).map(purchase).collect();
        self.orders.add(all, &purchases);
        purchases
    }

    /// Counts decisions.
    pub(crate) fn decide(&mut self, decisions: &[Decision]) {
        for decision in decisions.iter().filter(|row| is_real(&row.envelope)) {
            self.decisions.entry(decision.use_case).or_default().add(decision);
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
    envelope.ingest < END && is_customers(envelope)
}

/// Whether a row says something new, and a customer is behind it.
fn is_customers(envelope: &Envelope) -> bool {
    let mark = envelope.mark;
    !(mark.is_bot || mark.is_test || mark.is_copy)
}

/// Whether the browser's report of an order is in the logs.
fn is_told(order: u64, events: &[Event]) -> bool {
    events.iter().any(|event| event.order == order && event.envelope.kind == "order_completed" && is_real(&event.envelope))
}

/// The first exposure of each experiment and variant.
fn first_exposures(user: u64, exposures: &[Exposure]) -> Vec<&Exposure> {
    let mut first: BTreeMap<(&str, &str), &Exposure> = BTreeMap::new();
    let is_theirs = |row: &&Exposure| row.unit.number == user && is_real(&row.envelope);
    for exposure in exposures.iter().filter(is_theirs) {
        let known = first.entry((exposure.experiment, exposure.variant)).or_insert(exposure);
        if exposure.envelope.time < known.envelope.time {
            *known = exposure;
        }
    }
    first.into_values().collect()
}
