//! The audit of the audit: known defects put into a copy of the logs, each of which one check must notice.
//!
//! The copy is a view: a mutation's SELECT is read where a check reads the relation that it stands in for. What is computed from it
//! has names of its own in the cache, and no log location is written to. A check that does not notice is an error, since its pass
//! means nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gaugeglass_metrics::{Check, Mutation};

use super::fill::Fills;
use super::finding::Status;
use super::judge::judge;
use super::observe::{self, Observed, Seen};
use crate::scope::Scope;

/// What came of a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The check fails, and is worse than without it.
    Caught,
    /// It does not: the check is blind to what it is for.
    Missed,
    /// Nothing could be learned: the check was unknown or at its worst before.
    Untested,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Outcome::Caught => "caught",
            Outcome::Missed => "missed",
            Outcome::Untested => "untested",
        })
    }
}

/// A known defect and what the check made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The mutation's file name.
    pub mutation: String,
    /// The defect.
    pub title: String,
    /// The check that must notice.
    pub check: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The check's value without the defect.
    pub before: Option<f64>,
    /// The same with it.
    pub after: Option<f64>,
    /// Why it was missed or could not be tested.
    pub why: Option<String>,
}

/// Tries every mutation of the registry, one after the other: each makes its own copy of what follows from the logs.
pub async fn trials(scope: &Scope, from: DateTime<Utc>, fills: &Arc<Fills>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for mutation in scope.snapshot.registry.mutations() {
        trials.push(trial(scope, mutation, from, fills).await);
    }
    trials
}

/// What was observed, with an error in place of every check that missed its defect.
pub fn noted(observed: Vec<Observed>, trials: &[Trial]) -> Vec<Observed> {
    let missed = |observed: &Observed| trials.iter().find(|trial| trial.outcome == Outcome::Missed && trial.check == observed.check.id);
    let each = observed.into_iter().map(|observed| match missed(&observed) {
        Some(trial) => Observed { seen: Seen::Failed(format!("it does not notice a known defect: {}", trial.title)), ..observed },
        None => observed,
    });
    each.collect()
}

async fn trial(scope: &Scope, mutation: &Arc<Mutation>, from: DateTime<Utc>, fills: &Arc<Fills>) -> Trial {
    let untested = |why: String| told(mutation, Outcome::Untested, None, None, Some(why));
    let Some(check) = scope.snapshot.registry.check(&mutation.detects).cloned() else {
        return untested(format!("there is no check {}", mutation.detects));
    };
    let mutated = Scope { mutation: Some(Arc::clone(mutation)), ..scope.clone() };
    let before = observe::one(scope.clone(), Arc::clone(&check), from, Arc::clone(fills)).await.seen;
    let after = observe::one(mutated, Arc::clone(&check), from, Arc::clone(fills)).await.seen;
    let (outcome, why) = outcome(&check, &before, &after);
    told(mutation, outcome, value(&before), value(&after), why)
}

fn told(mutation: &Mutation, outcome: Outcome, before: Option<f64>, after: Option<f64>, why: Option<String>) -> Trial {
    let (mutation, title, check) = (mutation.name.clone(), mutation.title.clone(), mutation.detects.clone());
    Trial { mutation, title, check, outcome, before, after, why }
}

fn value(seen: &Seen) -> Option<f64> {
    seen.evidence().and_then(|evidence| evidence.value)
}

fn outcome(check: &Check, before: &Seen, after: &Seen) -> (Outcome, Option<String>) {
    let (was, is) = (judge(check, before), judge(check, after));
    if !was.status.is_known() {
        return (Outcome::Untested, was.why);
    }
    if is.status != Status::Fail {
        let why = is.why.unwrap_or_else(|| format!("with the defect the check comes out as {}", is.status));
        return (Outcome::Missed, Some(why));
    }
    match (was.status, is_worse(check, before, after)) {
        (Status::Fail, false) => (Outcome::Untested, Some("the check fails already, and the defect makes it no worse".into())),
        _ => (Outcome::Caught, None),
    }
}

fn is_worse(check: &Check, before: &Seen, after: &Seen) -> bool {
    match (value(before), value(after)) {
        (Some(before), Some(after)) if check.pass > check.fail => after < before,
        (Some(before), Some(after)) => after > before,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Evidence;
    use crate::audit::examples::check;

    fn seen(value: f64) -> Seen {
        Seen::Evidence(Evidence { value: Some(value), n: Some(100), ..Evidence::default() })
    }

    #[test]
    fn a_defect_is_caught_where_the_check_fails_and_is_worse_than_before() {
        let rule = check("D1", "pass: 0.99\nfail: 0.95\n");
        let cases = [
            (seen(0.995), seen(0.5), Outcome::Caught),
            (seen(0.97), seen(0.5), Outcome::Caught),
            (seen(0.9), seen(0.5), Outcome::Caught),
            (seen(0.5), seen(0.5), Outcome::Untested),
            (seen(0.995), seen(0.97), Outcome::Missed),
            (seen(0.995), seen(0.995), Outcome::Missed),
            (seen(0.995), Seen::Failed("no such column".into()), Outcome::Missed),
            (Seen::Missing(Vec::new()), seen(0.5), Outcome::Untested),
        ];
        for (before, after, expected) in cases {
            assert_eq!(outcome(&rule, &before, &after).0, expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_check_that_misses_its_defect_is_an_error() {
        let observed = |id: &str| Observed { check: check(id, ""), seen: seen(1.0), fingerprint: String::new() };
        let mutation = Mutation {
            name: "slow".into(),
            title: "Nobody answers".into(),
            description: String::new(),
            replaces: "logs.decisions".into(),
            detects: "D1".into(),
            sql: String::new(),
            path: String::new(),
            definition: String::new(),
        };
        let noted = noted(vec![observed("D1"), observed("D2")], &[told(&mutation, Outcome::Missed, None, None, None)]);
        let statuses: Vec<Status> = noted.iter().map(|observed| judge(&observed.check, &observed.seen).status).collect();
        assert_eq!(statuses, [Status::Error, Status::Pass]);
    }
}
