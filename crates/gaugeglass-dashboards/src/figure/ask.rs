//! Asks the engine everything one figure needs.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use gaugeglass_engine::{Error, MetricAnswer, MetricQuery, Session, default_grain};
use gaugeglass_metrics::{Grain, Metric, SO_FAR, Unit};

use super::reading::readings;
use crate::url::{Range, View};

/// One metric, one view of it.
#[derive(Clone)]
pub struct Question {
    /// The metric.
    pub metric: Arc<Metric>,
    /// The state of the page.
    pub view: View,
    /// The resolved range.
    pub range: Range,
    /// The business zone.
    pub zone: Tz,
    /// The instant the figures are for.
    pub as_of: DateTime<Utc>,
}

/// Everything the engine said.
pub struct Answers {
    /// One row for the whole range.
    pub total: Result<MetricAnswer, Error>,
    /// The same for the period before.
    pub total_before: Option<MetricAnswer>,
    /// One row per bucket and slice.
    pub series: Option<Result<MetricAnswer, Error>>,
    /// The same for the period before, where there is one line to draw it under.
    pub series_before: Option<MetricAnswer>,
    /// One row per value of a dimension.
    pub slices: Option<Result<MetricAnswer, Error>>,
    /// The same for the period before.
    pub slices_before: Option<MetricAnswer>,
    /// Why there is nothing to show, when there is nothing.
    pub empty: Option<Empty>,
}

/// Why an answer has no rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Empty {
    /// Rows exist, but the outcome of none is settled: the headline over them as it stands.
    Unsettled(f64),
    /// So many rows exist without the filters.
    Filters(i64),
    /// Rows exist, but outside the range: start of the first and of the last quarter with data.
    Range(DateTime<Utc>, DateTime<Utc>),
    /// There has never been a row.
    Young,
}

/// Which parts a figure needs besides the total.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The course over time.
    pub series: bool,
    /// A dimension to break down by.
    pub slices: Option<String>,
}

impl Question {
    /// The time step of the chart.
    pub fn grain(&self) -> Grain {
        self.view.grain.unwrap_or_else(|| default_grain(&self.metric))
    }

    /// The step of the headline: the whole range where the metric offers it.
    fn headline_grain(&self) -> Grain {
        if self.metric.grains.contains(&Grain::Total) { Grain::Total } else { default_grain(&self.metric) }
    }

    /// Asks for all parts, one after the other: how many questions run at once is the page's to decide.
    pub async fn ask(&self, session: &Session, parts: &Parts) -> Answers {
        let total_query = self.view.ask(self.range, self.headline_grain(), &[]);
        let total = self.run(session, &total_query).await;
        let mut answers = Answers { empty: self.why_empty(session, &total).await, ..Answers::only(total) };
        if answers.empty.is_some() || answers.total.is_err() {
            return answers;
        }
        answers.total_before = self.before(session, &total_query).await;
        if parts.series && self.grain() != Grain::Total {
            let query = self.view.ask(self.range, self.grain(), &self.view.by);
            answers.series = Some(self.run(session, &query).await);
            answers.series_before = if query.by.is_empty() { self.before(session, &query).await } else { None };
        }
        if let Some(dimension) = &parts.slices {
            let query = self.view.ask(self.range, self.headline_grain(), std::slice::from_ref(dimension));
            answers.slices = Some(self.run(session, &query).await);
            answers.slices_before = self.before(session, &query).await;
        }
        answers
    }

    async fn run(&self, session: &Session, query: &MetricQuery) -> Result<MetricAnswer, Error> {
        session.metric(&self.metric.name, query).await
    }

    /// The period before is a comparison; when it cannot be had, the figure stands without it.
    async fn before(&self, session: &Session, query: &MetricQuery) -> Option<MetricAnswer> {
        if !self.view.is_compared() || self.metric.time.is_none() {
            return None;
        }
        let before = self.range.previous();
        let query = MetricQuery { from: Some(before.from), to: Some(before.to), ..query.clone() };
        self.run(session, &query).await.ok()
    }

    async fn why_empty(&self, session: &Session, total: &Result<MetricAnswer, Error>) -> Option<Empty> {
        let total = total.as_ref().ok().filter(|answer| answer.missing.is_empty())?;
        if rows(total) > 0 {
            return None;
        }
        if let Some(value) = so_far(total) {
            return Some(Empty::Unsettled(value));
        }
        if !self.view.filters.is_empty() {
            let query = MetricQuery { filters: Vec::new(), ..self.view.ask(self.range, self.headline_grain(), &[]) };
            let unfiltered = self.run(session, &query).await.ok()?;
            if rows(&unfiltered) > 0 {
                return Some(Empty::Filters(rows(&unfiltered)));
            }
        }
        Some(self.covered(session).await.unwrap_or(Empty::Young))
    }

    /// The quarters that hold data at all.
    async fn covered(&self, session: &Session) -> Option<Empty> {
        if !self.metric.grains.contains(&Grain::Quarter) {
            return None;
        }
        let ever = Range { from: DateTime::UNIX_EPOCH, to: self.as_of.max(self.range.to) };
        let query = MetricQuery { filters: Vec::new(), ..self.view.ask(ever, Grain::Quarter, &[]) };
        let answer = self.run(session, &query).await.ok()?;
        let rows = readings(&answer, &[]).ok()?;
        let mut filled = rows.iter().filter(|row| row.n.unwrap_or(0) > 0).map(|row| row.at);
        let first = filled.next()?;
        Some(Empty::Range(first, filled.next_back().unwrap_or(first)))
    }
}

impl Answers {
    fn only(total: Result<MetricAnswer, Error>) -> Answers {
        Answers { total, total_before: None, series: None, series_before: None, slices: None, slices_before: None, empty: None }
    }
}

fn rows(answer: &MetricAnswer) -> i64 {
    readings(answer, &[]).unwrap_or_default().iter().filter_map(|row| row.n).sum()
}

/// The headline over rows that may still change. Only a share can be zero and of something: a sum or count of zero is of nothing.
fn so_far(answer: &MetricAnswer) -> Option<f64> {
    let place = answer.metric.measures.iter().position(|measure| measure == SO_FAR)?;
    let value = readings(answer, &[]).ok()?.last()?.values.get(place).copied().flatten()?;
    (value != 0.0 || answer.metric.unit == Unit::Ratio).then_some(value)
}
