//! Technically real-time, operationally impossible: how many powers of ten lie between an approval and a decision.

use gaugeglass_metrics::{Grade, Unit};

use super::{Asked, Probe};

/// 48 hours over one second: where the article says that real-time is a word only.
const LIMIT_RATIO: f64 = 48.0 * 3600.0;

/// Asks the probe.
pub(super) async fn probe(asked: Asked) -> Probe {
    let probe = Probe {
        name: "tempo_gap",
        title: "Tempo gap",
        question: "How many powers of ten slower is an approval than a decision?",
        value: None,
        limit: LIMIT_RATIO.log10(),
        unit: Unit::None,
        says: String::new(),
        grade: Grade::E1,
        metrics: &["approval_turnaround", "decision_latency"],
        sources: &["R37"],
    };
    probe.answered(answer(&asked).await)
}

async fn answer(asked: &Asked) -> Result<(f64, String), String> {
    let (approvals, decisions) = (asked.total("approval_turnaround").await?, asked.total("decision_latency").await?);
    let hours = approvals.total("p50_h").filter(|hours| *hours > 0.0).ok_or("no half of the versions was published yet")?;
    let millis = decisions.total("p50_ms").filter(|millis| *millis > 0.0).ok_or("no half of the requests was answered")?;
    let gap = (hours * 3.6e6 / millis).log10();
    let says = format!("An approval takes {hours:.1} h in the middle, a decision {millis:.0} ms: {gap:.1} powers of ten apart.");
    Ok((gap, says))
}
