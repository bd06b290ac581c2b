//! Personalization theatre: personal decisions that give what everybody gets.

use gaugeglass_metrics::{Grade, Unit};

use super::{Asked, Probe, percent};

/// Where the metric's file sets no target.
const LIMIT: f64 = 0.2;

/// Asks the probe.
pub(super) async fn probe(asked: Asked) -> Probe {
    let rows = asked.total("same_as_default").await;
    let probe = Probe {
        name: "theater",
        title: "Theater",
        question: "How often does a personal decision give what everybody gets?",
        value: None,
        limit: rows.as_ref().ok().and_then(super::Rows::target).unwrap_or(LIMIT),
        unit: Unit::Ratio,
        says: String::new(),
        grade: Grade::E1,
        metrics: &["same_as_default"],
        sources: &["R40"],
    };
    let answer = rows.and_then(|rows| {
        let share = rows.total("same_as_default").ok_or("no decision says what everybody gets (default_action_id)")?;
        let fallbacks = percent(rows.total("fallback_share"));
        Ok((share, format!("{} of the decisions gave the default action; {fallbacks} were fallbacks.", percent(Some(share)))))
    });
    probe.answered(answer)
}
