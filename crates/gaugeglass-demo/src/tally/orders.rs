//! Counts of orders.

use crate::clock::Instant;
use crate::rows::orders::Order;

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

/// An order as its last row has it.
pub(super) struct Purchase {
    pub(super) placed: Instant,
    pub(super) revenue: Option<i64>,
    pub(super) refunded: i64,
}

/// An order's last row as a purchase in dollars.
pub(super) fn purchase(order: &Order) -> Purchase {
    let rate = order.envelope.market.rate(order.placed);
    let refunded = match (order.status, order.refunded) {
        // A refund that names no amount pays back the whole order.
        ("refunded", None) => order.gross - order.discount,
        (_, refunded) => refunded.unwrap_or(0),
    };
    let revenue = order.revenue_base();
    // What was never counted as revenue cannot be paid back from it.
    let refunded = revenue.map_or(0, |_| (refunded as f64 * rate).round() as i64);
    Purchase { placed: order.placed, revenue, refunded }
}

impl OrderTally {
    pub(super) fn add(&mut self, all: u64, purchases: &[Purchase]) {
        self.cancelled += all - purchases.len() as u64;
        self.orders += purchases.len() as u64;
        self.customers += u64::from(!purchases.is_empty());
        for purchase in purchases {
            self.revenue += purchase.revenue.unwrap_or(0);
            self.without_rate += u64::from(purchase.revenue.is_none());
            self.refunded += purchase.refunded;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.orders += other.orders;
        self.customers += other.customers;
        self.revenue += other.revenue;
        self.refunded += other.refunded;
        self.without_rate += other.without_rate;
        self.cancelled += other.cancelled;
    }
}
