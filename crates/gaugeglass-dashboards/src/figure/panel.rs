//! A figure in full: title, sentence, picture or notice, table, stamp and downloads.

use askama::Template;
use gaugeglass_metrics::Grain;

use super::ask::{Answers, Question};
use super::chart::Course;
use super::picture::Chart;
use super::plot::{Plot, PlotError, of_course, of_slices};
use super::reading::{Reading, readings};
use super::slices::Slices;
use super::stamp::Stamp;
use super::state::{self, Badge, Link, Notice};
use super::table::{Table, grain_plural, of_metric, words};
use super::tile::headline;
use crate::charts::Kind;
use crate::export::Format;
use crate::format::sentence::{Facts, say};
use crate::format::time;
use crate::url::View;

/// What a figure shows below its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body<'a> {
    /// The course over time, with its table.
    Course,
    /// The values of a dimension with bars.
    Bars(&'a str),
    /// The values of a dimension as a chart of a kind.
    Plot(Kind, &'a str),
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
    /// What the rows mean, where no page of a metric says it.
    pub meaning: Option<String>,
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
            href: question.view.link(&format!("/m/{}", question.metric.name)),
            downloads: downloads(question, body),
            ..Figure::bare(id, &question.metric.title)
        };
        if figure.notice.is_some() {
            return figure;
        }
        let facts = Facts { value: row.as_ref().and_then(Reading::headline), ..facts(question, answers) };
        match body {
            Body::Bars(dimension) => figure.slices = Slices::of(question, answers, dimension),
            Body::Course => figure.add_course(question, answers, &facts),
            Body::Plot(kind, dimension) => figure.add_plot(question, answers, kind, dimension),
        }
        if figure.say.is_empty() {
            figure.say = say(&facts, question.metric.unit, question.metric.direction);
        }
        figure.described()
    }

    /// A figure with nothing but its title yet.
    pub fn bare(id: &str, title: &str) -> Figure {
        Figure {
            id: id.to_owned(),
            title: title.to_owned(),
            href: String::new(),
            say: String::new(),
            chart: None,
            slices: None,
            table: None,
            notice: None,
            badges: Vec::new(),
            notes: Vec::new(),
            meaning: None,
            stamp: None,
            downloads: Vec::new(),
        }
    }

    /// The same figure, its picture with the words for those who do not see it.
    pub fn described(mut self) -> Figure {
        self.chart = self.chart.map(|chart| chart.described(&self.title, &self.say));
        self
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
        self.table = Some(of_metric(&question.metric, &rows, &[], Grain::Total, question.zone));
    }

    fn add_plot(&mut self, question: &Question, answers: &Answers, kind: Kind, dimension: &str) {
        let answer = if kind == Kind::HeatMap { &answers.series } else { &answers.slices };
        let answer = match answer {
            None => return,
            Some(Err(error)) => return self.notice = Some(state::failed(error)),
            Some(Ok(answer)) => answer,
        };
        let by = [dimension.to_owned()];
        let rows = sorted(kind, readings(answer, &by).unwrap_or_default());
        let grain = if kind == Kind::HeatMap { question.grain() } else { Grain::Total };
        self.table = Some(of_metric(&question.metric, &rows, &by, grain, question.zone));
        match plotted(question, kind, dimension, &rows) {
            Ok(plotted) => (self.say, self.chart) = (plotted.say, plotted.chart),
            Err(error) => tracing::error!(%error, metric = question.metric.name, "a plot could not be drawn"),
        }
    }
}

/// The largest part and the widest step come first; of other kinds the values with most rows.
fn sorted(kind: Kind, mut rows: Vec<Reading>) -> Vec<Reading> {
    let size = |row: &Reading| row.headline().unwrap_or(f64::MIN);
    match kind {
        Kind::Funnel | Kind::Waterfall => rows.sort_by(|a, b| size(b).total_cmp(&size(a))),
        Kind::Interval => rows.sort_by_key(|row| std::cmp::Reverse(row.n)),
        Kind::HeatMap | Kind::Survival | Kind::Cohort => {}
    }
    rows
}

/// The values of a dimension as a chart of a kind.
pub fn plotted(question: &Question, kind: Kind, dimension: &str, rows: &[Reading]) -> Result<super::plot::Plotted, PlotError> {
    let is_course = kind == Kind::HeatMap;
    let data = if is_course { of_course(question, rows) } else { of_slices(question, dimension, rows) };
    let (range, grain, zone) = (question.range, question.grain(), question.zone);
    let buckets = || time::buckets(range.from, range.to, grain, zone).unwrap_or_default();
    let columns = is_course.then(|| buckets().into_iter().map(|at| time::bucket_long(at, grain, zone)).collect());
    let plot = Plot {
        kind,
        data: &data,
        columns,
        unit: question.metric.unit,
        target: question.metric.target,
        x: words(dimension),
        x_unit: gaugeglass_metrics::Unit::None,
        n: "n".into(),
    };
    plot.plotted()
}

/// The same rows as the figure shows, as files: by its dimension, and over the whole range where the figure is.
fn downloads(question: &Question, body: Body) -> Vec<Link> {
    let view = match body {
        Body::Course => question.view.clone(),
        Body::Plot(Kind::HeatMap, dimension) => View { by: vec![dimension.to_owned()], ..question.view.clone() },
        Body::Bars(dimension) | Body::Plot(_, dimension) => {
            let grain = question.metric.grains.contains(&Grain::Total).then_some(Grain::Total);
            View { by: vec![dimension.to_owned()], grain: grain.or(question.view.grain), ..question.view.clone() }
        }
    };
    let file = |format: &Format| Link {
        href: view.link(&format!("/m/{}.{}", question.metric.name, format.ending())),
        text: format.name().to_owned(),
    };
    Format::FILES.iter().map(file).collect()
}

fn facts(question: &Question, answers: &Answers) -> Facts {
    let span = question.view.from.and_then(|from| from.span_name());
    let days = (question.range.to - question.range.from).num_days();
    let name = span.unwrap_or_else(|| if days > 1 { format!("{days} days") } else { "period".into() });
    Facts {
        before: headline(answers.total_before.as_ref()).as_ref().and_then(Reading::headline),
        before_name: format!("the {name} before"),
        target: question.metric.target,
        is_partial: state::is_partial(answers),
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
