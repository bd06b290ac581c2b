//! Faults of orders: cancelled, paid back, made by testers, without a rate, lost by the browser or told twice.

use crate::clock::{DAY, END, HOUR, day};
use crate::defects::{Family, Spoiler};
use crate::market::Market;
use crate::random::{Dice, hash};
use crate::rows::orders::Order;
use crate::rows::{Basket, Envelope, ORDER_SYSTEM, SHOP_SERVER};

/// Shares of ordinary orders; plants keep theirs, so that the share of all orders is 3 % and 8 %.
const CANCELLED: f64 = 0.043;
const REFUNDED: f64 = 0.138;
const LOST: f64 = 0.021;
const TOLD_TWICE: f64 = 0.006;
const REFUNDS_WITHOUT_AMOUNT: u64 = 25;
const TEST_ORDERS: u64 = 60;
/// The day without a rate for the yen.
pub(crate) const DAY_WITHOUT_RATE: i64 = 43;

pub(super) fn cancel(spoiler: &mut Spoiler<'_>) {
    for index in ordinary(spoiler) {
        let order = spoiler.rows.orders[index];
        let mut dice = spoiler.fact_dice(Family::Cancellations, &order);
        let at = order.placed + dice.between(HOUR, 20 * HOUR);
        if dice.chance(CANCELLED) && at < END - HOUR {
            let mut row = follow_up(spoiler, &order, Family::Cancellations, "order_cancelled", at);
            row.status = "cancelled";
            row.cancelled_time = Some(at);
            push(spoiler, Family::Cancellations, row, "cancelled before it was fulfilled");
        }
    }
}

pub(super) fn refund(spoiler: &mut Spoiler<'_>) {
    for index in ordinary(spoiler) {
        let order = spoiler.rows.orders[index];
        let is_cancelled =
            spoiler.rows.orders[spoiler.from.orders..].iter().any(|row| row.order == order.order && row.cancelled_time.is_some());
        let mut dice = spoiler.fact_dice(Family::Refunds, &order);
        if dice.chance(REFUNDED) && !is_cancelled {
            pay_back(spoiler, &order, &mut dice);
        }
    }
    if spoiler.is_chosen(REFUNDS_WITHOUT_AMOUNT) {
        refund_without_amount(spoiler);
    }
}

fn pay_back(spoiler: &mut Spoiler<'_>, order: &Order, dice: &mut Dice) {
    let at = order.placed + dice.between(2 * DAY, 25 * DAY);
    if at >= END - HOUR {
        return;
    }
    let mut row = follow_up(spoiler, order, Family::Refunds, "order_refunded", at);
    let whole = order.gross - order.discount;
    let is_whole = dice.chance(0.6);
    row.status = if is_whole { "refunded" } else { "partially_refunded" };
    row.refunded = Some(if is_whole { whole } else { whole / 200 * 100 });
    row.refund_time = Some(at);
    push(spoiler, Family::Refunds, row, "paid back");
}

/// An order of its own, so that the number of such refunds is exact in every tier.
fn refund_without_amount(spoiler: &mut Spoiler<'_>) {
    let order = extra_order(spoiler, Family::Refunds);
    spoiler.rows.orders.push(order);
    let at = order.placed + 2 * DAY;
    let mut row = follow_up(spoiler, &order, Family::Refunds, "order_refunded", at);
    row.status = "refunded";
    row.refund_time = Some(at);
    push(spoiler, Family::Refunds, row, "no amount");
}

pub(super) fn test(spoiler: &mut Spoiler<'_>) {
    if spoiler.is_chosen(TEST_ORDERS) {
        let mut order = extra_order(spoiler, Family::TestOrders);
        order.envelope.mark.is_test = true;
        push(spoiler, Family::TestOrders, order, "made by a tester");
    }
}

pub(super) fn lose_rate(spoiler: &mut Spoiler<'_>) {
    let span = day(DAY_WITHOUT_RATE)..day(DAY_WITHOUT_RATE + 1);
    for index in spoiler.from.orders..spoiler.rows.orders.len() {
        let order = &mut spoiler.rows.orders[index];
        if order.envelope.market == Market::Japan && span.contains(&order.placed) {
            order.has_rate = false;
            let row = *order;
            spoiler.ledger.note(Family::FxGap, &row, "no rate that day");
        }
    }
}

pub(super) fn lose_browser_event(spoiler: &mut Spoiler<'_>) {
    let mut place = spoiler.from.events;
    while place < spoiler.rows.events.len() {
        let event = spoiler.rows.events[place];
        let is_lost = event.envelope.kind == "order_completed" && spoiler.fact_dice(Family::LostOrders, &event).chance(LOST);
        if is_lost {
            spoiler.rows.events.swap_remove(place);
            spoiler.ledger.note(Family::LostOrders, &event, "never reported by the browser");
        } else {
            place += 1;
        }
    }
}

pub(super) fn report_twice(spoiler: &mut Spoiler<'_>) {
    for index in spoiler.from.orders..spoiler.rows.orders.len() {
        let order = spoiler.rows.orders[index];
        let mut dice = spoiler.fact_dice(Family::DuplicateOrders, &order);
        if order.status == "placed" && !order.envelope.mark.is_test && dice.chance(TOLD_TWICE) {
            let mut copy = order;
            copy.envelope.source = &SHOP_SERVER;
            copy.envelope.id = hash(spoiler.world.seed, "told twice", order.envelope.id);
            copy.envelope.mark.is_copy = true;
            push(spoiler, Family::DuplicateOrders, copy, "told by a second source");
        }
    }
}

/// Orders that no plant asked for, as they were placed.
fn ordinary(spoiler: &Spoiler<'_>) -> Vec<usize> {
    (spoiler.from.orders..spoiler.rows.orders.len())
        .filter(|index| {
            let order = &spoiler.rows.orders[*index];
            order.status == "placed" && !order.envelope.mark.is_planted
        })
        .collect()
}

fn follow_up(spoiler: &Spoiler<'_>, order: &Order, family: Family, kind: &'static str, at: i64) -> Order {
    let id = hash(spoiler.world.seed, family.name(), order.envelope.id);
    let mut envelope = Envelope::new(id, &ORDER_SYSTEM, kind, order.envelope.market, at);
    envelope.mark = order.envelope.mark;
    Order { envelope, ..*order }
}

/// An order before any plant begins, which only the order system reports.
fn extra_order(spoiler: &Spoiler<'_>, family: Family) -> Order {
    let person = spoiler.person;
    let mut dice = spoiler.dice(family);
    let placed = dice.between(day(0) + HOUR, day(2) - HOUR);
    let id = hash(spoiler.world.seed, family.name(), person.user);
    Order {
        envelope: Envelope::new(id, &ORDER_SYSTEM, "order_placed", person.market, placed),
        order: hash(spoiler.world.seed, "extra order", id),
        user: person.user,
        placed,
        status: "placed",
        channel: "web",
        basket: Basket::of(&crate::catalog::products(&mut dice, 1)),
        gross: 490_000,
        discount: 0,
        has_rate: true,
        refunded: None,
        refund_time: None,
        cancelled_time: None,
    }
}

fn push(spoiler: &mut Spoiler<'_>, family: Family, row: Order, detail: &'static str) {
    spoiler.ledger.note(family, &row, detail);
    spoiler.rows.orders.push(row);
}
