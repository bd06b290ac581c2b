//! What to do first: remedies by what is at stake times the strength of its evidence, over the work they take.

use chrono::NaiveDate;
use gaugeglass_metrics::{Effort, Grade};

use super::finding::{Finding, Status};
use super::waterfall::Stage;

/// What a remedy could win.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stake {
    /// Intents lost at the stage that the check stands for; the share is of all intents.
    Intents(i64),
    /// No loss is known: the share of all weight that the check does not score.
    Weight,
}

/// A remedy with its place in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Remediation {
    /// The check.
    pub id: String,
    /// The claim that does not hold.
    pub title: String,
    /// How it came out.
    pub status: Status,
    /// What to do.
    pub todo: String,
    /// Who answers for it: the check's owner, else that of the stage.
    pub owner: Option<String>,
    /// How much work it is.
    pub effort: Effort,
    /// How strong the evidence is.
    pub grade: Grade,
    /// What is at stake, as a share from 0 to 1.
    pub at_stake: f64,
    /// A share of what.
    pub stake: Stake,
    /// At stake times grade over effort: higher is earlier.
    pub priority: f64,
    /// When to look again.
    pub recheck_on: NaiveDate,
}

/// Every remedy that somebody can act on, first things first.
pub fn ranked(findings: &[Finding], waterfall: &[Stage]) -> Vec<Remediation> {
    let weight = |finding: &Finding| finding.check.severity.weight();
    let all: f64 = findings.iter().map(weight).sum();
    let open = findings.iter().filter(|finding| finding.is_finding());
    let mut remedies: Vec<Remediation> =
        open.map(|finding| remedy(finding, weight(finding) * (1.0 - finding.score) / all.max(f64::MIN_POSITIVE), waterfall)).collect();
    // The order of checks decides between equals, so that two audits of one day agree.
    remedies.sort_by(|a, b| b.priority.total_cmp(&a.priority));
    remedies
}

fn remedy(finding: &Finding, unscored: f64, waterfall: &[Stage]) -> Remediation {
    let check = &finding.check;
    let stage = waterfall.iter().find(|stage| stage.is_loss() && Some(&stage.stage) == check.stage.as_ref());
    let (at_stake, stake) = stage.map_or((unscored, Stake::Weight), |stage| (stage.share, Stake::Intents(stage.count)));
    Remediation {
        id: check.id.clone(),
        title: check.title.clone(),
        status: finding.status,
        todo: check.remediation.clone(),
        owner: check.owner.clone().or_else(|| stage.map(|stage| stage.owner.clone())),
        effort: check.effort,
        grade: check.grade,
        at_stake,
        stake,
        priority: at_stake * strength(check.grade) / check.effort.factor(),
        recheck_on: finding.recheck_on,
    }
}

/// Randomised evidence counts whole, and every grade below it a fifth less.
fn strength(grade: Grade) -> f64 {
    match grade {
        Grade::E0 => 0.1,
        Grade::E1 => 0.2,
        Grade::E2 => 0.4,
        Grade::E3 => 0.6,
        Grade::E4 => 0.8,
        Grade::E5 => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::finding;

    fn ids(findings: &[Finding], waterfall: &[Stage]) -> Vec<String> {
        ranked(findings, waterfall).into_iter().map(|remedy| remedy.id).collect()
    }

    #[test]
    fn what_passes_or_is_exempted_needs_no_remedy() {
        let findings =
            [finding("U1", "", Status::Pass, 1.0), finding("U2", "", Status::NotApplicable, 0.0), finding("U3", "", Status::Unknown, 0.0)];
        assert_eq!(ids(&findings, &[]), ["U3"]);
    }

    #[test]
    fn weight_and_score_decide_where_no_loss_is_known_and_little_work_goes_first() {
        let findings = [
            finding("U1", "severity: critical\neffort: large\n", Status::Fail, 0.0),
            finding("U2", "severity: high\neffort: small\n", Status::Fail, 0.0),
            finding("U3", "severity: high\neffort: small\n", Status::Warn, 0.9),
        ];
        // 10 / 4, 7.5 / 1 and 0.75 / 1.
        assert_eq!(ids(&findings, &[]), ["U2", "U1", "U3"]);
    }

    #[test]
    fn lost_intents_are_at_stake_where_the_check_stands_for_a_stage() {
        let stage =
            Stage { stage: "slow".into(), owner: "decisioning".into(), entered: 100, count: 40, share: 0.4, arrived_if_mended: None };
        let findings = [finding("D1", "stage: slow\n", Status::Fail, 0.0), finding("D2", "stage: late\ngrade: E5\n", Status::Fail, 0.0)];
        let ranked = ranked(&findings, &[stage]);
        let slow = ranked.iter().find(|remedy| remedy.id == "D1");
        assert!(slow.is_some_and(|remedy| remedy.stake == Stake::Intents(40) && remedy.owner.as_deref() == Some("decisioning")));
        // 0.5 of the weight at E5 goes before 0.4 of the intents at E1.
        assert_eq!(ranked.iter().map(|remedy| remedy.id.as_str()).collect::<Vec<_>>(), ["D2", "D1"]);
    }
}
