//! P4: carousels that raise the order value from 57 to 63 dollars and leave the number of orders alone.
//! P4b: a decoy that raises it too, but only because cheap orders vanish.

use crate::campaigns;
use crate::catalog;
use crate::clock::{DAY, HOUR};
use crate::experiments::{CAROUSELS, CHEAP_DECOY, Experiment};
use crate::outcomes::Outcome;
use crate::random::Dice;
use crate::rows::Basket;
use crate::stage::Stage;

/// Windows after exposure, in days, for which the truth is kept.
pub(crate) const WINDOWS: [(i64, [&str; 3]); 3] = [
    (7, ["aov_7d", "orders_7d", "revenue_7d"]),
    (28, ["aov_28d", "orders_28d", "revenue_28d"]),
    (56, ["aov_56d", "orders_56d", "revenue_56d"]),
];
/// Scales the mean order of customers to 57 dollars: 40.447 × e^(.36/2 + .16/2).
const SCALE: f64 = 57.0 / 52.456;
/// What treatment makes of an order's value.
const UPLIFT: f64 = 63.0 / 57.0;
/// Orders below this many dollars are cheap.
const CHEAP: f64 = 20.0;
/// Share of the cheap orders that the decoy loses.
const LOST: f64 = 0.54;

/// An order that a customer may place, in dollars under each arm.
struct Purchase {
    days: f64,
    dollars: [Option<f64>; 2],
}

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("carousels");
    let purchases = purchases(stage, &mut dice, |_, dollars| Some(dollars * UPLIFT));
    enact(stage, &mut dice, "P4", &CAROUSELS, &purchases);
}

pub(crate) fn play_decoy(stage: &mut Stage) {
    let mut dice = stage.dice("cheap decoy");
    let purchases = purchases(stage, &mut dice, |dice, dollars| {
        let is_lost = dice.chance(LOST) && dollars < CHEAP;
        (!is_lost).then_some(dollars)
    });
    enact(stage, &mut dice, "P4b", &CHEAP_DECOY, &purchases);
}

fn purchases(stage: &Stage, dice: &mut Dice, treat: impl Fn(&mut Dice, f64) -> Option<f64>) -> Vec<Purchase> {
    let mean = dice.gamma(1.5, 1.5);
    let count = dice.poisson(mean);
    (0..count)
        .map(|_| {
            let dollars = to_cents(stage.person.spend * SCALE * dice.lognormal(1.0, 0.4));
            Purchase { days: dice.uniform() * 55.5, dollars: [Some(dollars), treat(dice, dollars).map(to_cents)] }
        })
        .collect()
}

fn enact(stage: &mut Stage, dice: &mut Dice, plant: &'static str, experiment: &Experiment, purchases: &[Purchase]) {
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(experiment);
    let arm = stage.expose(experiment, is_treated, exposed, 0);
    let mut decision = stage.decision(campaigns::CAROUSELS, exposed, dice);
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);
    for purchase in purchases {
        if let Some(dollars) = purchase.dollars[usize::from(is_treated)] {
            let basket = Basket::of(&catalog::products(dice, 2));
            let at = exposed + HOUR + (purchase.days * DAY as f64) as i64;
            stage.order(basket, dollars, at);
        }
    }
    for (days, measures) in WINDOWS {
        keep(stage, plant, is_treated, purchases, days, measures);
    }
}

fn keep(
    stage: &mut Stage,
    plant: &'static str,
    is_treated: bool,
    purchases: &[Purchase],
    days: i64,
    [aov, orders, revenue]: [&'static str; 3],
) {
    // An hour passes between exposure and the first possible order.
    let within = days as f64 - 1.0 / 24.0;
    let mut count = [0.0; 2];
    let mut dollars = [0.0; 2];
    for purchase in purchases.iter().filter(|purchase| purchase.days < within) {
        for arm in 0..2 {
            count[arm] += f64::from(u8::from(purchase.dollars[arm].is_some()));
            dollars[arm] += purchase.dollars[arm].unwrap_or(0.0);
        }
    }
    let unit = stage.person.user;
    stage.outcomes.push(Outcome { plant, measure: aov, unit, is_treated, value: dollars, weight: count });
    stage.outcomes.mean(plant, orders, unit, is_treated, count);
    stage.outcomes.mean(plant, revenue, unit, is_treated, dollars);
}

fn to_cents(dollars: f64) -> f64 {
    ((dollars * 100.0).round() / 100.0).max(1.0)
}
