//! The stage on which one customer's life is played: plants call it, rows come out.

use crate::World;
use crate::clock::{HOUR, Instant, SECOND};
use crate::content::Library;
use crate::outcomes::Outcomes;
use crate::person::Person;
use crate::random::{Dice, hash};
use crate::rows::events::Event;
use crate::rows::{Basket, Envelope, Rows, Source};

mod decisions;
mod experiments;
mod messages;
mod orders;

pub(crate) use decisions::{blank_decision, identify};

/// One customer on stage.
pub(crate) struct Stage<'a> {
    pub(crate) world: &'a World,
    pub(crate) person: &'a Person,
    pub(crate) library: &'a Library,
    pub(crate) rows: &'a mut Rows,
    pub(crate) outcomes: &'a mut Outcomes,
    /// Times in which everyday life must not interfere with a plant.
    quiet: Vec<(Instant, Instant)>,
    facts: u64,
    is_planting: bool,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(world: &'a World, person: &'a Person, library: &'a Library, rows: &'a mut Rows, outcomes: &'a mut Outcomes) -> Self {
        Self { world, person, library, rows, outcomes, quiet: Vec::new(), facts: 0, is_planting: true }
    }

    /// From here on rows are ordinary life, which defects may spoil.
    pub(crate) fn end_of_plants(&mut self) {
        self.is_planting = false;
    }

    /// Keeps everyday life out of a time.
    pub(crate) fn keep_quiet(&mut self, from: Instant, to: Instant) {
        self.quiet.push((from, to));
    }

    /// Whether everyday life may happen then.
    pub(crate) fn is_free(&self, at: Instant) -> bool {
        let is_quiet = |(from, to): &(Instant, Instant)| at > *from - 3 * HOUR && at < *to;
        !self.person.plan.controls(at) && !self.quiet.iter().any(is_quiet)
    }

    pub(crate) fn dice(&self, stream: &str) -> Dice {
        Dice::new(self.world.seed, stream, self.person.index)
    }

    /// An id that no other fact has.
    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.facts += 1;
        hash(self.world.seed, "fact", self.person.index << 20 | self.facts)
    }

    pub(crate) fn envelope(&mut self, source: &'static Source, kind: &'static str, at: Instant) -> Envelope {
        let id = self.fresh_id();
        let mut envelope = Envelope::new(id, source, kind, self.person.market, at);
        envelope.mark.is_planted = self.is_planting;
        envelope
    }

    /// A bare action of the customer.
    pub(crate) fn event(&mut self, kind: &'static str, at: Instant) -> Event {
        let platform = self.person.platform;
        let envelope = self.envelope(platform.source(), kind, at);
        Event {
            user: self.person.user,
            anonymous: self.person.anonymous,
            device: if platform.is_mobile() { self.person.device } else { 0 },
            platform: Some(platform),
            ..Event::new(envelope)
        }
    }

    /// A visit of nothing but its start and one page.
    pub(crate) fn visit(&mut self, at: Instant) -> u64 {
        let session = self.fresh_id();
        for (kind, offset) in [("session_started", 0), ("page_viewed", 2 * SECOND)] {
            let event = Event { session, ..self.event(kind, at + offset) };
            self.rows.events.push(event);
        }
        session
    }

    pub(crate) fn view(&mut self, session: u64, product: u32, at: Instant) {
        let event = Event { session, product, ..self.event("product_viewed", at) };
        self.rows.events.push(event);
    }

    /// Fills a cart and returns its id; the last product is added at `at`.
    pub(crate) fn fill_cart(&mut self, session: u64, basket: Basket, at: Instant) -> u64 {
        let cart = self.fresh_id();
        let count = basket.products().len() as i64;
        for (index, product) in basket.products().iter().enumerate() {
            let added = at - (count - 1 - index as i64) * 40 * SECOND;
            self.view(session, *product, added - 20 * SECOND);
            let event = Event { session, cart, product: *product, ..self.event("product_added", added) };
            self.rows.events.push(event);
        }
        cart
    }
}
