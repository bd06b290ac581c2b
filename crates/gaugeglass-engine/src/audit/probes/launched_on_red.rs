//! Launched on red: content that first went out on a day on which critical data was known to be wrong.
//!
//! A day is red where orders do not reconcile, or systems disagree, as far as the critical check of that fails.

use std::collections::BTreeSet;

use gaugeglass_metrics::{Grade, Grain, Unit};

use super::{Asked, Probe, Rows};

/// Check, its failing value where there is no such check, and the metric and measure that tell the same thing by day.
const RED: [(&str, f64, &str, &str); 2] =
    [("U4", 0.05, "field_disagreement", "disagreement"), ("U5", 0.03, "order_reconciliation", "unreconciled_share")];

/// Asks the probe.
pub(super) async fn probe(asked: Asked) -> Probe {
    let probe = Probe {
        name: "launched_on_red",
        title: "Launched on red",
        question: "What share of new content went out on days on which critical data was wrong?",
        value: None,
        limit: 0.0,
        unit: Unit::Ratio,
        says: String::new(),
        grade: Grade::E1,
        metrics: &["bypass_rate", "field_disagreement", "order_reconciliation"],
        sources: &["W43", "C54"],
    };
    probe.answered(answer(&asked).await)
}

async fn answer(asked: &Asked) -> Result<(f64, String), String> {
    let launches = asked.metric("bypass_rate", Grain::Day, &[]).await?;
    let mut red = BTreeSet::new();
    for (check, otherwise, metric, measure) in RED {
        let days = asked.metric(metric, Grain::Day, &[]).await?;
        red.extend(red_days(&days, measure, asked.failing(check, otherwise)));
    }
    let count = |row: usize| launches.whole("n", row).unwrap_or_default();
    let on_red = |row: &usize| launches.whole("bucket", *row).is_some_and(|day| red.contains(&day));
    let all: i64 = (0..launches.count()).map(count).sum();
    let launched: i64 = (0..launches.count()).filter(on_red).map(count).sum();
    match all {
        0 => Err("no content went out for the first time".to_owned()),
        _ => {
            let days = red.len();
            let says = format!("{launched} of {all} versions of content first went out on one of {days} days with wrong critical data.");
            Ok((launched as f64 / all as f64, says))
        }
    }
}

fn red_days(days: &Rows, measure: &str, failing: f64) -> Vec<i64> {
    let is_red = |row: &usize| days.real(measure, *row).is_some_and(|value| value >= failing);
    (0..days.count()).filter(is_red).filter_map(|row| days.whole("bucket", row)).collect()
}
