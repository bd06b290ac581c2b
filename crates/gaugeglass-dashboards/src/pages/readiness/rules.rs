//! Under which rules the audit was made: the score of constant rules, exemptions, filters, and defects that were put in.

use gaugeglass_engine::{Audit, Exemptions, Filter, Outcome, Trial};
use gaugeglass_metrics::Unit;

use super::score;
use crate::format::number::{UNKNOWN, count, figure};

/// The score that no change of rules can move.
pub struct ConstantView {
    pub sentence: String,
    /// Check and what changed.
    pub changes: Vec<(String, String)>,
    pub problems: Vec<String>,
}

impl ConstantView {
    pub fn of(audit: &Audit) -> ConstantView {
        let constant = &audit.constant;
        let (now, then) = (score(audit.score_lo), score(constant.lo));
        let sentence = match now == then {
            true => format!("Under constant rules ({}; nothing exempted, nothing filtered) the score is the same: {then}.", constant.rules),
            false => {
                format!("Under constant rules ({}; nothing exempted, nothing filtered) it is {then} instead of {now}.", constant.rules)
            }
        };
        let changes = constant.changes.iter().map(|change| (change.id.clone(), change.what.clone()));
        ConstantView { sentence, changes: changes.collect(), problems: constant.problems.clone() }
    }
}

/// An exemption and what becomes of it.
pub struct ExemptionView {
    pub what: String,
    pub state: String,
    pub reason: String,
    pub owner: String,
    pub expires: String,
}

impl ExemptionView {
    pub fn all(exemptions: &Exemptions) -> Vec<ExemptionView> {
        let heard = exemptions.in_force.iter().map(|exemption| (exemption, "in force"));
        let surplus = exemptions.surplus.iter().map(|exemption| (exemption, "too much is exempted: unknown"));
        let given = heard.chain(surplus).map(|(exemption, state)| ExemptionView {
            what: exemption.check.clone(),
            state: state.to_owned(),
            reason: exemption.reason.clone(),
            owner: exemption.owner.clone(),
            expires: exemption.expires.clone(),
        });
        let ignored = exemptions.ignored.iter().map(|ignored| ExemptionView {
            what: ignored.what.clone(),
            state: format!("ignored: {}", ignored.why),
            reason: String::new(),
            owner: String::new(),
            expires: String::new(),
        });
        given.chain(ignored).collect()
    }
}

/// A log of which a mapping leaves out rows.
pub struct FilterView {
    pub log: &'static str,
    pub left_out: String,
    pub read: String,
    pub share: String,
}

impl FilterView {
    pub fn of(filter: &Filter) -> FilterView {
        let number = |rows: u64| count(i64::try_from(rows).unwrap_or(i64::MAX));
        FilterView {
            log: filter.log,
            left_out: number(filter.rows_left_out),
            read: number(filter.rows_read),
            share: figure(Some(filter.rows_left_out as f64 / filter.rows_read as f64), Unit::Ratio),
        }
    }
}

/// A defect that was put in, and whether it was noticed.
pub struct TrialView {
    pub title: String,
    pub check: String,
    pub class: &'static str,
    pub outcome: String,
    pub before: String,
    pub after: String,
    pub why: String,
}

impl TrialView {
    pub fn of(trial: &Trial, audit: &Audit) -> TrialView {
        let unit = audit.findings.iter().find(|finding| finding.check.id == trial.check).map_or(Unit::None, |finding| finding.check.unit);
        let shown = |value: Option<f64>| value.map_or_else(|| UNKNOWN.to_owned(), |value| figure(Some(value), unit));
        TrialView {
            title: trial.title.clone(),
            check: trial.check.clone(),
            class: match trial.outcome {
                Outcome::Caught => "good",
                Outcome::Missed => "bad",
                Outcome::Untested => "quiet",
            },
            outcome: trial.outcome.to_string(),
            before: shown(trial.before),
            after: shown(trial.after),
            why: trial.why.clone().unwrap_or_default(),
        }
    }
}
