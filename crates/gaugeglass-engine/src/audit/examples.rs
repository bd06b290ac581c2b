//! Checks and results made up for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use chrono::NaiveDate;
use gaugeglass_metrics::{Check, Registry};

use super::finding::{Finding, Status};
use super::judge::Judgement;
use super::observe::{Evidence, Observed, Seen};

/// A check with this id and these further lines of front matter; high, and passing at 1 where they say nothing else.
pub fn check(id: &str, keys: &str) -> Arc<Check> {
    let folder = tempfile::tempdir().unwrap();
    let default = |key: &str, line: &'static str| if keys.contains(key) { "" } else { line };
    let text = format!(
        "/* ---\nid: {id}\ndimension: {}\ntitle: Claim of {id}\nremediation: Mend it.\n{}{}{keys}--- */\n\
         select 1.0 as value, count(*) as n from logs.events",
        id.chars().take(1).collect::<String>(),
        default("severity:", "severity: high\n"),
        default("pass:", "pass: 1\nfail: 0\n"),
    );
    std::fs::write(folder.path().join("made_up.sql"), text).unwrap();
    let (checks, wrong) = Registry::default().checks_of(folder.path());
    assert!(wrong.is_empty(), "{wrong:?}");
    checks.first().unwrap().clone()
}

/// A result of such a check.
pub fn finding(id: &str, keys: &str, status: Status, score: f64) -> Finding {
    let evidence = Evidence { value: Some(score), n: Some(100), ..Evidence::default() };
    let observed = Observed { check: check(id, keys), seen: Seen::Evidence(evidence), fingerprint: String::new() };
    Finding::new(&observed, Judgement { status, score, why: None }, NaiveDate::default())
}
