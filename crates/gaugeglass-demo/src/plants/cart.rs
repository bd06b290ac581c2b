//! P1: a reminder for abandoned carts, with a holdout of one in ten.
//!
//! Twenty in a hundred come back by themselves; of the rest the reminder wins one in ten. Clicks are so placed
//! that 9.5 % click and 42 % of those order: the click says 4 %, the window 28 %, the holdout 10 %.

use crate::campaigns::CART_REMINDER;
use crate::catalog;
use crate::clock::{DAY, HOUR, Instant, MINUTE};
use crate::experiments::CART_FLOW;
use crate::outcomes::indicator;
use crate::random::Dice;
use crate::rows::Basket;
use crate::stage::Stage;

const PLANT: &str = "P1";
/// Share who come back by themselves, and of the others those whom the reminder wins.
const BY_THEMSELVES: f64 = 0.20;
const WON: f64 = 0.10;
/// Share who click, of those who order and of those who do not.
const CLICKS: [f64; 2] = [0.0765, 0.1425];

/// The reminder that a treated customer got.
struct Reminder {
    decision: u64,
    message: u64,
    clicked: Option<Instant>,
}

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("cart");
    let abandoned = stage.person.plan.exposed;
    let basket = abandon(stage, &mut dice, abandoned);
    let by_themselves = dice.chance(BY_THEMSELVES);
    let orders = [by_themselves, by_themselves || dice.chance(WON)];
    let is_treated = stage.is_treated(&CART_FLOW);
    let will_order = orders[usize::from(is_treated)];
    let user = stage.person.user;
    stage.outcomes.mean(PLANT, "recovery", user, is_treated, orders.map(indicator));

    let decision = decide(stage, &mut dice, is_treated, abandoned);
    let reminder = is_treated.then(|| remind(stage, &mut dice, decision, basket, will_order));
    if will_order {
        recover(stage, &mut dice, basket, reminder.as_ref());
    }
    if let Some(reminder) = reminder {
        keep_clicks(stage, reminder.clicked.is_some(), will_order);
    }
}

/// Leaves a cart behind; an hour without action makes it abandoned.
fn abandon(stage: &mut Stage, dice: &mut Dice, abandoned: Instant) -> Basket {
    let count = 1 + dice.below(3) as usize;
    let basket = Basket::of(&catalog::products(dice, count));
    let session = stage.visit(abandoned - HOUR - 10 * MINUTE);
    stage.fill_cart(session, basket, abandoned - HOUR);
    basket
}

fn decide(stage: &mut Stage, dice: &mut Dice, is_treated: bool, at: Instant) -> u64 {
    let arm = stage.expose(&CART_FLOW, is_treated, at, 0);
    let mut decision = stage.decision(CART_REMINDER, at, dice);
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);
    decision.envelope.id
}

fn remind(stage: &mut Stage, dice: &mut Dice, decision: u64, basket: Basket, will_order: bool) -> Reminder {
    let sent = stage.person.plan.exposed + dice.between(3 * MINUTE, 20 * MINUTE);
    let message = stage.send(decision, CART_REMINDER, basket, sent);
    let at = sent + dice.between(HOUR, 30 * HOUR);
    let clicked = dice.chance(CLICKS[usize::from(will_order)]).then_some(at);
    if let Some(at) = clicked {
        stage.click(message, decision, CART_REMINDER, at);
    }
    Reminder { decision, message, clicked }
}

/// Whoever clicks and orders does so within two days of the click; the others at leisure, within the week.
fn recover(stage: &mut Stage, dice: &mut Dice, basket: Basket, reminder: Option<&Reminder>) {
    let dollars = stage.person.spend;
    let clicked = reminder.and_then(|reminder| reminder.clicked.map(|at| (reminder, at)));
    let Some((reminder, at)) = clicked else {
        let at = stage.person.plan.exposed + dice.between(3 * HOUR, 6 * DAY);
        stage.order(basket, dollars, at);
        return;
    };
    stage.order(basket, dollars, at + dice.between(10 * MINUTE, 2 * DAY));
    if let Some(bought) = stage.rows.events.last_mut() {
        bought.message = reminder.message;
        bought.decision = reminder.decision;
    }
}

/// What the misleading figures are made of.
fn keep_clicks(stage: &mut Stage, clicks: bool, orders: bool) {
    let user = stage.person.user;
    for (measure, yes) in [("clicked", clicks), ("ordered", orders), ("clicked_and_ordered", clicks && orders)] {
        stage.outcomes.mean(PLANT, measure, user, true, [indicator(yes); 2]);
    }
}
