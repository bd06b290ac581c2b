//! The first page of the audit: dimensions, the next level, probes, where signals are lost, what to do, what is not seen.

use gaugeglass_engine::{Blocker, DimensionScore, Finding, NextLevel, Probe, Remediation, Stage, Stake};
use gaugeglass_metrics::Unit;

use super::score;
use crate::charts::bar::Bar;
use crate::figure::state::Link;
use crate::figure::table::words;
use crate::format::number::{count, figure, tick};

/// A dimension's score.
pub struct DimensionView {
    pub key: String,
    pub name: String,
    pub lo: String,
    pub hi: String,
    pub bar: String,
    pub coverage: String,
    pub capped: bool,
}

impl DimensionView {
    pub fn of(dimension: &DimensionScore) -> DimensionView {
        DimensionView {
            key: dimension.key.clone(),
            name: dimension.name.clone(),
            lo: score(dimension.lo),
            hi: score(dimension.hi),
            bar: score_bar(dimension.lo, dimension.hi),
            coverage: figure(Some(dimension.coverage), Unit::Ratio),
            capped: dimension.capped,
        }
    }
}

/// Solid up to what is known, a whisker up to what the unknown could add.
pub fn score_bar(lo: f64, hi: f64) -> String {
    // A bar that cannot be drawn is left out; the numbers beside it stand.
    Bar { value: Some(lo), band: Some((lo, hi)) }.draw(&(0.0..1.0)).unwrap_or_default()
}

/// What it takes to reach the next level.
pub struct NextView {
    pub level: u8,
    pub name: &'static str,
    pub blockers: Vec<BlockerView>,
}

/// One thing that it takes.
pub struct BlockerView {
    pub what: String,
    pub claim: String,
    pub why: String,
    /// Whether it is a check that the page has further down.
    pub is_check: bool,
}

impl NextView {
    pub fn of(next: &NextLevel) -> NextView {
        NextView { level: next.level, name: next.name, blockers: next.blockers.iter().map(blocker).collect() }
    }
}

fn blocker(blocker: &Blocker) -> BlockerView {
    let is_check = !blocker.what.contains(['.', ' ']);
    BlockerView { what: blocker.what.clone(), claim: blocker.claim.clone(), why: blocker.why.clone(), is_check }
}

/// A probe and what it found.
pub struct ProbeView {
    pub title: &'static str,
    pub value: String,
    pub class: &'static str,
    pub sign: &'static str,
    pub word: &'static str,
    pub says: String,
    pub limit: String,
    pub grade: String,
    pub metrics: Vec<Link>,
}

impl ProbeView {
    pub fn of(probe: &Probe, root: &str) -> ProbeView {
        let (class, sign, word) = match probe.fires() {
            Some(true) => ("bad", "✕", "fires"),
            Some(false) => ("good", "✓", "quiet"),
            None => ("quiet", "?", "unknown"),
        };
        ProbeView {
            title: probe.title,
            value: figure(probe.value, probe.unit),
            class,
            sign,
            word,
            says: probe.says.clone(),
            limit: format!("Fires above {}", rounded(probe.limit, probe.unit)),
            grade: probe.grade.to_string(),
            metrics: probe.metrics.iter().map(|name| metric(name, root)).collect(),
        }
    }
}

/// A limit with as many digits as a reader needs.
fn rounded(limit: f64, unit: Unit) -> String {
    tick((limit * 1e4).round() / 1e4, unit)
}

/// A link to the page of a metric.
pub fn metric(name: &str, root: &str) -> Link {
    Link { href: format!("{root}/m/{name}"), text: name.to_owned() }
}

/// A stage of the way from signal to value.
pub struct StageView {
    pub name: String,
    pub owner: String,
    pub entered: String,
    pub count: String,
    pub share: String,
    pub mended: String,
    pub bar: String,
    pub is_loss: bool,
}

impl StageView {
    pub fn of(stage: &Stage) -> StageView {
        StageView {
            name: words(&stage.stage),
            owner: stage.owner.clone(),
            entered: count(stage.entered),
            count: count(stage.count),
            share: figure(Some(stage.share), Unit::Ratio),
            mended: stage.arrived_if_mended.map(|share| figure(Some(share), Unit::Ratio)).unwrap_or_default(),
            bar: Bar { value: Some(stage.share), band: None }.draw(&(0.0..1.0)).unwrap_or_default(),
            is_loss: stage.is_loss(),
        }
    }
}

/// A remedy in the order in which to go about them.
pub struct RemedyView {
    pub id: String,
    pub title: String,
    pub todo: String,
    pub at_stake: String,
    pub grade: String,
    pub effort: String,
    pub owner: String,
    pub recheck_on: String,
}

impl RemedyView {
    pub fn of(remedy: &Remediation) -> RemedyView {
        let share = figure(Some(remedy.at_stake), Unit::Ratio);
        RemedyView {
            id: remedy.id.clone(),
            title: remedy.title.clone(),
            todo: remedy.todo.clone(),
            at_stake: match remedy.stake {
                Stake::Intents(lost) => format!("At stake: {} intents, {share} of all", count(lost)),
                Stake::Weight => format!("At stake: {share} of the score"),
            },
            grade: remedy.grade.to_string(),
            effort: remedy.effort.to_string(),
            owner: owner(remedy.owner.as_deref()),
            recheck_on: remedy.recheck_on.to_string(),
        }
    }
}

/// Who answers for it; that nobody does is said.
pub fn owner(owner: Option<&str>) -> String {
    owner.map_or_else(|| "no owner is named".to_owned(), |owner| format!("owner {owner}"))
}

/// A check of which nothing is known.
pub struct UnseenView {
    pub id: String,
    pub title: String,
    pub why: String,
    pub to_log: Vec<String>,
    pub unlocks: Vec<Link>,
}

impl UnseenView {
    pub fn of(finding: &Finding, root: &str) -> UnseenView {
        UnseenView {
            id: finding.check.id.clone(),
            title: finding.check.title.clone(),
            why: finding.why.clone().unwrap_or_default(),
            to_log: finding.to_log.iter().map(ToString::to_string).collect(),
            unlocks: finding.check.unlocks.iter().map(|name| metric(name, root)).collect(),
        }
    }
}
