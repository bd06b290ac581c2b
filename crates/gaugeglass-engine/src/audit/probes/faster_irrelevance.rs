//! Relevance, or just faster irrelevance: fast answers that could not have been right.

use gaugeglass_metrics::{Grade, Unit};

use super::{Asked, Probe, percent};

/// Where the metric's file sets no target.
const LIMIT: f64 = 0.1;

/// Asks the probe.
pub(super) async fn probe(asked: Asked) -> Probe {
    let rows = asked.total("faster_irrelevance").await;
    let probe = Probe {
        name: "faster_irrelevance",
        title: "Faster irrelevance",
        question: "Of the answers that come within a second, how many could not have been right?",
        value: None,
        limit: rows.as_ref().ok().and_then(super::Rows::target).unwrap_or(LIMIT),
        unit: Unit::Ratio,
        says: String::new(),
        grade: Grade::E1,
        metrics: &["faster_irrelevance"],
        sources: &["R38"],
    };
    let answer = rows.and_then(|rows| {
        let share = rows.total("irrelevant").ok_or("no decision was answered within a second")?;
        let of = |reason: &str| percent(rows.total(reason));
        let reasons = format!("{} to nobody known, {} on stale features, {} a fallback", of("unrecognised"), of("stale"), of("fallback"));
        Ok((share, format!("{} of the fast answers could not have been right: {reasons}.", percent(Some(share)))))
    });
    probe.answered(answer)
}
