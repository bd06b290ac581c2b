//! Everyday life: visits, searches, views, carts and orders that no plant asks for.

use crate::catalog;
use crate::clock::{DAY, DAYS, HOUR, Instant, MINUTE, SECOND, START};
use crate::groups::Group;
use crate::person::Person;
use crate::random::Dice;
use crate::rows::Basket;
use crate::rows::events::Event;
use crate::stage::Stage;

/// Share of visits with an order, and of those with a cart that is left behind.
const ORDERS: f64 = 0.04;
const ABANDONS: f64 = 0.03;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("everyday");
    let mean = stage.person.visits;
    let visits = dice.poisson(mean);
    let mut term = dice.below(u64::from(catalog::TERMS)) as u32;
    for _ in 0..visits {
        let at = visit_time(stage.person, &mut dice);
        // A term of its own for each visit: nobody searches the same thing twice but in the plant.
        term = term % catalog::TERMS + 1;
        let mut life = Dice::new(stage.world.seed, "visit", dice.bits());
        if stage.is_free(at) {
            live(stage, &mut life, term, at);
        }
    }
}

/// A moment of the day when people are awake where the customer lives.
fn visit_time(person: &Person, dice: &mut Dice) -> Instant {
    let day = dice.below(DAYS as u64) as i64;
    let hour = 7.0 + 16.0 * dice.uniform().powf(0.8);
    let local = START + day * DAY + (hour * HOUR as f64) as i64;
    (local - person.market.offset(local)).max(START)
}

fn live(stage: &mut Stage, dice: &mut Dice, term: u32, at: Instant) {
    let session = stage.visit(at);
    let mut now = at + 20 * SECOND;
    if dice.chance(0.3) {
        let event = Event { session, term, ..stage.event("products_searched", now) };
        stage.rows.events.push(event);
        now += 15 * SECOND;
    }
    for _ in 0..1 + dice.below(4) {
        let product = catalog::product(dice);
        stage.view(session, product, now);
        now += dice.between(32 * SECOND, 90 * SECOND);
    }
    let draw = dice.uniform();
    let count = 1 + dice.below(3) as usize;
    let basket = Basket::of(&catalog::products(dice, count));
    if draw < ORDERS {
        buy(stage, dice, session, basket, now + 3 * MINUTE);
    } else if draw < ORDERS + ABANDONS && stage.person.group != Group::Cart {
        stage.fill_cart(session, basket, now + 3 * MINUTE);
    }
}

fn buy(stage: &mut Stage, dice: &mut Dice, session: u64, basket: Basket, at: Instant) {
    let cart = stage.fill_cart(session, basket, at);
    let dollars = stage.person.spend * dice.lognormal(1.0, 0.4);
    let discount = if dice.chance(0.12) { 0.10 } else { 0.0 };
    stage.check_out(session, cart, basket, dollars, discount, at + 4 * MINUTE);
}
