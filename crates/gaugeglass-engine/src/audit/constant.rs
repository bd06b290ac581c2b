//! The score under constant rules: today's evidence, judged by the rules of an earlier day, with nothing exempted and nothing
//! filtered.
//!
//! Whoever moves a threshold, takes a check away, grants an exemption or leaves rows out of a log moves the score beside it, and does
//! not raise this one: what only a part of the rows tells is unknown here.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use gaugeglass_metrics::Check;

use super::fill::Fills;
use super::filters;
use super::finding::{Finding, Status};
use super::judged;
use super::observe::{self, Observed, Seen};
use super::score::{Mark, Scores};
use crate::left_out::Filter;
use crate::scope::Scope;

/// What the evidence comes to under constant rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstantRules {
    /// Whose rules these are.
    pub rules: String,
    /// Score with unknowns as zero, 0 to 1.
    pub lo: f64,
    /// Score with unknowns as passes, 0 to 1.
    pub hi: f64,
    /// What changed since then, check by check.
    pub changes: Vec<RuleChange>,
    /// What is wrong with the files of these rules.
    pub problems: Vec<String>,
}

/// How a rule changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The check.
    pub id: String,
    /// What is different now.
    pub what: String,
}

/// Today's own rules.
pub fn of_today(scope: &Scope, findings: &[Finding], filters: &[Filter]) -> ConstantRules {
    judged_by("the checks of today".to_owned(), findings, |check| filters::touches(scope, check, filters))
}

fn judged_by(rules: String, findings: &[Finding], is_filtered: impl Fn(&Check) -> bool) -> ConstantRules {
    let mark = |finding: &Finding| match is_filtered(&finding.check) {
        true => Mark { status: Status::Unknown, score: 0.0, ..Mark::found(finding) },
        false => Mark::found(finding),
    };
    let scores = Scores::of(&findings.iter().map(mark).collect::<Vec<_>>());
    ConstantRules { rules, lo: scores.lo, hi: scores.hi, changes: Vec::new(), problems: Vec::new() }
}

/// The rules of a folder of earlier check files.
pub async fn of_folder(
    scope: &Scope,
    folder: &Path,
    today: &[Observed],
    filters: &[Filter],
    from: DateTime<Utc>,
    fills: &Arc<Fills>,
) -> ConstantRules {
    let (earlier, wrong) = scope.snapshot.registry.checks_of(folder);
    let observed = observed(scope, &earlier, today, from, fills).await;
    let findings = judged(&observed, scope.as_of.date_naive());
    let now: Vec<Arc<Check>> = today.iter().map(|observed| Arc::clone(&observed.check)).collect();
    ConstantRules {
        changes: changes(&earlier, &now),
        problems: wrong.iter().map(ToString::to_string).collect(),
        ..judged_by(format!("the checks of {}", folder.display()), &findings, |check| filters::touches(scope, check, filters))
    }
}

/// Where only the rules around it changed, the evidence of today is that of then; other SQL is run.
async fn observed(scope: &Scope, earlier: &[Arc<Check>], today: &[Observed], from: DateTime<Utc>, fills: &Arc<Fills>) -> Vec<Observed> {
    let same = |check: &Arc<Check>| today.iter().find(|observed| observed.check.sql == check.sql && observed.check.needs == check.needs);
    let other: Vec<Arc<Check>> = earlier.iter().filter(|check| same(check).is_none()).cloned().collect();
    let mut run = observe::all(scope, &other, from, fills).await.into_iter();
    let each = earlier.iter().map(|check| match same(check) {
        Some(observed) => Observed { check: Arc::clone(check), ..observed.clone() },
        None => run.next().unwrap_or_else(|| not_run(check)),
    });
    each.collect()
}

fn not_run(check: &Arc<Check>) -> Observed {
    Observed { check: Arc::clone(check), seen: Seen::Failed("it was not run".into()), fingerprint: String::new() }
}

/// How the checks of today differ from earlier ones.
fn changes(earlier: &[Arc<Check>], now: &[Arc<Check>]) -> Vec<RuleChange> {
    let find = |checks: &[Arc<Check>], id: &str| checks.iter().find(|check| check.id == id).cloned();
    let gone = earlier.iter().filter(|check| find(now, &check.id).is_none());
    let gone = gone.map(|check| RuleChange { id: check.id.clone(), what: "it is not checked any more".into() });
    let kept = now.iter().filter_map(|check| {
        let what = match find(earlier, &check.id) {
            None => "it is new".to_owned(),
            Some(before) => difference(&before, check)?,
        };
        Some(RuleChange { id: check.id.clone(), what })
    });
    gone.chain(kept).collect()
}

fn difference(before: &Check, now: &Check) -> Option<String> {
    let number = |name: &str, before: f64, now: f64| (before != now).then(|| format!("{name} at {now}, before at {before}"));
    let other = |is_other: bool, what: &str| is_other.then(|| what.to_owned());
    let told = [
        number("passes", before.pass, now.pass),
        number("fails", before.fail, now.fail),
        (before.severity != now.severity).then(|| format!("{}, before {}", now.severity, before.severity)),
        (before.level != now.level).then(|| "gates another level".to_owned()),
        other(before.sql != now.sql, "computed in another way"),
        other(before.needs != now.needs, "needs other columns"),
        other(before.minimum_n != now.minimum_n, "needs another number of rows"),
        other(before.twins != now.twins || before.self_reported != now.self_reported, "held back otherwise"),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::{check, finding};

    #[test]
    fn every_rule_that_moved_is_told_in_words() {
        let earlier = [check("U1", "pass: 0.99\nfail: 0.95\n"), check("U2", ""), check("U3", "")];
        let now = [check("U1", "pass: 0.9\nfail: 0.95\nseverity: low\n"), check("U3", ""), check("U4", "")];
        let told: Vec<(String, String)> = changes(&earlier, &now).into_iter().map(|change| (change.id, change.what)).collect();
        let expected =
            [("U2", "it is not checked any more"), ("U1", "passes at 0.9, before at 0.99; low, before high"), ("U4", "it is new")];
        assert_eq!(told, expected.map(|(id, what)| (id.to_owned(), what.to_owned())));
    }

    #[test]
    fn an_exemption_does_not_move_the_score_of_constant_rules() {
        let mut findings = [finding("U1", "", Status::Fail, 0.0), finding("U2", "", Status::Pass, 1.0)];
        let constant = |findings: &[Finding]| judged_by(String::new(), findings, |_| false);
        let before = constant(&findings);
        findings[0].status = Status::NotApplicable;
        assert_eq!(constant(&findings), before);
        let with_exemption = Scores::of(&findings.iter().map(Mark::of).collect::<Vec<_>>());
        assert!(with_exemption.lo > before.lo);
    }

    #[test]
    fn what_a_filtered_log_tells_is_unknown() {
        let findings = [finding("U1", "", Status::Pass, 1.0), finding("U2", "", Status::Pass, 1.0)];
        let filtered = judged_by(String::new(), &findings, |check| check.id == "U2");
        assert!((filtered.lo - 0.5).abs() < 1e-12 && (filtered.hi - 1.0).abs() < 1e-12, "{filtered:?}");
    }
}
