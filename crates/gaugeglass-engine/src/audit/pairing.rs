//! Speed that is bought with quality does not count: a check with twins is held back by them.
//!
//! Where a twin fails, the check fails; where a twin is not known, neither is the check. A milder rule would pay for taking the
//! slow rows out of a log, which makes a check of speed pass and its twin fail, or for hiding the log that the twin needs.

use std::collections::BTreeMap;

use super::finding::{Finding, Status};

/// Holds back every check that has a twin which is not known to be well.
pub fn hold(findings: &mut [Finding]) {
    let found: BTreeMap<String, Status> = findings.iter().map(|finding| (finding.check.id.clone(), finding.found)).collect();
    for finding in findings.iter_mut().filter(|finding| matches!(finding.found, Status::Pass | Status::Warn)) {
        if let Some((status, why)) = held(finding, &found) {
            finding.status = status;
            finding.found = status;
            finding.score = 0.0;
            finding.why = Some(why);
        }
    }
}

/// A failing twin goes before an unknown one: it is the harder word.
fn held(finding: &Finding, found: &BTreeMap<String, Status>) -> Option<(Status, String)> {
    let mut twins = finding.check.twins.iter();
    if let Some(twin) = twins.clone().find(|twin| status_of(found, twin) == Status::Fail) {
        return Some((Status::Fail, format!("held back by {twin}, which fails: what is won at its cost does not count")));
    }
    let unknown = twins.find(|twin| !status_of(found, twin).is_known())?;
    Some((Status::Unknown, format!("held back by {unknown}, of which nothing is known: it could have been paid for there")))
}

fn status_of(found: &BTreeMap<String, Status>, id: &str) -> Status {
    found.get(id).copied().unwrap_or(Status::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::finding;

    fn after(own: Status, twin: Status) -> (Status, f64) {
        let score = |status| if status == Status::Pass { 1.0 } else { 0.0 };
        let mut findings = [finding("A1", "twins: [A5]\n", own, score(own)), finding("A5", "", twin, score(twin))];
        hold(&mut findings);
        assert_eq!(findings[1].found, twin, "the twin itself stays as it is");
        (findings[0].found, findings[0].score)
    }

    #[test]
    fn speed_counts_only_beside_known_quality() {
        assert_eq!(after(Status::Pass, Status::Pass), (Status::Pass, 1.0));
        assert_eq!(after(Status::Pass, Status::Warn), (Status::Pass, 1.0));
        assert_eq!(after(Status::Pass, Status::Fail), (Status::Fail, 0.0));
        assert_eq!(after(Status::Pass, Status::Unknown), (Status::Unknown, 0.0));
        assert_eq!(after(Status::Pass, Status::Error), (Status::Unknown, 0.0));
        assert_eq!(after(Status::Fail, Status::Unknown), (Status::Fail, 0.0));
    }

    #[test]
    fn a_twin_that_does_not_exist_is_not_known() {
        let mut findings = [finding("A1", "twins: [Z9]\n", Status::Pass, 1.0)];
        hold(&mut findings);
        assert_eq!(findings[0].found, Status::Unknown);
        assert!(findings[0].why.as_deref().is_some_and(|why| why.contains("Z9")));
    }
}
