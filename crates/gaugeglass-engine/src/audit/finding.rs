//! One check's result, with the evidence to act on it.

use std::fmt;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The unfavourable bound is at or past the passing value.
    Pass,
    /// Between the failing and the passing value.
    Warn,
    /// At or past the failing value.
    Fail,
    /// The logs cannot say.
    Unknown,
    /// Excluded by an owner, with a reason and an end.
    NotApplicable,
    /// The check itself did not run.
    Error,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Pass => "pass",
            Status::Warn => "warn",
            Status::Fail => "fail",
            Status::Unknown => "unknown",
            Status::NotApplicable => "not_applicable",
            Status::Error => "error",
        })
    }
}

pub use gaugeglass_metrics::Severity;

/// One check's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Such as `U1`.
    pub id: String,
    /// The dimension's letter.
    pub dimension: String,
    /// The dimension in words.
    pub dimension_name: String,
    /// The claim that holds when the check passes.
    pub title: String,
    /// How it came out.
    pub status: Status,
    /// The value found.
    pub value: Option<f64>,
    /// Lower bound of its interval.
    pub lo: Option<f64>,
    /// Upper bound of its interval.
    pub hi: Option<f64>,
    /// Rows behind it.
    pub n: Option<i64>,
    /// The value that scores 1.
    pub pass: f64,
    /// The value that scores 0.
    pub fail: f64,
    /// The unit of value, bounds and thresholds.
    pub unit: gaugeglass_metrics::Unit,
    /// How much it weighs.
    pub severity: Severity,
    /// 0 to 1, by the unfavourable bound.
    pub score: f64,
    /// The SQL of the evidence.
    pub evidence_sql: String,
    /// What to do.
    pub remediation: String,
    /// Metrics that the missing log would make known.
    pub unlocks: Vec<String>,
    /// Why it is unknown.
    pub why_unknown: Option<String>,
    /// Rows of the article's claim table.
    pub sources: Vec<String>,
    /// True where the threshold is ours.
    pub house_default: bool,
    /// The file.
    pub path: String,
}

impl Finding {
    /// True where somebody has something to do.
    pub fn is_finding(&self) -> bool {
        !matches!(self.status, Status::Pass | Status::NotApplicable)
    }

    /// True where the evidence was there.
    pub fn is_known(&self) -> bool {
        matches!(self.status, Status::Pass | Status::Warn | Status::Fail)
    }
}
