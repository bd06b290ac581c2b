//! Every check with its evidence and its remedy, those to act on first.

use gaugeglass_engine::{Audit, Finding, Status};
use gaugeglass_metrics::Dimension;

use super::summary::{metric, owner};
use crate::figure::state::Link;
use crate::format::number::{count, figure, interval, tick};
use crate::format::value;
use crate::url::query;

/// Checks that came out alike.
pub struct Group {
    pub title: &'static str,
    pub note: &'static str,
    pub class: &'static str,
    pub sign: &'static str,
    pub is_open: bool,
    /// How many checks, and how many gates of a level, which no tally counts among them.
    pub size: String,
    pub findings: Vec<FindingView>,
}

/// A check as the page shows it.
pub struct FindingView {
    pub id: String,
    pub title: String,
    pub severity: &'static str,
    pub word: &'static str,
    pub class: &'static str,
    pub value: String,
    pub interval: Option<String>,
    pub n: Option<String>,
    pub threshold: String,
    pub house_default: bool,
    pub self_reported: bool,
    pub grade: String,
    pub why: Option<String>,
    pub remediation: String,
    pub to_log: Vec<String>,
    pub unlocks: Vec<Link>,
    pub owner: String,
    pub effort: String,
    pub recheck_on: String,
    pub is_open: bool,
    pub sources: String,
    pub key: String,
    pub rows: Vec<String>,
    pub sql: String,
    pub bound: Vec<String>,
    pub fingerprint: String,
    pub open: String,
    pub path: String,
}

/// The checks and gates of an audit by how they came out, worst first.
pub fn groups(audit: &Audit, root: &str) -> Vec<Group> {
    let group = |title, note, status: Status, is_open| {
        let (class, sign, _) = words(status);
        let all = audit.findings.iter().chain(&audit.gates);
        let mut found: Vec<&Finding> = all.filter(|finding| finding.status == status).collect();
        found.sort_by_key(|finding| finding.check.severity);
        Group {
            title,
            note,
            class,
            sign,
            is_open,
            size: size(&found),
            findings: found.into_iter().map(|found| view(found, audit, root)).collect(),
        }
    };
    let groups = [
        group("Failing", "At or past the value at which the score is zero.", Status::Fail, true),
        group("Warning", "Between failing and passing.", Status::Warn, true),
        group("Unknown", "The logs cannot say. Unknown is not a pass; it lowers the score until it is known.", Status::Unknown, true),
        group("Could not be checked", "The check itself did not run.", Status::Error, true),
        group("Passing", "", Status::Pass, false),
        group("Not applicable", "Excluded by an owner, with a reason and an end.", Status::NotApplicable, false),
    ];
    groups.into_iter().filter(|group| !group.findings.is_empty()).collect()
}

fn size(found: &[&Finding]) -> String {
    let gates = found.iter().filter(|finding| finding.check.dimension == Dimension::Level).count();
    let checks = found.len() - gates;
    match gates {
        0 => checks.to_string(),
        1 => format!("{checks} and 1 gate"),
        _ => format!("{checks} and {gates} gates"),
    }
}

fn words(status: Status) -> (&'static str, &'static str, &'static str) {
    match status {
        Status::Pass => ("good", "✓", "pass"),
        Status::Warn => ("warn", "△", "warn"),
        Status::Fail => ("bad", "✕", "fail"),
        Status::Unknown => ("quiet", "?", "unknown"),
        Status::NotApplicable => ("quiet", "–", "not applicable"),
        Status::Error => ("bad", "!", "error"),
    }
}

fn view(finding: &Finding, audit: &Audit, root: &str) -> FindingView {
    let (class, _, word) = words(finding.status);
    let (check, evidence) = (&finding.check, &finding.evidence);
    let compare = if check.pass > check.fail { "or more" } else { "or less" };
    let used: Vec<&(String, String)> = audit.bound.iter().filter(|(name, _)| check.sql.contains(&format!("${name}"))).collect();
    FindingView {
        id: check.id.clone(),
        title: check.title.clone(),
        severity: check.severity.as_str(),
        word,
        class,
        value: figure(evidence.value, check.unit),
        interval: interval(evidence.lo, evidence.hi, check.unit),
        n: evidence.n.map(count),
        threshold: format!("Passes at {} {compare}, fails at {}", tick(check.pass, check.unit), tick(check.fail, check.unit)),
        house_default: check.house_default,
        self_reported: check.self_reported,
        grade: check.grade.to_string(),
        why: why(finding),
        remediation: check.remediation.clone(),
        to_log: finding.to_log.iter().map(ToString::to_string).collect(),
        unlocks: check.unlocks.iter().map(|name| metric(name, root)).collect(),
        owner: owner(check.owner.as_deref()),
        effort: check.effort.to_string(),
        recheck_on: finding.recheck_on.to_string(),
        is_open: finding.is_finding(),
        sources: check.sources.join(", "),
        key: check.evidence.as_ref().map(|evidence| evidence.key.join(", ")).unwrap_or_default(),
        rows: finding.rows.iter().map(|row| value::cell(row)).collect(),
        sql: check.sql.clone(),
        bound: used.iter().map(|(name, value)| format!("${name} = {value}")).collect(),
        fingerprint: finding.fingerprint.clone(),
        open: open_in_sql(&check.sql, &used, root),
        path: check.path.clone(),
    }
}

/// Why it came out so, where the figure does not say it.
fn why(finding: &Finding) -> Option<String> {
    match (finding.status, &finding.exemption) {
        (Status::NotApplicable, Some(exemption)) => {
            let approval = format!("Approved by {} until {}; found to be: {}.", exemption.owner, exemption.expires, finding.found);
            Some(format!("{} {approval}", exemption.reason))
        }
        (Status::Unknown, _) => finding.why.as_ref().map(|why| format!("Unknown: {why}")),
        _ => finding.why.clone(),
    }
}

/// The workbench with the statement and the values of the names that it uses.
fn open_in_sql(sql: &str, used: &[&(String, String)], root: &str) -> String {
    let values = used.iter().map(|(name, value)| (format!("p.{name}"), value.clone()));
    let pairs: Vec<(String, String)> = std::iter::once(("q".to_owned(), sql.to_owned())).chain(values).collect();
    format!("{root}/sql{}", query(&pairs))
}
