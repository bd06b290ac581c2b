//! Carts that are paid for: the browser's events and the order system's row.

use crate::catalog;
use crate::clock::{Instant, MINUTE};
use crate::random::Dice;
use crate::rows::events::Event;
use crate::rows::orders::Order;
use crate::rows::{Basket, ORDER_SYSTEM};
use crate::stage::Stage;

impl Stage<'_> {
    /// Orders a basket for `dollars`: a visit with a new cart, the browser's event and the order system's row.
    pub(crate) fn order(&mut self, basket: Basket, dollars: f64, at: Instant) -> u64 {
        let session = self.visit(at - 6 * MINUTE);
        let cart = self.fill_cart(session, basket, at - 2 * MINUTE);
        self.check_out(session, cart, basket, dollars, 0.0, at)
    }

    /// Pays for a cart.
    pub(crate) fn check_out(&mut self, session: u64, cart: u64, basket: Basket, dollars: f64, discount_share: f64, at: Instant) -> u64 {
        let order = self.fresh_id();
        let amount = self.local_amount(dollars, at);
        let discount = round_to_cents((amount as f64 * discount_share) as i64);
        let started = Event { session, cart, basket, ..self.event("checkout_started", at - MINUTE) };
        let bought = Event { session, cart, order, basket, amount, discount, ..self.event("order_completed", at) };
        self.rows.events.extend([started, bought]);
        self.export(order, basket, amount, discount, at);
        order
    }

    fn export(&mut self, order: u64, basket: Basket, gross: i64, discount: i64, placed: Instant) {
        let envelope = self.envelope(&ORDER_SYSTEM, "order_placed", placed);
        self.rows.orders.push(Order {
            envelope,
            order,
            user: self.person.user,
            placed,
            status: "placed",
            channel: self.person.platform.channel(),
            basket,
            gross,
            discount,
            has_rate: true,
            refunded: None,
            refund_time: None,
            cancelled_time: None,
        });
    }

    fn local_amount(&self, dollars: f64, at: Instant) -> i64 {
        round_to_cents((dollars / self.person.market.rate(at) * 10_000.0) as i64).max(10_000)
    }

    /// An order of one to three products at the customer's usual spend.
    pub(crate) fn usual_order(&mut self, dice: &mut Dice, at: Instant) -> u64 {
        let count = 1 + dice.below(3) as usize;
        let basket = Basket::of(&catalog::products(dice, count));
        let dollars = self.person.spend * dice.lognormal(1.0, 0.4);
        self.order(basket, dollars, at)
    }
}

/// Whole hundredths of a unit, in ten-thousandths.
fn round_to_cents(amount: i64) -> i64 {
    (amount + 50).div_euclid(100) * 100
}
