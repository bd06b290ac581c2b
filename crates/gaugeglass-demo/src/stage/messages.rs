//! Messages to the customer: what was sent, delivered and clicked.

use crate::campaigns;
use crate::clock::{Instant, SECOND};
use crate::experiments::TREATMENT;
use crate::rows::deliveries::Delivery;
use crate::rows::{BRAZE, Basket};
use crate::stage::Stage;

impl Stage<'_> {
    /// One status of a message; the caller sets what is special.
    pub(crate) fn delivery(&mut self, message: u64, decision: u64, campaign: &'static str, status: &'static str, at: Instant) -> Delivery {
        Delivery {
            envelope: self.envelope(&BRAZE, status, at),
            message,
            decision,
            campaign,
            content: self.library.of(campaign),
            variant: TREATMENT,
            channel: if campaign == campaigns::SEARCH_PUSH { "push" } else { "email" },
            recipient: self.person.email,
            user: self.person.user,
            status,
            suppress_reason: "",
            scheduled: None,
            is_machine: None,
            basket: Basket::default(),
        }
    }

    /// A message that is sent and delivered twenty seconds later; returns its id.
    pub(crate) fn send(&mut self, decision: u64, campaign: &'static str, basket: Basket, at: Instant) -> u64 {
        let message = self.fresh_id();
        for (status, offset) in [("sent", 0), ("delivered", 20 * SECOND)] {
            let mut row = self.delivery(message, decision, campaign, status, at + offset);
            row.basket = basket;
            row.scheduled = Some(at);
            self.rows.deliveries.push(row);
        }
        message
    }

    /// A click by a person.
    pub(crate) fn click(&mut self, message: u64, decision: u64, campaign: &'static str, at: Instant) {
        let mut row = self.delivery(message, decision, campaign, "clicked", at);
        row.is_machine = Some(false);
        self.rows.deliveries.push(row);
    }
}
