//! The level: as far as every gate holds, and what keeps the programme from the next one.
//!
//! A level is reached by its weakest side, never by a mean. Gates are the checks that name a level; they go by what was found, so
//! no exemption lifts one.

use super::fill::required;
use super::finding::{Finding, Severity, Status};
use super::observe::Gap;

/// Without these the programme is in the dark, whatever else is measured.
const REQUIRED_LOGS: [&str; 6] = ["events", "decisions", "deliveries", "approvals", "identity_links", "assignments"];
/// From this level on, no critical check may fail or be unknown, whatever it gates.
const CONTROLLED: u8 = 3;
const NAMES: [&str; 6] = ["Dark", "Visible", "Defined", "Controlled", "Proven", "Compounding"];

/// The level reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// 0 to 5.
    pub reached: u8,
    /// What it is called.
    pub name: &'static str,
    /// The next one, and what it takes; none above the highest.
    pub next: Option<NextLevel>,
}

/// A level that is not reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextLevel {
    /// 1 to 5.
    pub level: u8,
    /// What it is called.
    pub name: &'static str,
    /// What keeps the programme from it, in order of the checks.
    pub blockers: Vec<Blocker>,
}

/// One thing that keeps a programme from a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The check, or `logs.approvals` for a log that is not there.
    pub what: String,
    /// The claim that does not hold.
    pub claim: String,
    /// Why it does not.
    pub why: String,
}

/// The level that checks and gates reach, where `has_log` tells which logs are read.
pub fn level(has_log: impl Fn(&str) -> bool, findings: &[Finding], gates: &[Finding]) -> Level {
    let dark: Vec<Blocker> = REQUIRED_LOGS.into_iter().filter(|log| !has_log(log)).map(missing).collect();
    let mut reached = 0u8;
    let mut blockers = dark;
    while blockers.is_empty() && usize::from(reached) + 1 < NAMES.len() {
        blockers = blockers_of(reached + 1, findings, gates);
        reached += u8::from(blockers.is_empty());
    }
    let name = |level: u8| NAMES.get(usize::from(level)).copied().unwrap_or_default();
    let next = (!blockers.is_empty()).then(|| NextLevel { level: reached + 1, name: name(reached + 1), blockers });
    Level { reached, name: name(reached), next }
}

fn missing(log: &str) -> Blocker {
    let columns = required(log).into_iter().map(str::to_owned).collect();
    let gap = Gap { log: log.to_owned(), columns, why: "it is not logged".to_owned() };
    Blocker { what: format!("logs.{log}"), claim: format!("The log {log} is read"), why: format!("not logged: it takes {gap}") }
}

fn blockers_of(level: u8, findings: &[Finding], gates: &[Finding]) -> Vec<Blocker> {
    let all = || findings.iter().chain(gates);
    let is_gate = |finding: &Finding| finding.check.level == Some(level);
    if !all().any(is_gate) {
        let why = format!("give a check `level: {level}`");
        return vec![Blocker { what: format!("level {level}"), claim: "A check gates this level".to_owned(), why }];
    }
    let is_critical_gap = |finding: &Finding| {
        let is_gap = finding.found == Status::Fail || !finding.found.is_known();
        level >= CONTROLLED && finding.check.severity == Severity::Critical && is_gap
    };
    let blocks = |finding: &&Finding| (is_gate(finding) && finding.found != Status::Pass) || is_critical_gap(finding);
    all().filter(blocks).map(blocker).collect()
}

fn blocker(finding: &Finding) -> Blocker {
    let why = match (finding.found, &finding.why) {
        (Status::Warn, _) => "between failing and passing".to_owned(),
        (found, Some(why)) if finding.exemption.is_none() => format!("{found}: {why}"),
        (found, _) => found.to_string(),
    };
    Blocker { what: finding.check.id.clone(), claim: finding.check.title.clone(), why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::finding;

    /// One check a level, with these results from the first on; all logs but `absent` are read.
    fn reached(statuses: &[Status], absent: &str) -> Level {
        let one = |(at, status): (usize, &Status)| {
            let level = at + 1;
            finding(&format!("S{level}"), &format!("level: {level}\n"), *status, 0.0)
        };
        let findings: Vec<Finding> = statuses.iter().enumerate().map(one).collect();
        level(|log| log != absent, &findings, &[])
    }

    #[test]
    fn a_level_is_reached_when_it_and_all_below_hold() {
        use Status::{Fail, Pass, Unknown, Warn};
        for (statuses, expected) in [
            ([Pass, Pass, Pass, Pass, Pass], 5),
            ([Pass, Pass, Warn, Pass, Pass], 2),
            ([Pass, Unknown, Pass, Pass, Pass], 1),
            ([Fail, Pass, Pass, Pass, Pass], 0),
        ] {
            assert_eq!(reached(&statuses, "").reached, expected, "{statuses:?}");
        }
        assert_eq!(reached(&[Pass; 5], "").next, None);
        assert_eq!(reached(&[Pass; 5], "").name, "Compounding");
    }

    #[test]
    fn a_missing_log_leaves_the_programme_in_the_dark_and_says_which() {
        let level = reached(&[Status::Pass; 5], "approvals");
        assert_eq!((level.reached, level.name), (0, "Dark"));
        let blockers = level.next.map(|next| next.blockers).unwrap_or_default();
        assert_eq!(blockers.iter().map(|blocker| blocker.what.as_str()).collect::<Vec<_>>(), ["logs.approvals"]);
        assert!(blockers.iter().all(|blocker| blocker.why.contains("object_version")), "{blockers:?}");
    }

    #[test]
    fn a_critical_gap_keeps_from_level_three_whatever_it_gates() {
        let with = |status| {
            let gates: Vec<Finding> =
                (1..=5).map(|level| finding(&format!("S{level}"), &format!("level: {level}\n"), Status::Pass, 1.0)).collect();
            level(|_| true, &[finding("U5", "severity: critical\n", status, 0.0)], &gates).reached
        };
        assert_eq!((with(Status::Fail), with(Status::Unknown), with(Status::Error), with(Status::Warn)), (2, 2, 2, 5));
    }

    #[test]
    fn a_level_that_no_check_gates_is_not_reached() {
        let level = reached(&[Status::Pass], "");
        assert_eq!(level.reached, 1);
        assert!(level.next.is_some_and(|next| next.blockers.iter().any(|blocker| blocker.why.contains("level: 2"))));
    }
}
