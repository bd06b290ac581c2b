//! The tile: level, binding constraint, score between unknown as fail and unknown as pass.

use askama::Template;
use gaugeglass_engine::{Audit, Severity, Status};

use super::score;
use super::summary::{RemedyView, score_bar};

/// The highest level there is.
const LEVELS: u8 = 5;

/// The tile of an audit.
#[derive(Template)]
#[template(path = "readiness_tile.html")]
pub struct ReadinessTile {
    root: String,
    level: u8,
    levels: u8,
    name: &'static str,
    constraint: Option<String>,
    lo: String,
    hi: String,
    bar: String,
    critical_fail: usize,
    critical_unknown: usize,
    fail: usize,
    unknown: usize,
    first: Option<RemedyView>,
}

impl ReadinessTile {
    /// The tile, with links that lead to the pages at `root`.
    pub fn of(audit: &Audit, root: &str) -> ReadinessTile {
        let tally = |status: Status| audit.findings.iter().filter(|finding| finding.status == status).count();
        let critical = |status: Status| {
            audit.findings.iter().filter(|finding| finding.status == status && finding.check.severity == Severity::Critical).count()
        };
        ReadinessTile {
            root: root.to_owned(),
            level: audit.level.reached,
            levels: LEVELS,
            name: audit.level.name,
            constraint: audit.binding_constraint.clone(),
            lo: score(audit.score_lo),
            hi: score(audit.score_hi),
            bar: score_bar(audit.score_lo, audit.score_hi),
            critical_fail: critical(Status::Fail),
            critical_unknown: critical(Status::Unknown) + critical(Status::Error),
            fail: tally(Status::Fail),
            unknown: tally(Status::Unknown) + tally(Status::Error),
            first: None,
        }
    }

    /// The same with what to do first, for a page that does not list it.
    pub fn with_first(self, audit: &Audit) -> ReadinessTile {
        ReadinessTile { first: audit.remediations.first().map(RemedyView::of), ..self }
    }
}
