//! Scores that silence cannot raise.
//!
//! Unknown counts as zero in the headline and as a pass in the upper end of the band. A critical
//! check that fails and one that is unknown cap their dimension alike: a milder cap for unknown
//! would pay for hiding the log that shows the failure.

use super::finding::{Finding, Severity, Status};
use crate::scope::Scope;

/// A dimension with a critical gap scores at most this.
const CRITICAL_CAP: f64 = 0.4;
/// The geometric mean needs a floor: one dark dimension must not hide the others altogether.
const FLOOR: f64 = 0.01;
/// Without these the programme is in the dark, whatever else is measured.
const REQUIRED_LOGS: [&str; 6] = ["events", "decisions", "deliveries", "approvals", "identity_links", "assignments"];

/// One dimension's score.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore {
    /// Its letter.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Score with unknowns as zero, 0 to 1.
    pub lo: f64,
    /// Score with unknowns as passes, 0 to 1.
    pub hi: f64,
    /// Share of the weight that is known.
    pub coverage: f64,
    /// True where a critical gap holds the score down.
    pub capped: bool,
}

/// Scores of all dimensions that have a check.
pub fn dimensions(findings: &[Finding]) -> Vec<DimensionScore> {
    let mut keys: Vec<(&str, &str)> =
        findings.iter().map(|finding| (finding.dimension.as_str(), finding.dimension_name.as_str())).collect();
    keys.dedup();
    keys.into_iter()
        .map(|(key, name)| {
            let own: Vec<&Finding> =
                findings.iter().filter(|finding| finding.dimension == key && finding.status != Status::NotApplicable).collect();
            one(key, name, &own)
        })
        .collect()
}

fn one(key: &str, name: &str, findings: &[&Finding]) -> DimensionScore {
    let total: f64 = findings.iter().map(|finding| weight(finding.severity)).sum();
    let mean = |score: &dyn Fn(&Finding) -> f64| {
        let sum: f64 = findings.iter().map(|finding| weight(finding.severity) * score(finding)).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    };
    let failed = findings.iter().any(|finding| finding.severity == Severity::Critical && finding.status == Status::Fail);
    let blind = findings.iter().any(|finding| finding.severity == Severity::Critical && !finding.is_known());
    let cap = |score: f64, gap: bool| if gap { score.min(CRITICAL_CAP) } else { score };
    DimensionScore {
        key: key.to_owned(),
        name: name.to_owned(),
        lo: cap(mean(&|finding| finding.score), failed || blind),
        hi: cap(mean(&|finding| if finding.is_known() { finding.score } else { 1.0 }), failed),
        coverage: mean(&|finding| f64::from(u8::from(finding.is_known()))),
        capped: failed || blind,
    }
}

/// OpenSSF Scorecard's weights.
fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::Critical => 10.0,
        Severity::High => 7.5,
        Severity::Medium => 5.0,
        Severity::Low => 2.5,
    }
}

/// Geometric mean over dimensions: a dark one cannot be averaged away.
pub fn geometric_mean(scores: &[DimensionScore], of: impl Fn(&DimensionScore) -> f64) -> f64 {
    if scores.is_empty() {
        return 0.0;
    }
    let sum: f64 = scores.iter().map(|score| of(score).max(FLOOR).ln()).sum();
    (sum / scores.len() as f64).exp()
}

/// The lowest dimension: what to work on first.
pub fn binding(scores: &[DimensionScore]) -> Option<String> {
    scores.iter().min_by(|a, b| a.lo.total_cmp(&b.lo)).map(|score| score.name.clone())
}

/// The level reached. Levels past 2 are gated by checks that this release does not have yet.
pub fn level(scope: &Scope, findings: &[Finding]) -> (u8, &'static str) {
    if REQUIRED_LOGS.iter().any(|log| !scope.snapshot.has_log(log)) {
        return (0, "Dark");
    }
    let gates = |level: u8| findings.iter().filter(move |finding| gate(scope, finding) == Some(level));
    let holds = |level: u8| {
        let mut own = gates(level).peekable();
        own.peek().is_some() && own.all(|finding| finding.status == Status::Pass)
    };
    let critical_fail = findings.iter().any(|finding| finding.severity == Severity::Critical && finding.status == Status::Fail);
    let names = ["Dark", "Visible", "Defined", "Controlled", "Proven", "Compounding"];
    let mut reached = 0u8;
    for level in 1..=5u8 {
        if !holds(level) || (level >= 3 && critical_fail) {
            break;
        }
        reached = level;
    }
    (reached, names[usize::from(reached)])
}

fn gate(scope: &Scope, finding: &Finding) -> Option<u8> {
    scope.snapshot.registry.check(&finding.id).and_then(|check| check.level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::finding::Status;
    use gaugeglass_metrics::Unit;

    fn finding(severity: Severity, status: Status, score: f64) -> Finding {
        Finding {
            id: "U1".into(),
            dimension: "U".into(),
            dimension_name: "Unified data".into(),
            title: String::new(),
            status,
            value: None,
            lo: None,
            hi: None,
            n: None,
            pass: 1.0,
            fail: 0.0,
            unit: Unit::Ratio,
            severity,
            score,
            evidence_sql: String::new(),
            remediation: String::new(),
            unlocks: Vec::new(),
            why_unknown: None,
            sources: Vec::new(),
            house_default: false,
            path: String::new(),
        }
    }

    fn score(findings: &[Finding]) -> DimensionScore {
        dimensions(findings).remove(0)
    }

    #[test]
    fn hiding_the_log_that_shows_a_failure_never_raises_the_score() {
        let pass = finding(Severity::Medium, Status::Pass, 1.0);
        for severity in [Severity::Critical, Severity::High, Severity::Low] {
            let shown = score(&[pass.clone(), finding(severity, Status::Fail, 0.0)]);
            let hidden = score(&[pass.clone(), finding(severity, Status::Unknown, 0.0)]);
            assert!(hidden.lo <= shown.lo, "{severity}: {hidden:?} {shown:?}");
            assert!(hidden.coverage < shown.coverage);
        }
    }

    #[test]
    fn a_critical_gap_caps_its_dimension_and_unknown_leaves_a_band() {
        let passes = vec![finding(Severity::High, Status::Pass, 1.0); 9];
        let failed = score(&[passes.clone(), vec![finding(Severity::Critical, Status::Fail, 0.0)]].concat());
        assert_eq!((failed.lo, failed.hi, failed.capped), (0.4, 0.4, true));
        let blind = score(&[passes, vec![finding(Severity::Critical, Status::Unknown, 0.0)]].concat());
        assert_eq!((blind.lo, blind.hi), (0.4, 1.0));
    }

    #[test]
    fn weights_are_those_of_the_scorecard() {
        // 10 passed and 2.5 failed: 10 / 12.5.
        let mixed = score(&[finding(Severity::Critical, Status::Pass, 1.0), finding(Severity::Low, Status::Fail, 0.0)]);
        assert_eq!(mixed.lo, 0.8);
    }

    #[test]
    fn a_dark_dimension_is_not_averaged_away() {
        let of = |lo: f64| DimensionScore { key: "U".into(), name: "Unified data".into(), lo, hi: lo, coverage: 1.0, capped: false };
        let mean = geometric_mean(&[of(1.0), of(0.0)], |score| score.lo);
        assert!((mean - 0.1).abs() < 1e-12, "{mean}");
        assert_eq!(geometric_mean(&[], |score| score.lo), 0.0);
    }
}
