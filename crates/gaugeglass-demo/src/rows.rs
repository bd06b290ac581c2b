//! Rows of each log before they become columns, and the envelope that opens a fact.
//!
//! Ids are numbers until they are written: a prefix tells what they name.

use crate::clock::{Instant, MINUTE, SECOND};
use crate::market::Market;

pub(crate) mod approvals;
pub(crate) mod assignments;
pub(crate) mod consents;
pub(crate) mod decisions;
pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod identity_links;
pub(crate) mod identity_map;
pub(crate) mod identity_observations;
pub(crate) mod orders;

/// A system that produces facts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) uri: &'static str,
    pub(crate) precision: &'static str,
    pub(crate) clock: &'static str,
}

const fn source(uri: &'static str, precision: &'static str, clock: &'static str) -> Source {
    Source { uri, precision, clock }
}

pub(crate) static SHOP_WEB: Source = source("/shop/web", "ms", "client");
pub(crate) static SHOP_IOS: Source = source("/shop/ios", "ms", "client");
pub(crate) static SHOP_ANDROID: Source = source("/shop/android", "ms", "client");
pub(crate) static SHOP_SERVER: Source = source("/shop/server", "us", "server");
pub(crate) static ORDER_SYSTEM: Source = source("/oms", "us", "server");
pub(crate) static ENGINE: Source = source("/decisions/engine", "us", "server");
/// The provider whose clock shows whole seconds.
pub(crate) static EMAIL_ENGINE: Source = source("/decisions/email", "s", "provider");
pub(crate) static BRAZE: Source = source("/braze/currents", "s", "provider");
pub(crate) static RESOLVER: Source = source("/identity/resolver", "us", "server");
pub(crate) static EXPERIMENTS: Source = source("/experiments", "us", "server");
pub(crate) static APPROVAL_FLOW: Source = source("/approvals/flow", "us", "server");

/// The columns that open every fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope {
    pub(crate) id: u64,
    pub(crate) source: &'static Source,
    pub(crate) kind: &'static str,
    pub(crate) market: Market,
    pub(crate) time: Instant,
    /// How far the device clock is ahead, where the source ships it.
    pub(crate) client_ahead: Option<i32>,
    pub(crate) received: Instant,
    pub(crate) ingest: Instant,
    pub(crate) mark: Mark,
}

/// What a row is besides a fact.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    pub(crate) is_test: bool,
    pub(crate) is_bot: bool,
    /// Repeats a fact that is in the log already.
    pub(crate) is_copy: bool,
    /// Repeats it under the same key.
    pub(crate) is_same_key: bool,
    /// Belongs to a plant, so that no defect may change what it says.
    pub(crate) is_planted: bool,
}

impl Envelope {
    /// A fact that reaches the server within two seconds and storage within ten minutes.
    pub(crate) fn new(id: u64, source: &'static Source, kind: &'static str, market: Market, time: Instant) -> Self {
        let time = if source.precision == "s" {
            time - time.rem_euclid(SECOND)
        } else if source.precision == "ms" {
            time - time.rem_euclid(1_000)
        } else {
            time
        };
        let received = time + 40_000 + (id % 1_900_000) as i64;
        let ingest = received + MINUTE + ((id >> 24) % 540) as i64 * SECOND;
        Self { id, source, kind, market, time, client_ahead: None, received, ingest, mark: Mark::default() }
    }
}

impl Envelope {
    /// The time by the device's own clock, where the source ships it.
    pub(crate) fn client_time(&self) -> Option<Instant> {
        self.client_ahead.map(|ahead| self.time + i64::from(ahead))
    }
}

/// A row that is a fact of some log.
pub(crate) trait Fact: Copy {
    /// Name of the log.
    const LOG: &'static str;
    fn envelope(&self) -> &Envelope;
    fn envelope_mut(&mut self) -> &mut Envelope;
}

macro_rules! fact {
    ($row:ty, $log:literal) => {
        impl crate::rows::Fact for $row {
            const LOG: &'static str = $log;
            fn envelope(&self) -> &crate::rows::Envelope {
                &self.envelope
            }
            fn envelope_mut(&mut self) -> &mut crate::rows::Envelope {
                &mut self.envelope
            }
        }
    };
}
pub(crate) use fact;

/// Products of a cart, order or message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Basket {
    products: [u32; 3],
    count: u8,
}

impl Basket {
    pub(crate) fn of(products: &[u32]) -> Self {
        let mut basket = Self::default();
        for product in products.iter().take(3) {
            basket.products[usize::from(basket.count)] = *product;
            basket.count += 1;
        }
        basket
    }

    pub(crate) fn products(&self) -> &[u32] {
        &self.products[..usize::from(self.count)]
    }
}

/// The rows that one chunk of the world adds to each log.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) events: Vec<events::Event>,
    pub(crate) orders: Vec<orders::Order>,
    pub(crate) decisions: Vec<decisions::Decision>,
    pub(crate) deliveries: Vec<deliveries::Delivery>,
    pub(crate) observations: Vec<identity_observations::Observation>,
    pub(crate) links: Vec<identity_links::Link>,
    pub(crate) map: Vec<identity_map::Mapping>,
    pub(crate) assignments: Vec<assignments::Assignment>,
    pub(crate) exposures: Vec<assignments::Exposure>,
    pub(crate) consents: Vec<consents::Consent>,
    pub(crate) approvals: Vec<approvals::Approval>,
    /// Whose each identifier is, beside what the resolver made of it; never in a log.
    pub(crate) identities: Vec<IdentityTruth>,
}

/// Whose an identifier is, and the person that the last identity map gives it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdentityTruth {
    pub(crate) identifier: crate::identity::Identifier,
    pub(crate) owner: u64,
    pub(crate) mapped: u64,
}

impl Rows {
    pub(crate) fn identity_truth(&mut self, identifier: crate::identity::Identifier, owner: u64, mapped: u64) {
        self.identities.push(IdentityTruth { identifier, owner, mapped });
    }
}

/// How many rows of each log there were at some moment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowsMark {
    pub(crate) events: usize,
    pub(crate) orders: usize,
    pub(crate) decisions: usize,
    pub(crate) deliveries: usize,
    pub(crate) observations: usize,
    pub(crate) assignments: usize,
    pub(crate) exposures: usize,
    pub(crate) approvals: usize,
}

impl Rows {
    pub(crate) fn mark(&self) -> RowsMark {
        RowsMark {
            events: self.events.len(),
            orders: self.orders.len(),
            decisions: self.decisions.len(),
            deliveries: self.deliveries.len(),
            observations: self.observations.len(),
            assignments: self.assignments.len(),
            exposures: self.exposures.len(),
            approvals: self.approvals.len(),
        }
    }

    /// Drops what arrives after the end of the world.
    pub(crate) fn keep_arrived(&mut self) {
        keep_arrived(&mut self.events);
        keep_arrived(&mut self.orders);
        keep_arrived(&mut self.decisions);
        keep_arrived(&mut self.deliveries);
        keep_arrived(&mut self.observations);
        keep_arrived(&mut self.assignments);
        keep_arrived(&mut self.exposures);
        keep_arrived(&mut self.approvals);
    }
}

fn keep_arrived<R: Fact>(rows: &mut Vec<R>) {
    rows.retain(|row| row.envelope().ingest < crate::clock::END);
}
