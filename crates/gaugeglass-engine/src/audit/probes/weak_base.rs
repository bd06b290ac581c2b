//! Automation on a weak base: decisions made where nobody knows for whom.
//!
//! Up to level 1 the whole programme stands on a weak base. From there on it is told by use case: one whose decisions know their
//! customer less often than the check of recognition lets pass.

use gaugeglass_metrics::{Grade, Grain, Unit};

use super::{Asked, Probe, Rows, percent};

/// Where there is no check of recognition.
const RECOGNISED_MIN: f64 = 0.4;

/// Asks the probe.
pub(super) async fn probe(asked: Asked) -> Probe {
    let probe = Probe {
        name: "automation_on_weak_base",
        title: "Automation on a weak base",
        question: "What share of decisions is automated where data and identity do not carry them?",
        value: None,
        limit: 0.0,
        unit: Unit::Ratio,
        says: String::new(),
        grade: Grade::E1,
        metrics: &["recognised_at_decision"],
        sources: &["S02", "R35"],
    };
    let rows = asked.metric("recognised_at_decision", Grain::Total, &["use_case_id"]).await;
    let least = asked.failing("I1", RECOGNISED_MIN);
    probe.answered(rows.and_then(|rows| answer(&rows, least, asked.level)))
}

fn answer(rows: &Rows, least: f64, level: u8) -> Result<(f64, String), String> {
    let count = |row: usize| rows.whole("n", row).unwrap_or_default();
    // An engine that never says whom it recognised is not known to know anybody.
    let is_weak = |row: &usize| rows.real("recognised", *row).is_none_or(|recognised| recognised < least);
    let all: i64 = (0..rows.count()).map(count).sum();
    let weak: Vec<usize> = (0..rows.count()).filter(is_weak).collect();
    let decided: i64 = weak.iter().copied().map(count).sum();
    match all {
        0 => Err("no decision was made".to_owned()),
        _ if level <= 1 => Ok((1.0, format!("The programme is at level {level}: all of its {all} decisions stand on a weak base."))),
        _ => {
            let share = decided as f64 / all as f64;
            let says = format!(
                "{} of the decisions are made in {} of {} use cases that know their customer less often than in {}.",
                percent(Some(share)),
                weak.len(),
                rows.count(),
                percent(Some(least))
            );
            Ok((share, says))
        }
    }
}
