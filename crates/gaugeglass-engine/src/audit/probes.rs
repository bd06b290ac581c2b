//! Five probes across the dimensions: programmes whose parts look well and do not fit together.
//!
//! Each reads metrics that have a page of their own over the audited days; its limit is the target of that metric, or the mark
//! that the check of the same thing fails at.

mod faster_irrelevance;
mod launched_on_red;
mod tempo_gap;
mod theater;
mod weak_base;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, stream};
use gaugeglass_metrics::{Grade, Grain, Unit};

use super::cells;
use crate::metric::{self, MetricAnswer, MetricQuery};
use crate::scope::Scope;

/// Probes that are answered at the same time.
const AT_ONCE: usize = 2;

/// The metrics that probes read.
pub const METRICS: [&str; 8] = [
    "approval_turnaround",
    "bypass_rate",
    "decision_latency",
    "faster_irrelevance",
    "field_disagreement",
    "order_reconciliation",
    "recognised_at_decision",
    "same_as_default",
];

/// One probe and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Such as `tempo_gap`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it asks.
    pub question: &'static str,
    /// The figure; none where the logs cannot say.
    pub value: Option<f64>,
    /// Above this it fires.
    pub limit: f64,
    /// The unit of both.
    pub unit: Unit,
    /// The figure in a sentence, or why there is none.
    pub says: String,
    /// How strong the evidence is.
    pub grade: Grade,
    /// The metrics behind it.
    pub metrics: &'static [&'static str],
    /// Rows of the article's claim table.
    pub sources: &'static [&'static str],
}

impl Probe {
    /// Whether it found what it looks for; nothing where the logs cannot say.
    pub fn fires(&self) -> Option<bool> {
        self.value.map(|value| value > self.limit)
    }

    /// The same probe with its answer.
    fn answered(self, answer: Result<(f64, String), String>) -> Probe {
        match answer {
            Ok((value, says)) => Probe { value: Some(value), says, ..self },
            Err(why) => Probe { value: None, says: why, ..self },
        }
    }
}

/// What a probe asks about.
#[derive(Clone)]
struct Asked {
    scope: Scope,
    from: DateTime<Utc>,
    /// The level that the programme reached.
    level: u8,
}

/// Every probe, in the order in which they are told.
pub async fn probes(scope: &Scope, from: DateTime<Utc>, level: u8) -> Vec<Probe> {
    let asked = Asked { scope: scope.clone(), from, level };
    let each: Vec<BoxFuture<'static, Probe>> = vec![
        tempo_gap::probe(asked.clone()).boxed(),
        faster_irrelevance::probe(asked.clone()).boxed(),
        weak_base::probe(asked.clone()).boxed(),
        launched_on_red::probe(asked.clone()).boxed(),
        theater::probe(asked).boxed(),
    ];
    stream::iter(each).buffered(AT_ONCE).collect().await
}

/// A metric's rows over the audited days.
struct Rows(MetricAnswer);

impl Rows {
    fn count(&self) -> usize {
        self.0.batch.num_rows()
    }

    fn real(&self, column: &str, row: usize) -> Option<f64> {
        cells::real(&self.0.batch, column, row)
    }

    fn whole(&self, column: &str, row: usize) -> Option<i64> {
        cells::whole(&self.0.batch, column, row)
    }

    /// A figure of the one row of a total.
    fn total(&self, column: &str) -> Option<f64> {
        self.real(column, 0)
    }

    /// What the metric's file sets as its goal.
    fn target(&self) -> Option<f64> {
        self.0.metric.target
    }
}

impl Asked {
    async fn metric(&self, name: &str, grain: Grain, by: &[&str]) -> Result<Rows, String> {
        let by = by.iter().map(|dimension| (*dimension).to_owned()).collect();
        let query = MetricQuery { from: Some(self.from), to: Some(self.scope.as_of), grain, by, ..MetricQuery::default() };
        match metric::run(&self.scope, name, &query).await {
            Ok(answer) if answer.missing.is_empty() => Ok(Rows(answer)),
            Ok(answer) => Err(format!("not logged: {}", answer.missing.join(", "))),
            Err(error) => Err(error.to_string()),
        }
    }

    async fn total(&self, name: &str) -> Result<Rows, String> {
        self.metric(name, Grain::Total, &[]).await
    }

    /// The value at which a check fails; `otherwise` where there is no such check.
    fn failing(&self, check: &str, otherwise: f64) -> f64 {
        self.scope.snapshot.registry.check(check).map_or(otherwise, |check| check.fail)
    }
}

/// A share as people read it.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "an unknown share".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_fires_above_its_limit_and_is_silent_where_nothing_is_known() {
        let probe = |value| Probe {
            name: "a",
            title: "A",
            question: "B?",
            value,
            limit: 0.1,
            unit: Unit::Ratio,
            says: String::new(),
            grade: Grade::E1,
            metrics: &[],
            sources: &[],
        };
        assert_eq!([probe(Some(0.2)).fires(), probe(Some(0.1)).fires(), probe(None).fires()], [Some(true), Some(false), None]);
    }
}
