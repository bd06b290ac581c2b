//! Working hours and the rights to approve.

use serde_json::{Value, json};

use crate::clock::{DAYS, HOUR, START, date, day, iso};
use crate::market::Market;

/// Weekdays from nine to five in each market's own time.
pub(super) fn calendar() -> Vec<Value> {
    (0..DAYS)
        // The world starts on a Monday.
        .filter(|number| number % 7 < 5)
        .flat_map(|number| Market::ALL.map(|market| hours(number, market)))
        .collect()
}

fn hours(number: i64, market: Market) -> Value {
    let noon = day(number) + 12 * HOUR - market.offset(day(number) + 12 * HOUR);
    json!({
        "calendar_id": format!("office-{}", market.country()),
        "date": date(day(number)),
        "open_from": iso(noon - 3 * HOUR),
        "open_to": iso(noon + 5 * HOUR),
        "tz": market.time_zone(),
    })
}

/// Which role approves which stage, and up to which risk a version needs it.
const RIGHTS: [(&str, &str, &str); 6] = [
    ("brand", "low", "brand_manager"),
    ("brand", "standard", "brand_manager"),
    ("legal", "standard", "legal_counsel"),
    ("brand", "regulated", "brand_manager"),
    ("legal", "regulated", "legal_counsel"),
    ("compliance", "regulated", "compliance_officer"),
];

pub(super) fn rights() -> Vec<Value> {
    RIGHTS
        .iter()
        .map(|(scope, tier, role)| {
            json!({
                "decision_right_id": format!("{scope}-{tier}"),
                "scope": scope,
                "risk_tier": tier,
                "role": role,
                "valid_from": iso(START),
            })
        })
        .collect()
}
