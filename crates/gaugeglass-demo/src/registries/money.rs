//! Rates of exchange by day, into US dollars.

use serde_json::{Value, json};

use crate::World;
use crate::clock::{DAYS, date, day};
use crate::defects::{DAY_WITHOUT_RATE, Family};
use crate::market::Market;

pub(super) fn rates(world: &World) -> Vec<Value> {
    let has_gap = world.defects.has(Family::FxGap);
    (0..DAYS)
        .flat_map(|number| Market::ALL.map(|market| (number, market)))
        .filter(|(number, market)| !(has_gap && *number == DAY_WITHOUT_RATE && *market == Market::Japan))
        .map(|(number, market)| {
            json!({
                "date": date(day(number)),
                "from_currency": market.currency(),
                "to_currency": "USD",
                "rate": market.rate(day(number)),
                "source": "reference rates",
            })
        })
        .collect()
}
