//! Rows sorted into the day on which they arrived.

use std::collections::BTreeMap;

use crate::clock::{DAYS, Instant, day_of};
use crate::rows::approvals::Approval;
use crate::rows::assignments::{Assignment, Exposure};
use crate::rows::decisions::Decision;
use crate::rows::deliveries::Delivery;
use crate::rows::events::Event;
use crate::rows::identity_observations::Observation;
use crate::rows::orders::Order;
use crate::rows::{Fact, Rows};

/// Rows of one log by day of arrival.
pub(crate) struct ByDay<R>(Vec<Vec<R>>);

impl<R: Fact> ByDay<R> {
    fn new(rows: Vec<R>) -> Self {
        let mut days: Vec<Vec<R>> = (0..DAYS).map(|_| Vec::new()).collect();
        for row in rows {
            if let Some(day) = days.get_mut(day_of(row.envelope().ingest)) {
                day.push(row);
            }
        }
        Self(days)
    }

    pub(crate) fn day(&self, day: usize) -> &[R] {
        &self.0[day]
    }
}

/// The facts of one chunk by log and day.
pub(crate) struct Partitions {
    pub(crate) events: ByDay<Event>,
    pub(crate) orders: ByDay<Order>,
    pub(crate) decisions: ByDay<Decision>,
    pub(crate) deliveries: ByDay<Delivery>,
    pub(crate) observations: ByDay<Observation>,
    pub(crate) assignments: ByDay<Assignment>,
    pub(crate) exposures: ByDay<Exposure>,
    pub(crate) approvals: ByDay<Approval>,
}

impl Partitions {
    /// Takes the facts out of `rows`.
    pub(crate) fn of(rows: &mut Rows) -> Self {
        Self {
            events: ByDay::new(std::mem::take(&mut rows.events)),
            orders: ByDay::new(std::mem::take(&mut rows.orders)),
            decisions: ByDay::new(std::mem::take(&mut rows.decisions)),
            deliveries: ByDay::new(std::mem::take(&mut rows.deliveries)),
            observations: ByDay::new(std::mem::take(&mut rows.observations)),
            assignments: ByDay::new(std::mem::take(&mut rows.assignments)),
            exposures: ByDay::new(std::mem::take(&mut rows.exposures)),
            approvals: ByDay::new(std::mem::take(&mut rows.approvals)),
        }
    }
}

/// How many rows a source gave a log, and how new they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) rows: u64,
    pub(crate) copies: u64,
    pub(crate) last_event: Instant,
    pub(crate) last_ingest: Instant,
}

/// Feeds by log and source.
pub(crate) type Feeds = BTreeMap<(&'static str, &'static str), Feed>;

/// Adds rows to the feeds.
pub(crate) fn count<R: Fact>(feeds: &mut Feeds, rows: &[R]) {
    for row in rows {
        let envelope = row.envelope();
        let feed = Feed { rows: 1, copies: u64::from(envelope.mark.is_same_key), last_event: envelope.time, last_ingest: envelope.ingest };
        add(feeds, (R::LOG, envelope.source.uri), feed);
    }
}

/// Adds feeds to feeds.
pub(crate) fn merge(feeds: &mut Feeds, other: &Feeds) {
    for (key, feed) in other {
        add(feeds, *key, *feed);
    }
}

fn add(feeds: &mut Feeds, key: (&'static str, &'static str), more: Feed) {
    let feed = feeds.entry(key).or_insert(Feed { rows: 0, copies: 0, ..more });
    feed.rows += more.rows;
    feed.copies += more.copies;
    feed.last_event = feed.last_event.max(more.last_event);
    feed.last_ingest = feed.last_ingest.max(more.last_ingest);
}
