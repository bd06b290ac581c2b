//! Scores that silence cannot raise.
//!
//! Unknown counts as zero in the headline and as a pass in the upper end of the band. A critical
//! check that fails and one that is unknown cap their dimension alike: a milder cap for unknown
//! would pay for hiding the log that shows the failure.

use gaugeglass_metrics::{Dimension, Severity};

use super::finding::{Finding, Status};

/// A dimension with a critical gap scores at most this.
const CRITICAL_CAP: f64 = 0.4;
/// The geometric mean needs a floor: one dark dimension must not hide the others altogether.
const FLOOR: f64 = 0.01;

/// What a check adds to the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Its dimension.
    pub dimension: Dimension,
    /// Its weight.
    pub severity: Severity,
    /// How it came out.
    pub status: Status,
    /// 0 to 1.
    pub score: f64,
}

impl Mark {
    /// The mark of a result, exemptions heard.
    pub fn of(finding: &Finding) -> Mark {
        Mark {
            dimension: finding.check.dimension,
            severity: finding.check.severity,
            status: finding.status,
            score: if finding.status.is_known() { finding.score } else { 0.0 },
        }
    }

    /// The mark of a result as if nothing were exempted.
    pub fn found(finding: &Finding) -> Mark {
        Mark { status: finding.found, score: finding.score, ..Mark::of(finding) }
    }
}

/// One dimension's score.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore {
    /// Its letter.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Score with unknowns as zero, 0 to 1.
    pub lo: f64,
    /// Score with unknowns as passes, 0 to 1.
    pub hi: f64,
    /// Share of the weight that is known.
    pub coverage: f64,
    /// Weight of all its checks, exempted ones included.
    pub weight: f64,
    /// True where a critical gap holds the score down.
    pub capped: bool,
}

/// All dimensions, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// By dimension, in order.
    pub dimensions: Vec<DimensionScore>,
    /// Weighted geometric mean with unknowns as zero, 0 to 1.
    pub lo: f64,
    /// The same with unknowns as passes.
    pub hi: f64,
}

impl Scores {
    /// What marks come to.
    pub fn of(marks: &[Mark]) -> Scores {
        let present = Dimension::ALL.iter().filter(|dimension| marks.iter().any(|mark| mark.dimension == **dimension));
        let dimensions: Vec<DimensionScore> = present.map(|dimension| one(*dimension, marks)).collect();
        Scores { lo: geometric_mean(&dimensions, |score| score.lo), hi: geometric_mean(&dimensions, |score| score.hi), dimensions }
    }

    /// The lowest dimension: what to work on first.
    pub fn binding(&self) -> Option<&DimensionScore> {
        self.dimensions.iter().min_by(|a, b| a.lo.total_cmp(&b.lo))
    }
}

fn one(dimension: Dimension, marks: &[Mark]) -> DimensionScore {
    let own: Vec<&Mark> = marks.iter().filter(|mark| mark.dimension == dimension).collect();
    let counted: Vec<&Mark> = own.iter().copied().filter(|mark| mark.status != Status::NotApplicable).collect();
    let weight = |marks: &[&Mark]| marks.iter().map(|mark| mark.severity.weight()).sum::<f64>();
    let total = weight(&counted);
    let mean = |score: &dyn Fn(&Mark) -> f64| {
        let sum: f64 = counted.iter().map(|mark| mark.severity.weight() * score(mark)).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    };
    let critical = |is_gap: &dyn Fn(Status) -> bool| counted.iter().any(|mark| mark.severity == Severity::Critical && is_gap(mark.status));
    let failed = critical(&|status| status == Status::Fail);
    let blind = critical(&|status| !status.is_known());
    let cap = |score: f64, gap: bool| if gap { score.min(CRITICAL_CAP) } else { score };
    DimensionScore {
        key: dimension.as_str().to_owned(),
        name: dimension.name().to_owned(),
        lo: cap(mean(&|mark| mark.score), failed || blind),
        hi: cap(mean(&|mark| if mark.status.is_known() { mark.score } else { 1.0 }), failed),
        coverage: mean(&|mark| f64::from(u8::from(mark.status.is_known()))),
        weight: weight(&own),
        capped: failed || blind,
    }
}

/// Geometric mean over dimensions by their weight: a dark one cannot be averaged away.
fn geometric_mean(scores: &[DimensionScore], of: impl Fn(&DimensionScore) -> f64) -> f64 {
    let total: f64 = scores.iter().map(|score| score.weight).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let sum: f64 = scores.iter().map(|score| score.weight * of(score).max(FLOOR).ln()).sum();
    (sum / total).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(severity: Severity, status: Status, score: f64) -> Mark {
        Mark { dimension: Dimension::UnifiedData, severity, status, score }
    }

    fn score(marks: &[Mark]) -> DimensionScore {
        Scores::of(marks).dimensions.remove(0)
    }

    #[test]
    fn hiding_the_log_that_shows_a_failure_never_raises_the_score() {
        let pass = mark(Severity::Medium, Status::Pass, 1.0);
        for severity in [Severity::Critical, Severity::High, Severity::Low] {
            let shown = score(&[pass, mark(severity, Status::Fail, 0.0)]);
            let hidden = score(&[pass, mark(severity, Status::Unknown, 0.0)]);
            assert!(hidden.lo <= shown.lo, "{severity}: {hidden:?} {shown:?}");
            assert!(hidden.coverage < shown.coverage);
        }
    }

    #[test]
    fn a_critical_gap_caps_its_dimension_and_unknown_leaves_a_band() {
        let passes = vec![mark(Severity::High, Status::Pass, 1.0); 9];
        let failed = score(&[passes.clone(), vec![mark(Severity::Critical, Status::Fail, 0.0)]].concat());
        assert_eq!((failed.lo, failed.hi, failed.capped), (0.4, 0.4, true));
        let blind = score(&[passes, vec![mark(Severity::Critical, Status::Unknown, 0.0)]].concat());
        assert_eq!((blind.lo, blind.hi), (0.4, 1.0));
    }

    #[test]
    fn weights_are_those_of_the_scorecard() {
        // 10 passed and 2.5 failed: 10 / 12.5.
        let mixed = score(&[mark(Severity::Critical, Status::Pass, 1.0), mark(Severity::Low, Status::Fail, 0.0)]);
        assert_eq!(mixed.lo, 0.8);
    }

    #[test]
    fn what_is_exempted_weighs_nothing_within_its_dimension_and_all_of_it_among_dimensions() {
        let exempted = score(&[mark(Severity::High, Status::Pass, 1.0), mark(Severity::Low, Status::NotApplicable, 0.0)]);
        assert_eq!((exempted.lo, exempted.coverage, exempted.weight), (1.0, 1.0, 10.0));
    }

    #[test]
    fn a_dark_dimension_is_not_averaged_away() {
        let other = |status, score| Mark { dimension: Dimension::Identity, severity: Severity::High, status, score };
        let bright = mark(Severity::High, Status::Pass, 1.0);
        let mean = Scores::of(&[bright, other(Status::Fail, 0.0)]).lo;
        assert!((mean - 0.1).abs() < 1e-12, "{mean}");
        // Three times the weight: 0.01 to the power of 3/4.
        let heavy = Scores::of(&[bright, other(Status::Fail, 0.0), other(Status::Fail, 0.0), other(Status::Fail, 0.0)]).lo;
        assert!((heavy - 0.01_f64.powf(0.75)).abs() < 1e-12, "{heavy}");
        assert_eq!(Scores::of(&[]).lo, 0.0);
    }
}
