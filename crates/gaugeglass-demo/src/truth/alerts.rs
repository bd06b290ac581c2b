//! L2, L3 and L5: the minutes at which burn-rate alerts fire and clear, replayed on the requests themselves.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::items::Item;
use crate::campaigns::{CATEGORY_SORT, CHECKOUT_UPSELL, HOME_HERO, SEARCH_SUGGEST};
use crate::clock::{DAY, END, HOUR, MINUTE, START, iso};
use crate::generate::Found;
use crate::plants::{incidents, stall};

/// A burn-rate rule: long and short window in minutes, and the burn at which it fires.
struct Rule {
    name: &'static str,
    long: i64,
    short: i64,
    burn: f64,
}

const RULES: [Rule; 4] = [
    Rule { name: "1h/5m", long: 60, short: 5, burn: 14.4 },
    Rule { name: "6h/30m", long: 360, short: 30, burn: 6.0 },
    Rule { name: "1d/2h", long: 1_440, short: 120, burn: 3.0 },
    Rule { name: "3d/6h", long: 4_320, short: 360, burn: 1.0 },
];
/// Share of bad requests that the objective of 99 % allows.
const ALLOWED: f64 = 0.01;
/// Below this many bad requests in the long window nothing fires.
const BAD_MIN: u64 = 30;

pub(super) fn facts() -> Value {
    json!({
        "incident_a": {"use_case_id": HOME_HERO, "from": iso(incidents::INCIDENT.0), "to": iso(incidents::INCIDENT.1), "bad_share": 0.4},
        "incident_b": {"use_case_id": CATEGORY_SORT, "from": iso(incidents::LEAK.0), "to": iso(incidents::LEAK.1), "bad_share": 0.015},
        "timeouts": {"use_case_id": CHECKOUT_UPSELL, "bad_share": 0.015},
        "stall": {"use_case_id": SEARCH_SUGGEST, "from": iso(stall::STALL.0), "to": iso(stall::STALL.1)},
    })
}

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items: Vec<Item> =
        [("L2", HOME_HERO), ("L3", CATEGORY_SORT)].into_iter().flat_map(|(plant, use_case)| replay(found, plant, use_case)).collect();
    items.push(spent(found));
    let omitted = found.outcomes.of("L5", "omitted");
    items.push(
        Item::exact("L5", "omitted_decisions", "omitted_minutes", ((stall::STALL.1 - stall::STALL.0) / MINUTE) as f64)
            .slice(json!({"use_case_id": SEARCH_SUGGEST}))
            .units(&[omitted.units[0] as u64, omitted.value[0] as u64])
            .must_flag("D3")
            .means(
                "Minutes with intents (intent_detected, category search_suggest) and no decision. n: intents, intents without decision.",
            ),
    );
    items
}

fn replay(found: &Found, plant: &str, use_case: &'static str) -> Vec<Item> {
    let counts = found.tally.decisions.get(use_case).map(|tally| Cumulative::of(&tally.minutes)).unwrap_or_default();
    RULES
        .iter()
        .map(|rule| {
            let spans: Vec<Value> = spans(rule, &counts)
                .into_iter()
                .map(|(from, to)| json!([iso(from * MINUTE), iso(to * MINUTE)]))
                .collect();
            Item::text(format!("{plant}.{}", rule.name), "burn_rate", "firing", spans)
                .slice(json!({"use_case_id": use_case, "rule": rule.name}))
                .means("Spans [first, last) of evaluation instants, one at the end of every minute, at which the bad share is at least burn x 0.01 in both windows [t - window, t) and the long window holds at least 30 bad requests.")
        })
        .collect()
}

/// L2: the budget of thirty days that the incident spent by 15:00.
fn spent(found: &Found) -> Item {
    let end = incidents::INCIDENT.0 + HOUR;
    let from = (end - 30 * DAY) / MINUTE;
    let tally = found.tally.decisions.get(HOME_HERO);
    let counts = tally.map(|tally| Cumulative::of(&tally.minutes)).unwrap_or_default();
    let [valid, bad] = counts.within(from, end / MINUTE);
    let spent = bad as f64 / (valid.max(1) as f64 * ALLOWED);
    Item::exact("L2.budget_spent", "decision_slo", "budget_spent", spent)
        .slice(json!({"use_case_id": HOME_HERO, "from": iso(from * MINUTE), "to": iso(end)}))
        .units(&[valid, bad])
        .means("bad / (valid x 0.01) over the thirty days up to 2026-03-10 15:00 UTC; planted 0.0435.")
}

/// Requests and bad requests before each minute of the world.
#[derive(Default)]
struct Cumulative(Vec<[u64; 2]>);

impl Cumulative {
    fn of(minutes: &BTreeMap<i64, [u64; 2]>) -> Self {
        let mut sums = vec![[0, 0]];
        let mut sum = [0, 0];
        for minute in START / MINUTE..END / MINUTE {
            let [valid, bad] = minutes.get(&minute).copied().unwrap_or_default();
            sum = [sum[0] + valid, sum[1] + bad];
            sums.push(sum);
        }
        Self(sums)
    }

    /// Counts of the minutes from `from` up to `to`, as far as they lie in the world.
    fn within(&self, from: i64, to: i64) -> [u64; 2] {
        let at = |minute: i64| {
            let place = (minute - START / MINUTE).max(0) as usize;
            self.0.get(place.min(self.0.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        let (before, after) = (at(from), at(to));
        [after[0] - before[0], after[1] - before[1]]
    }
}

fn spans(rule: &Rule, counts: &Cumulative) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for at in START / MINUTE + 1..=END / MINUTE {
        let burns = |window: i64| {
            let [valid, bad] = counts.within(at - window, at);
            // Exact in whole numbers: 14.4 x 0.01 is 144 in a thousand.
            bad * 1_000 >= valid * (rule.burn * ALLOWED * 1_000.0).round() as u64 && bad > 0
        };
        if !(counts.within(at - rule.long, at)[1] >= BAD_MIN && burns(rule.long) && burns(rule.short)) {
            continue;
        }
        match spans.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            _ => spans.push((at, at + 1)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five requests a minute, two of them bad for 47 minutes from minute 10,000 on.
    #[test]
    fn the_page_fires_in_minute_22_and_clears_after_minute_50() {
        let start = START / MINUTE + 10_000;
        let minutes = (START / MINUTE..START / MINUTE + 20_000)
            .map(|minute| (minute, [5, if (start..start + 47).contains(&minute) { 2 } else { 0 }]))
            .collect();
        let counts = Cumulative::of(&minutes);
        assert_eq!(spans(&RULES[0], &counts), [(start + 22, start + 51)]);
        assert!(spans(&RULES[1], &counts).is_empty());
    }
}
