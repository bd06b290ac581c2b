//! One check's result, with the evidence to act on it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use gaugeglass_metrics::{Check, Exemption};

use super::judge::Judgement;
use super::observe::{Evidence, Gap, Observed};

pub use gaugeglass_metrics::Severity;

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

impl Status {
    /// True where the evidence was there.
    pub fn is_known(self) -> bool {
        matches!(self, Status::Pass | Status::Warn | Status::Fail)
    }
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

/// One check's result.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The check, with its thresholds, remedy and SQL.
    pub check: Arc<Check>,
    /// How it came out; an exemption in force makes it not applicable.
    pub status: Status,
    /// How it came out before any exemption: levels and constant rules go by this.
    pub found: Status,
    /// 0 to 1, by the unfavourable bound, before any exemption.
    pub score: f64,
    /// What the logs say.
    pub evidence: Evidence,
    /// Why it is unknown, could not run, or is held back by another check.
    pub why: Option<String>,
    /// What would have to be logged for it to be known.
    pub to_log: Vec<Gap>,
    /// The exemption in force.
    pub exemption: Option<Exemption>,
    /// Ids of rows that speak against it, at most twenty; only where its file says which.
    pub rows: Vec<String>,
    /// First day on which nothing of today is in its window any more.
    pub recheck_on: NaiveDate,
    /// Hash of the definition, of what was bound to it, and of all that it read: the same hash, the same evidence.
    pub fingerprint: String,
}

impl Finding {
    /// The result of a judgement about what was observed.
    pub fn new(observed: &Observed, judgement: Judgement, recheck_on: NaiveDate) -> Finding {
        let to_log = match judgement.status.is_known() {
            true => Vec::new(),
            false => observed.to_log(judgement.why.as_deref().unwrap_or_default()),
        };
        Finding {
            check: Arc::clone(&observed.check),
            status: judgement.status,
            found: judgement.status,
            score: judgement.score,
            evidence: observed.seen.evidence().unwrap_or_default(),
            why: judgement.why,
            to_log,
            exemption: None,
            rows: Vec::new(),
            recheck_on,
            fingerprint: observed.fingerprint.clone(),
        }
    }

    /// True where somebody has something to do.
    pub fn is_finding(&self) -> bool {
        !matches!(self.status, Status::Pass | Status::NotApplicable)
    }

    /// True where the evidence was there.
    pub fn is_known(&self) -> bool {
        self.status.is_known()
    }

    /// True for a critical check that fails, or of which nothing is known.
    pub fn is_critical(&self) -> bool {
        self.check.severity == Severity::Critical && self.is_finding() && self.status != Status::Warn
    }
}
