//! The readiness audit: checks evaluated, scored by their unfavourable bound, never helped by silence.

mod evaluate;
mod finding;
mod score;

use chrono::{DateTime, Duration, Utc};

pub use finding::{Finding, Severity, Status};
pub use score::DimensionScore;

use crate::scope::Scope;
use crate::{Error, metric};

/// Days that a check looks back.
const WINDOW_DAYS: i64 = 28;

/// All checks, and what they come to.
#[derive(Debug, Clone)]
pub struct Audit {
    /// 0 to 5.
    pub level: u8,
    /// The level's name.
    pub level_name: String,
    /// The dimension with the lowest score.
    pub binding_constraint: Option<String>,
    /// Scores by dimension.
    pub dimensions: Vec<DimensionScore>,
    /// Every check, in order of id.
    pub findings: Vec<Finding>,
    /// Weighted geometric mean with unknowns as zero.
    pub score_lo: f64,
    /// The same with unknowns as passes.
    pub score_hi: f64,
    /// What every check's `$name`s were bound to, by name.
    pub bound: Vec<(String, String)>,
    /// The instant audited.
    pub as_of: DateTime<Utc>,
}

impl Audit {
    /// True where a critical check fails or cannot be known.
    pub fn has_critical(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Critical && finding.is_finding() && finding.status != Status::Warn)
    }
}

/// Evaluates every check over the 28 days before as-of.
pub async fn audit(scope: &Scope) -> Result<Audit, Error> {
    let from = scope.as_of - Duration::days(WINDOW_DAYS);
    let mut findings = Vec::new();
    for check in scope.snapshot.registry.checks() {
        findings.push(evaluate::evaluate(scope, check, from).await);
    }
    let dimensions = score::dimensions(&findings);
    let (level, level_name) = score::level(scope, &findings);
    Ok(Audit {
        level,
        level_name: level_name.to_owned(),
        binding_constraint: score::binding(&dimensions),
        score_lo: score::geometric_mean(&dimensions, |score| score.lo),
        score_hi: score::geometric_mean(&dimensions, |score| score.hi),
        bound: metric::shown(&metric::standard(scope, from, scope.as_of)),
        dimensions,
        findings,
        as_of: scope.as_of,
    })
}
