//! Truth of shares that add up: fates of intents, answers to downloads, the waterfall, triggers and places.

use serde_json::json;

use super::items::Item;
use crate::generate::Found;
use crate::plants::waterfall;

const FATES: [&str; 6] = ["on_time", "early", "late", "never", "moot", "suppressed_ok"];

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    for fate in FATES {
        items.push(one(found, "T1", fate, "on_time", "browse_follow_up", "Intents (intent_detected, category browse_follow_up) by what became of them: delivered less than 600 s after, later than 86,400 s after, in between, not at all; moot where the customer ordered before delivery; suppressed by a frequency cap."));
    }
    for stage in waterfall::STAGES {
        items.push(one(found, "W1", stage, "loss_waterfall", "price_drop", "Intents (intent_detected, category price_drop) by the first stage that fails: consent, recognition, features, 1000 ms, eligible action, approved content, provider, deadline of 4 h, same product as the intent; arrived otherwise."));
    }
    items.push(one(
        found,
        "T2",
        "too_late_to_matter",
        "too_late_to_matter",
        "browse_follow_up",
        "Messages of the campaign delivered after the customer had ordered since the intent / delivered. Planted 0.024.",
    ));
    items.push(one(
        found,
        "P6",
        "trigger_recall",
        "search_twice_trigger",
        "search_push",
        "People whose second search fired / people with a second search of the same query_norm within 7 d. Planted 0.92.",
    ));
    items.push(one(
        found,
        "P6",
        "trigger_precision",
        "search_twice_trigger",
        "search_push",
        "Decisions of the use case whose trigger_event_id is such a second search / all its decisions. Planted 0.97.",
    ));
    items.push(one(
        found,
        "P5",
        "wrong_location",
        "location_uplift",
        "geo_offer",
        "Exposed people whose decision is for another town than the check-in that follows. Planted 0.03.",
    ));
    items.extend(downloads(found));
    items
}

fn one(found: &Found, plant: &'static str, measure: &'static str, metric: &'static str, use_case: &str, words: &str) -> Item {
    let sums = found.outcomes.of(plant, measure);
    let id = match (plant, measure) {
        ("T2", _) => "T2".to_owned(),
        _ => format!("{plant}.{measure}"),
    };
    let (units, value) = (sums.units[0] + sums.units[1], sums.value[0]);
    Item::exact(id, metric, measure, value / units.max(1.0))
        .slice(json!({"use_case_id": use_case}))
        .units(&[units as u64, value as u64])
        .means(words)
}

fn downloads(found: &Found) -> Vec<Item> {
    let within = one(
        found,
        "B1",
        "within_the_hour",
        "download_response",
        "b2b_download",
        "content_downloaded events whose decision's message is delivered within 60 min / all. Planted 0.41; median planted at 5.2 h.",
    );
    let mean = one(found, "B1", "answer_hours", "download_response", "b2b_download", "Mean hours from download to delivery.");
    vec![within, mean]
}
