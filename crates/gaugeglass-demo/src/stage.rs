//! The stage on which one customer's life is played: plants call it, rows come out.

use crate::World;
use crate::campaigns;
use crate::catalog;
use crate::clock::{HOUR, Instant, MINUTE, SECOND};
use crate::content::{Content, Library};
use crate::experiments::{CONTROL, Experiment, TREATMENT};
use crate::identity::{Identifier, Identity, Kind, identifier};
use crate::latency::{self, Stages};
use crate::outcomes::Outcomes;
use crate::person::Person;
use crate::random::{Dice, hash};
use crate::rows::assignments::{Assignment, Exposure, Unit};
use crate::rows::decisions::{Action, Arm, Decision, Judgement, Recognition};
use crate::rows::deliveries::Delivery;
use crate::rows::events::Event;
use crate::rows::orders::Order;
use crate::rows::{BRAZE, Basket, ENGINE, EXPERIMENTS, Envelope, ORDER_SYSTEM, Rows, Source};

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
    pub(crate) fn new(
        world: &'a World,
        person: &'a Person,
        library: &'a Library,
        rows: &'a mut Rows,
        outcomes: &'a mut Outcomes,
    ) -> Self {
        Self {
            world,
            person,
            library,
            rows,
            outcomes,
            quiet: Vec::new(),
            facts: 0,
            is_planting: true,
        }
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
        hash(
            self.world.seed,
            "fact",
            self.person.index << 20 | self.facts,
        )
    }

    pub(crate) fn envelope(
        &mut self,
        source: &'static Source,
        kind: &'static str,
        at: Instant,
    ) -> Envelope {
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
            device: if platform.is_mobile() {
                self.person.device
            } else {
                0
            },
            channel: platform.channel(),
            platform: platform.name(),
            ..Event::new(envelope)
        }
    }

    /// A visit of nothing but its start and one page.
    pub(crate) fn visit(&mut self, at: Instant) -> u64 {
        let session = self.fresh_id();
        for (kind, offset) in [("session_started", 0), ("page_viewed", 2 * SECOND)] {
            let event = Event {
                session,
                ..self.event(kind, at + offset)
            };
            self.rows.events.push(event);
        }
        session
    }

    pub(crate) fn view(&mut self, session: u64, product: u32, at: Instant) {
        let event = Event {
            session,
            product,
            ..self.event("product_viewed", at)
        };
        self.rows.events.push(event);
    }

    /// Fills a cart and returns its id; the last product is added at `at`.
    pub(crate) fn fill_cart(&mut self, session: u64, basket: Basket, at: Instant) -> u64 {
        let cart = self.fresh_id();
        let count = basket.products().len() as i64;
        for (index, product) in basket.products().iter().enumerate() {
            let added = at - (count - 1 - index as i64) * 40 * SECOND;
            self.view(session, *product, added - 20 * SECOND);
            let event = Event {
                session,
                cart,
                product: *product,
                ..self.event("product_added", added)
            };
            self.rows.events.push(event);
        }
        cart
    }

    /// Orders a basket for `dollars`: a visit with a new cart, the browser's event and the order system's row.
    pub(crate) fn order(&mut self, basket: Basket, dollars: f64, at: Instant) -> u64 {
        let session = self.visit(at - 6 * MINUTE);
        let cart = self.fill_cart(session, basket, at - 2 * MINUTE);
        self.check_out(session, cart, basket, dollars, 0.0, at)
    }

    /// Pays for a cart.
    pub(crate) fn check_out(
        &mut self,
        session: u64,
        cart: u64,
        basket: Basket,
        dollars: f64,
        discount_share: f64,
        at: Instant,
    ) -> u64 {
        let order = self.fresh_id();
        let amount = self.local_amount(dollars, at);
        let discount = round_to_cents((amount as f64 * discount_share) as i64);
        let started = Event {
            session,
            cart,
            basket,
            ..self.event("checkout_started", at - MINUTE)
        };
        let bought = Event {
            session,
            cart,
            order,
            basket,
            amount,
            discount,
            ..self.event("order_completed", at)
        };
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

    /// The arm of the customer in an experiment that splits by chance.
    ///
    /// Arms have a seed of their own, so that no other draw about the customer can hang on them.
    pub(crate) fn is_treated(&self, experiment: &Experiment) -> bool {
        let seed = hash(self.world.seed, "arm", 0);
        let mut dice = Dice::new(seed, experiment.id, self.person.index);
        dice.chance(experiment.treated)
    }

    /// Assigns and exposes the customer; returns the arm.
    pub(crate) fn expose(
        &mut self,
        experiment: &Experiment,
        is_treated: bool,
        at: Instant,
        trigger: u64,
    ) -> Arm {
        let variant = if is_treated { TREATMENT } else { CONTROL };
        self.assign(experiment, variant, at - SECOND);
        self.expose_variant(experiment, variant, at, trigger)
    }

    pub(crate) fn assign(&mut self, experiment: &Experiment, variant: &'static str, at: Instant) {
        let envelope = self.envelope(&EXPERIMENTS, "experiment_assigned", at);
        let weight = match variant {
            CONTROL => 1.0 - experiment.treated,
            TREATMENT => experiment.treated,
            _ => experiment.treated / 2.0,
        };
        self.rows.assignments.push(Assignment {
            envelope,
            experiment: experiment.id,
            variant,
            unit: Unit::person(self.person.user),
            weight,
        });
    }

    pub(crate) fn expose_variant(
        &mut self,
        experiment: &Experiment,
        variant: &'static str,
        at: Instant,
        trigger: u64,
    ) -> Arm {
        let source = self.person.platform.source();
        let envelope = self.envelope(source, "experiment_viewed", at);
        let is_holdout = variant == CONTROL;
        self.rows.exposures.push(Exposure {
            envelope,
            experiment: experiment.id,
            variant,
            unit: Unit::person(self.person.user),
            trigger,
            would_have: is_holdout,
        });
        Arm {
            experiment: experiment.id,
            variant,
            is_holdout,
        }
    }

    /// An ordinary decision about the customer, to be changed by the plant before it is pushed.
    pub(crate) fn decision(
        &mut self,
        use_case: &'static str,
        request: Instant,
        dice: &mut Dice,
    ) -> Decision {
        let (stages, latency) = latency::ordinary(dice);
        let paint = dice.between(60_000, 400_000);
        let action = Action {
            kind: "offer",
            number: 1 + dice.below(40) as u32,
        };
        let mut decision = self.blank_decision(use_case, request);
        decision.stages = stages;
        decision.decided = Some(request + latency);
        decision.rendered = Some(request + latency + 4_000 + paint);
        decision.action = action;
        decision
    }

    fn blank_decision(&mut self, use_case: &'static str, request: Instant) -> Decision {
        let envelope = self.envelope(&ENGINE, "decision", request);
        let mut decision = blank_decision(envelope, use_case, request);
        decision.channel = self.person.platform.channel();
        identify(&mut decision, self.person.subject(), &self.person.identity);
        decision
    }

    /// Marks a decision with its arm; the held out get the default.
    pub(crate) fn put_in_arm(decision: &mut Decision, arm: Arm) {
        decision.arm = Some(arm);
        if arm.is_holdout {
            decision.action = decision.default_action;
            decision.reason = "holdout";
            decision.propensity = None;
        }
    }

    /// One status of a message; the caller sets what is special.
    pub(crate) fn delivery(
        &mut self,
        message: u64,
        decision: u64,
        campaign: &'static str,
        status: &'static str,
        at: Instant,
    ) -> Delivery {
        Delivery {
            envelope: self.envelope(&BRAZE, status, at),
            message,
            decision,
            campaign,
            content: self.library.of(campaign),
            variant: TREATMENT,
            channel: if campaign == campaigns::SEARCH_PUSH {
                "push"
            } else {
                "email"
            },
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
    pub(crate) fn send(
        &mut self,
        decision: u64,
        campaign: &'static str,
        basket: Basket,
        at: Instant,
    ) -> u64 {
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
    pub(crate) fn click(
        &mut self,
        message: u64,
        decision: u64,
        campaign: &'static str,
        at: Instant,
    ) {
        let mut row = self.delivery(message, decision, campaign, "clicked", at);
        row.is_machine = Some(false);
        self.rows.deliveries.push(row);
    }
}

/// Fills in who a decision is about and whom the engine takes them for.
pub(crate) fn identify(decision: &mut Decision, subject: Identifier, identity: &Identity) {
    decision.subject = [subject];
    decision.recognition = identity.recognise(decision.request);
    decision.judgement = Judgement {
        is_known_by_the_end: identity.is_known_by_the_end(),
        is_contradicted: identity.is_contradicted(decision.request),
    };
}

/// A decision before its answer.
pub(crate) fn blank_decision(
    envelope: Envelope,
    use_case: &'static str,
    request: Instant,
) -> Decision {
    Decision {
        envelope,
        use_case,
        trigger: 0,
        trigger_time: None,
        intended: Some(request - 15_000),
        request,
        decided: None,
        rendered: None,
        stages: Stages::default(),
        subject: [identifier(Kind::Anonymous, envelope.id)],
        recognition: Recognition {
            person: 0,
            as_of: request,
        },
        policy: "ranker",
        kind: "contextual",
        action: Action::DEFAULT,
        default_action: Action::DEFAULT,
        content: Content::NONE,
        propensity: Some(0.025),
        is_fallback: false,
        reason: "targeting_match",
        error: "",
        feature_min: Some(request - HOUR),
        feature_max: Some(request - 90 * SECOND),
        missing_feature: "",
        placement: "main",
        channel: "web",
        arm: None,
        injected_delay_ms: None,
        judgement: Judgement::default(),
    }
}

/// Whole hundredths of a unit, in ten-thousandths.
fn round_to_cents(amount: i64) -> i64 {
    (amount + 50).div_euclid(100) * 100
}
