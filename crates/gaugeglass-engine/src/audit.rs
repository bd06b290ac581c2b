//! The readiness audit: checks evaluated, scored by their unfavourable bound, never helped by silence.
//!
//! What the logs say (`observe`) is kept apart from what the rules make of it (`judge`, `pairing`, `exempt`, `score`, `level`),
//! so that the same evidence can be judged by the rules of another day (`constant`).

mod cells;
mod constant;
#[cfg(test)]
mod examples;
mod exempt;
mod fill;
mod filters;
mod finding;
mod judge;
mod level;
mod observe;
mod pairing;
mod probes;
mod remedies;
mod rows;
mod score;
mod self_test;
mod waterfall;

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use gaugeglass_metrics::Check;

pub use crate::left_out::Filter;
pub use constant::{ConstantRules, RuleChange};
pub use exempt::{Exemptions, Ignored};
pub use finding::{Finding, Severity, Status};
pub use level::{Blocker, Level, NextLevel};
pub use observe::{Evidence, Gap};
pub use probes::Probe;
pub use remedies::{Remediation, Stake};
pub use score::DimensionScore;
pub use self_test::{Outcome, Trial};
pub use waterfall::Stage;

use crate::scope::Scope;
use crate::{metric, slo};
use fill::Fills;
use observe::Observed;
use score::{Mark, Scores};

/// Days that a check looks back.
pub const WINDOW_DAYS: i64 = 28;

/// All checks, and what they come to.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The level reached, and what keeps the programme from the next one.
    pub level: Level,
    /// The dimension with the lowest score.
    pub binding_constraint: Option<String>,
    /// Scores by dimension.
    pub dimensions: Vec<DimensionScore>,
    /// Weighted geometric mean with unknowns as zero, exempted checks left out.
    pub score_lo: f64,
    /// The same with unknowns as passes.
    pub score_hi: f64,
    /// The score that no change of the rules, no exemption and no filter can raise.
    pub constant: ConstantRules,
    /// Every check, in order of id.
    pub findings: Vec<Finding>,
    /// What only gates a level.
    pub gates: Vec<Finding>,
    /// Five probes across the dimensions.
    pub probes: Vec<Probe>,
    /// Where intents are lost on their way; empty where no intent is known.
    pub waterfall: Vec<Stage>,
    /// What to do, first things first.
    pub remediations: Vec<Remediation>,
    /// Exemptions, those that are not heard among them.
    pub exemptions: Exemptions,
    /// Logs of which a mapping of one's own leaves out rows.
    pub filters: Vec<Filter>,
    /// Known defects that were put in to try the checks; empty where that was not asked for.
    pub trials: Vec<Trial>,
    /// What every check's `$name`s were bound to, by name.
    pub bound: Vec<(String, String)>,
    /// First instant audited.
    pub from: DateTime<Utc>,
    /// The instant audited.
    pub as_of: DateTime<Utc>,
}

impl Audit {
    /// True where a critical check fails or cannot be known.
    pub fn has_critical(&self) -> bool {
        self.findings.iter().any(Finding::is_critical)
    }

    /// What cannot be seen: checks of which nothing is known.
    pub fn unseen(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_finding() && !finding.is_known())
    }
}

/// Evaluates every check over the 28 days before as-of.
pub async fn audit(scope: &Scope) -> Audit {
    Ground::of(scope).await.audit(Vec::new()).await
}

/// The same after known defects were put into a copy: a check that misses its own is an error.
pub async fn tested(scope: &Scope) -> Audit {
    let ground = Ground::of(scope).await;
    let trials = self_test::trials(&ground.scope, ground.from, &ground.fills).await;
    ground.audit(trials).await
}

/// Relations that an audit reads.
pub fn inputs(scope: &Scope) -> Vec<String> {
    let registry = &scope.snapshot.registry;
    let checks = registry.checks().iter().chain(registry.gates()).flat_map(|check| check.inputs.clone());
    let metrics = probes::METRICS.iter().chain([&waterfall::TABLE]).map(|name| format!("metrics.{name}"));
    checks.chain(metrics).collect()
}

/// What every part of an audit stands on.
struct Ground {
    scope: Scope,
    from: DateTime<Utc>,
    today: NaiveDate,
    fills: Arc<Fills>,
    filters: Vec<Filter>,
}

impl Ground {
    async fn of(scope: &Scope) -> Ground {
        let scope = slo::at_minute(scope);
        let from = scope.as_of - Duration::days(WINDOW_DAYS);
        let today = scope.as_of.with_timezone(&scope.engine.settings.time_zone).date_naive();
        let sources = scope.prepared_sources().await;
        let fills = Arc::new(Fills::of(&sources, from, scope.as_of));
        Ground { filters: filters::filters(&sources), scope, from, today, fills }
    }

    async fn audit(&self, trials: Vec<Trial>) -> Audit {
        let registry = &self.scope.snapshot.registry;
        let observed = self_test::noted(self.observed(registry.checks()).await, &trials);
        let gates = judged(&self.observed(registry.gates()).await, self.today);
        let mut findings = judged(&observed, self.today);
        let constant = self.constant(&observed, &findings).await;
        let exemptions = self.exemptions();
        exemptions.apply(&mut findings);
        rows::attach(&self.scope, &mut findings, self.from).await;
        let scores = Scores::of(&findings.iter().map(Mark::of).collect::<Vec<_>>());
        let level = level::level(|log| self.scope.snapshot.has_log(log), &findings, &gates);
        let waterfall = self.waterfall().await;
        Audit {
            binding_constraint: scores.binding().map(|dimension| dimension.name.clone()),
            dimensions: scores.dimensions,
            score_lo: scores.lo,
            score_hi: scores.hi,
            probes: probes::probes(&self.scope, self.from, level.reached).await,
            remediations: remedies::ranked(&findings, &waterfall),
            bound: metric::shown(&metric::standard(&self.scope, self.from, self.scope.as_of)),
            from: self.from,
            as_of: self.scope.as_of,
            constant,
            level,
            findings,
            gates,
            waterfall,
            exemptions,
            filters: self.filters.clone(),
            trials,
        }
    }

    async fn observed(&self, checks: &[Arc<Check>]) -> Vec<Observed> {
        observe::all(&self.scope, checks, self.from, &self.fills).await
    }

    async fn constant(&self, observed: &[Observed], findings: &[Finding]) -> ConstantRules {
        match &self.scope.engine.settings.readiness.previous_rules {
            Some(folder) => constant::of_folder(&self.scope, folder, observed, &self.filters, self.from, &self.fills).await,
            None => constant::of_today(&self.scope, findings, &self.filters),
        }
    }

    fn exemptions(&self) -> Exemptions {
        match &self.scope.engine.settings.readiness.exemptions_file {
            Some(file) => Exemptions::read(file, self.scope.snapshot.registry.checks(), self.today),
            None => Exemptions::default(),
        }
    }

    async fn waterfall(&self) -> Vec<Stage> {
        waterfall::waterfall(&self.scope).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the way from signal to value cannot be told");
            Vec::new()
        })
    }
}

/// Judges what was observed, and lets checks be held back by their twins.
fn judged(observed: &[Observed], today: NaiveDate) -> Vec<Finding> {
    // From that day on, the window holds nothing of today.
    let recheck_on = today + Duration::days(WINDOW_DAYS);
    let each = observed.iter().map(|observed| Finding::new(observed, judge::judge(&observed.check, &observed.seen), recheck_on));
    let mut findings: Vec<Finding> = each.collect();
    pairing::hold(&mut findings);
    findings
}
