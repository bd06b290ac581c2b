//! The rules of one check: its evidence against its thresholds, by the bound that hurts. Nothing here reads a log.

use gaugeglass_metrics::Check;

use super::WINDOW_DAYS;
use super::finding::Status;
use super::observe::{Evidence, Gap, Seen};

/// What only the source that is judged tells of itself scores at most this.
const SELF_REPORTED_MAX: f64 = 0.8;
/// Two sources that count the same rows may differ by this share.
const COUNTS_DIFFER_MAX: f64 = 0.05;

/// What the rules make of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// How it comes out.
    pub status: Status,
    /// 0 to 1.
    pub score: f64,
    /// Why it is unknown or in error.
    pub why: Option<String>,
}

/// Judges what was seen of a check.
pub fn judge(check: &Check, seen: &Seen) -> Judgement {
    let evidence = match seen {
        Seen::Missing(gaps) => return nothing(Status::Unknown, missing(gaps)),
        Seen::Failed(error) => return nothing(Status::Error, error.clone()),
        Seen::Evidence(evidence) => evidence,
    };
    let Some(value) = evidence.value else {
        return nothing(Status::Unknown, format!("the logs hold nothing to compute it from in these {WINDOW_DAYS} days"));
    };
    if let Some(why) = open(check, evidence) {
        return nothing(Status::Unknown, why);
    }
    let score = score(check, unfavourable(check, value, evidence));
    let status = match score {
        score if score >= 1.0 => Status::Pass,
        score if score > 0.0 => Status::Warn,
        _ => Status::Fail,
    };
    let most = if check.self_reported { SELF_REPORTED_MAX } else { 1.0 };
    Judgement { status, score: score.min(most), why: None }
}

fn nothing(status: Status, why: String) -> Judgement {
    Judgement { status, score: 0.0, why: Some(why) }
}

fn missing(gaps: &[Gap]) -> String {
    let told: Vec<String> = gaps.iter().map(|gap| format!("{}: {}", place(gap), gap.why)).collect();
    told.join("; ")
}

/// A log that is not there is named alone: naming its columns is for what to log.
fn place(gap: &Gap) -> String {
    match gap.columns.as_slice() {
        [column] => format!("logs.{}.{column}", gap.log),
        _ => format!("logs.{}", gap.log),
    }
}

/// Why a value that is there proves nothing.
fn open(check: &Check, evidence: &Evidence) -> Option<String> {
    let n = evidence.n.unwrap_or_default();
    if n < check.minimum_n {
        return Some(format!("{n} rows; at least {} are needed", check.minimum_n));
    }
    if !check.has_other {
        return None;
    }
    match evidence.n_other {
        None => Some("no other source counts the same rows".to_owned()),
        Some(other) => {
            let largest = n.max(other).max(1) as f64;
            let share = (n - other).abs() as f64 / largest;
            let differ = || format!("two sources count {n} and {other} of the same rows, which is more than 5 % apart");
            (share > COUNTS_DIFFER_MAX).then(differ)
        }
    }
}

/// Three of three in time is not a pass: the bound speaks, not the point.
fn unfavourable(check: &Check, value: f64, evidence: &Evidence) -> f64 {
    match check.pass > check.fail {
        true => evidence.lo.unwrap_or(value),
        false => evidence.hi.unwrap_or(value),
    }
}

fn score(check: &Check, bound: f64) -> f64 {
    ((bound - check.fail) / (check.pass - check.fail)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::check;

    fn judged(text: &str, evidence: Evidence) -> Judgement {
        judge(&check("D1", text), &Seen::Evidence(evidence))
    }

    fn between(value: f64, lo: f64, hi: f64) -> Evidence {
        Evidence { value: Some(value), lo: Some(lo), hi: Some(hi), n: Some(1000), n_other: None }
    }

    #[test]
    fn the_bound_that_hurts_decides() {
        // Passes at 0.99 and fails at 0.95; three of three in time is not a pass.
        let rules = "pass: 0.99\nfail: 0.95\n";
        assert_eq!(judged(rules, between(1.0, 0.44, 1.0)).status, Status::Fail);
        assert_eq!(judged(rules, between(0.995, 0.992, 0.997)).status, Status::Pass);
        let warned = judged(rules, between(0.98, 0.97, 0.99));
        assert_eq!(warned.status, Status::Warn);
        assert!((warned.score - 0.5).abs() < 1e-9, "{}", warned.score);
        // Less is better: the upper bound hurts.
        let fewer = judged("pass: 0.1\nfail: 0.5\n", between(0.1, 0.05, 0.3));
        assert!(fewer.status == Status::Warn && (fewer.score - 0.5).abs() < 1e-9, "{fewer:?}");
    }

    #[test]
    fn no_value_and_too_few_rows_are_unknown_with_the_reason() {
        let nothing = judged("pass: 1\nfail: 0\n", Evidence::default());
        assert!(nothing.status == Status::Unknown && nothing.why.is_some() && nothing.score == 0.0);
        let few = judged("pass: 1\nfail: 0\nminimum_n: 1001\n", between(1.0, 1.0, 1.0));
        assert_eq!(few.why.as_deref(), Some("1000 rows; at least 1001 are needed"));
        assert_eq!(few.status, Status::Unknown);
    }

    #[test]
    fn a_source_that_judges_itself_does_not_get_full_marks() {
        let own = judged("pass: 1\nfail: 0\nself_reported: true\n", between(1.0, 1.0, 1.0));
        assert_eq!((own.status, own.score), (Status::Pass, 0.8));
        let half = judged("pass: 1\nfail: 0\nself_reported: true\n", between(0.5, 0.5, 0.5));
        assert_eq!((half.status, half.score), (Status::Warn, 0.5));
    }

    #[test]
    fn two_sources_that_count_apart_leave_the_answer_open() {
        let asking = Check { has_other: true, ..Check::clone(&check("D1", "pass: 1\nfail: 0\n")) };
        let other = |n_other| judge(&asking, &Seen::Evidence(Evidence { n_other, ..between(1.0, 1.0, 1.0) })).status;
        assert_eq!((other(Some(1000)), other(Some(951)), other(Some(1050))), (Status::Pass, Status::Pass, Status::Pass));
        assert_eq!((other(Some(949)), other(Some(1060)), other(None)), (Status::Unknown, Status::Unknown, Status::Unknown));
    }

    #[test]
    fn a_check_that_does_not_run_is_an_error_and_scores_as_unknown() {
        let judgement = judge(&check("D1", "pass: 1\nfail: 0\n"), &Seen::Failed("no such column".into()));
        assert_eq!((judgement.status, judgement.score), (Status::Error, 0.0));
    }
}
