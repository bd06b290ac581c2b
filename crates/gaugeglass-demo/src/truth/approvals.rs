//! Truth of the approvals: turnaround with the open ones, layers, rework, bypass, fast lane.

use serde_json::json;

use super::items::{Item, share};
use crate::clock::HOUR;
use crate::generate::Found;
use crate::plants::approvals::{LOGGED_UNTIL, SELF_APPROVALS, Version};

pub(super) fn items(found: &Found, versions: &[Version]) -> Vec<Item> {
    let mut items = turnaround(found, versions);
    items.extend(counts(found));
    items.push(fast_lane(found));
    items
}

fn hours(version: &Version) -> f64 {
    (version.published - version.submitted) as f64 / HOUR as f64
}

fn turnaround(found: &Found, versions: &[Version]) -> Vec<Item> {
    let words = "Versions with object_type 'message': first 'submitted' to 'published' per (object_id, object_version) in wall hours; without 'published' by as_of censored there. Kaplan-Meier.";
    let total = versions.len() as u64;
    let done: Vec<&Version> = versions.iter().filter(|version| version.published < LOGGED_UNTIL).collect();
    let slow = done.iter().filter(|version| hours(version) > 48.0).count() as u64;
    let over = found.outcomes.of("A1", "over_48h").ratio(0);
    let mut all: Vec<f64> = versions.iter().map(hours).collect();
    all.sort_by(f64::total_cmp);
    let median = quantile(&all, 0.5);
    let mut finished: Vec<f64> = done.iter().map(|version| hours(version)).collect();
    finished.sort_by(f64::total_cmp);
    let slice = || json!({"object_type": "message"});
    vec![
        Item::sate("A1.over_48h", "approval_turnaround", "over_48h", (over, (over * (1.0 - over) / total as f64).sqrt()))
            .slice(slice())
            .units(&[total, total - done.len() as u64])
            .naive(share(slow, done.len() as u64))
            .must_flag("A1")
            .means(format!(
                "{words} P(turnaround > 48 h), planted 0.301; the naive figure takes completed ones only. n: versions, open ones."
            )),
        Item::sate("A1.p50", "approval_turnaround", "p50", (median, median_error(median, total)))
            .slice(slice())
            .units(&[total, total - done.len() as u64])
            .naive(quantile(&finished, 0.5))
            .means(format!("{words} Median in hours, planted 30.")),
        Item::exact("A1.open", "approval_turnaround", "open", (total - done.len() as u64) as f64)
            .slice(slice())
            .units(&[total])
            .means("Versions submitted and not published by as_of."),
    ]
}

fn quantile(sorted: &[f64], level: f64) -> f64 {
    let rank = (level * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// Standard error of the median of a lognormal with sigma 0.9: half over root n, over the density there.
fn median_error(median: f64, count: u64) -> f64 {
    0.5 / (count as f64).sqrt() * median * 0.9 * (2.0 * std::f64::consts::PI).sqrt()
}

fn counts(found: &Found) -> Vec<Item> {
    let of = |plant, measure| found.outcomes.of(plant, measure);
    let item = |id: &str, metric, measure, sums: crate::outcomes::Sums, words: &str| {
        Item::exact(id, metric, measure, sums.ratio(0))
            .slice(json!({"object_type": "message"}))
            .units(&[sums.units[0] as u64, sums.value[0] as u64])
            .means(words)
    };
    let bypass = of("A3", "bypass");
    vec![
        item(
            "A2",
            "approval_layers",
            "three_layers",
            of("A2", "three_layers"),
            "Published versions with three or more stage_no / published versions.",
        ),
        item("A3.rework", "rework_rate", "reworked", of("A3", "rework"), "Published versions with changes_requested / published versions."),
        item(
            "A3.rubber_stamp",
            "rubber_stamp",
            "rubber_stamped",
            of("A3", "rubber_stamp"),
            "Published versions with an 'approved' less than 10 s after the last 'started' of its stage / published versions.",
        ),
        item(
            "A3.bypass_rate",
            "bypass_rate",
            "bypass_rate",
            bypass,
            "(content_id, content_version) of deliveries with status sent, delivered or displayed, and content_id not null, that lack an 'approved' or 'auto_approved' of every stage their risk tier asks for (decision_rights: low 1, standard 2, regulated 3) before the first of those deliveries / all of them.",
        ),
        Item::exact("A3.bypass_versions", "bypass_rate", "bypass_versions", bypass.value[0])
            .units(&[bypass.units[0] as u64])
            .must_flag("A5")
            .means("Count of the bypassing versions; planted 11."),
        Item::exact("A3.self_approval", "self_approval", "self_approved", SELF_APPROVALS as f64)
            .means("Versions with an 'approved' by the actor of 'submitted'; planted 7."),
    ]
}

fn fast_lane(found: &Found) -> Item {
    let sums = found.outcomes.of("A4", "turnaround_hours");
    Item::sate("A4", "approval_turnaround", "difference_mean_hours", sums.difference())
        .slice(json!({"experiment_id": "fast_lane", "object_type": "segment"}))
        .units(&[sums.units[1] as u64, sums.units[0] as u64])
        .means("Mean turnaround of treated less control workflows, submitted to published; medians planted at 4 h and 30 h. Two of a hundred are rolled back in either arm.")
}
