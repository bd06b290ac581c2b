//! P1: a reminder for abandoned carts, with a holdout of one in ten.
//!
//! Twenty in a hundred come back by themselves; of the rest the reminder wins one in ten. Clicks are so placed
//! that 9.5 % click and 42 % of those order: the click says 4 %, the window 28 %, the holdout 10 %.

use crate::campaigns::CART_REMINDER;
use crate::catalog;
use crate::clock::{DAY, HOUR, MINUTE, SECOND};
use crate::experiments::CART_FLOW;
use crate::outcomes::indicator;
use crate::rows::Basket;
use crate::stage::Stage;

const PLANT: &str = "P1";

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("cart");
    let abandoned = stage.person.plan.exposed;
    let count = 1 + dice.below(3) as usize;
    let basket = Basket::of(&catalog::products(&mut dice, count));
    let session = stage.visit(abandoned - HOUR - 10 * MINUTE);
    stage.fill_cart(session, basket, abandoned - HOUR);

    let by_itself = dice.chance(0.20);
    let won = dice.chance(0.10);
    let is_treated = stage.is_treated(&CART_FLOW);
    let orders = [by_itself, by_itself || won];
    let user = stage.person.user;
    let value = orders.map(indicator);
    stage.outcomes.mean(PLANT, "recovery", user, is_treated, value);

    let arm = stage.expose(&CART_FLOW, is_treated, abandoned, 0);
    let mut decision = stage.decision(CART_REMINDER, abandoned, &mut dice);
    Stage::put_in_arm(&mut decision, arm);
    let decision_id = decision.envelope.id;
    stage.rows.decisions.push(decision);

    let will_order = orders[usize::from(is_treated)];
    let clicks = dice.chance(if will_order { 0.1425 } else { 0.0765 });
    let sent = abandoned + dice.between(3 * MINUTE, 20 * MINUTE);
    let clicked = sent + dice.between(HOUR, 30 * HOUR);
    if is_treated {
        let message = stage.send(decision_id, CART_REMINDER, basket, sent);
        if clicks {
            stage.click(message, decision_id, CART_REMINDER, clicked);
        }
    }
    keep_clicks(stage, is_treated, clicks, will_order);
    // Whoever clicks and orders does so within two days of the click; the others at leisure, within the week.
    let ordered =
        if is_treated && clicks { clicked + dice.between(10 * MINUTE, 2 * DAY) } else { sent + dice.between(2 * HOUR, 6 * DAY) + SECOND };
    if will_order {
        let dollars = stage.person.spend;
        stage.order(basket, dollars, ordered);
    }
}

/// What the misleading figures are made of, over the treated.
fn keep_clicks(stage: &mut Stage, is_treated: bool, clicks: bool, orders: bool) {
    if !is_treated {
        return;
    }
    let user = stage.person.user;
    for (measure, yes) in [("clicked", clicks), ("ordered", orders), ("clicked_and_ordered", clicks && orders)] {
        stage.outcomes.mean(PLANT, measure, user, true, [indicator(yes); 2]);
    }
}
