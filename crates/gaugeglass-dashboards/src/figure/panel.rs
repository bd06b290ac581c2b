//! A figure in full: title, sentence, picture or notice, table, stamp and downloads.

use askama::Template;

use super::ask::{Answers, Question};
use super::chart::{Chart, Course};
use super::reading::{Reading, readings};
use super::slices::Slices;
use super::stamp::Stamp;
use super::state::{self, Badge, Link, Notice};
use super::table::{Table, grain_plural, of_metric};
use super::tile::headline;
use crate::format::sentence::{Facts, say};
use crate::format::time;

/// What a figure shows below its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body<'a> {
    /// The course over time, with its table.
    Course,
    /// The values of a dimension with bars.
    Bars(&'a str),
}

/// A figure ready for a page.
#[derive(Debug, Clone, Template)]
#[template(path = "figure.html")]
pub struct Figure {
    /// Unique on the page.
    pub id: String,
    /// What people call the metric.
    pub title: String,
    /// The metric's page in this state.
    pub href: String,
    /// The sentence.
    pub say: String,
    /// The picture.
    pub chart: Option<Chart>,
    /// The breakdown.
    pub slices: Option<Slices>,
    /// The rows behind the picture.
    pub table: Option<Table>,
    /// Instead of all these.
    pub notice: Option<Notice>,
    /// Words beside the sentence.
    pub badges: Vec<Badge>,
    /// What a reader must know about the picture.
    pub notes: Vec<String>,
    /// What it rests on.
    pub stamp: Option<Stamp>,
    /// The same as files.
    pub downloads: Vec<Link>,
}

impl Figure {
    /// The figure of one question.
    pub fn of(question: &Question, answers: &Answers, id: &str, body: Body) -> Figure {
        let total = answers.total.as_ref().ok();
        let row = headline(total);
        let mut figure = Figure {
            notice: state::notice_of(question, answers),
            badges: row.as_ref().map(|row| state::badges(question, answers, row)).unwrap_or_default(),
            notes: row.iter().filter_map(|row| state::zero(question, row)).collect(),
            stamp: total.map(|answer| Stamp::of(question, answer, row.as_ref())),
            ..Figure::bare(question, id)
        };
        if figure.notice.is_some() {
            return figure;
        }
        let facts = Facts { value: row.as_ref().and_then(Reading::headline), ..facts(question, answers) };
        match body {
            Body::Bars(dimension) => figure.slices = Slices::of(question, answers, dimension),
            Body::Course => figure.add_course(question, answers, &facts),
        }
        if figure.say.is_empty() {
            figure.say = say(&facts, question.metric.unit, question.metric.direction);
        }
        figure
    }

    fn bare(question: &Question, id: &str) -> Figure {
        let path = format!("/m/{}", question.metric.name);
        let file = |text: &str, ending: &str| Link { href: question.view.link(&format!("{path}.{ending}")), text: text.into() };
        Figure {
            id: id.to_owned(),
            title: question.metric.title.clone(),
            href: question.view.link(&path),
            say: String::new(),
            chart: None,
            slices: None,
            table: None,
            notice: None,
            badges: Vec::new(),
            notes: Vec::new(),
            stamp: None,
            downloads: vec![file("CSV", "csv"), file("JSON", "json"), file("Parquet", "parquet")],
        }
    }

    fn add_course(&mut self, question: &Question, answers: &Answers, facts: &Facts) {
        let series = match &answers.series {
            // Where a metric has no course, its total is the table.
            None => return self.add_total(question, answers),
            Some(Err(error)) => return self.notice = Some(state::failed(error)),
            Some(Ok(series)) => series,
        };
        let by = &question.view.by;
        let rows = readings(series, by).unwrap_or_default();
        let before = answers.series_before.as_ref().and_then(|answer| readings(answer, by).ok()).unwrap_or_default();
        self.table = Some(of_metric(&question.metric, &rows, by, question.grain(), question.zone));
        let range = question.range;
        let Some(buckets) = time::buckets(range.from, range.to, question.grain(), question.zone) else {
            return self.notes.push("The range has too many steps for a chart; choose a longer step. The table has the figures.".into());
        };
        let course = Course { question, rows: &rows, before: &before, buckets: &buckets };
        self.notes.extend(state::partial(buckets.last(), range.to, question.grain(), question.zone));
        self.say = say(&with_course(facts.clone(), &course), question.metric.unit, question.metric.direction);
        match course.chart() {
            Ok(chart) => self.chart = chart,
            Err(error) => tracing::error!(%error, metric = question.metric.name, "a chart could not be drawn"),
        }
    }

    fn add_total(&mut self, question: &Question, answers: &Answers) {
        let rows = answers.total.as_ref().ok().and_then(|answer| readings(answer, &[]).ok()).unwrap_or_default();
        self.table = Some(of_metric(&question.metric, &rows, &[], gaugeglass_metrics::Grain::Total, question.zone));
    }
}

fn facts(question: &Question, answers: &Answers) -> Facts {
    let span = question.view.from.and_then(|from| from.span_name());
    let days = (question.range.to - question.range.from).num_days();
    let name = span.unwrap_or_else(|| if days > 1 { format!("{days} days") } else { "period".into() });
    Facts {
        before: headline(answers.total_before.as_ref()).as_ref().and_then(Reading::headline),
        before_name: format!("the {name} before"),
        target: question.metric.target,
        ..Facts::default()
    }
}

fn with_course(facts: Facts, course: &Course) -> Facts {
    if !course.question.view.by.is_empty() {
        return facts;
    }
    let (grain, zone) = (course.question.grain(), course.question.zone);
    let named = |(value, at)| (value, time::bucket(at, grain, zone));
    let compare = |a: &(f64, _), b: &(f64, _)| a.0.total_cmp(&b.0);
    Facts {
        highest: course.complete().max_by(compare).map(named),
        lowest: course.complete().min_by(compare).map(named),
        missing: Some((course.missing(), course.buckets.len(), grain_plural(grain))),
        pending: course.pending(),
        provisional: course.rows.iter().filter(|row| row.provisional && row.headline().is_some()).count(),
        ..facts
    }
}
