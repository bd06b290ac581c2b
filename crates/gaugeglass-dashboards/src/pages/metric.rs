//! One metric: figure, breakdown, other measures, and how it is made; the same address with an ending is the data.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use gaugeglass_engine::Session;
use gaugeglass_metrics::{Grade, Metric};

use super::controls::{About, Controls};
use super::errors::Problem;
use super::frame::Frame;
use super::{Outcome, html};
use crate::export::Format;
use crate::figure::ask::{Answers, Parts, Question};
use crate::figure::panel::{Body, Figure};
use crate::figure::slices::Slices;
use crate::figure::state::Link;
use crate::figure::table::words;
use crate::figure::tile::{Tile, headline};
use crate::format::number::{figure, measure_unit};
use crate::serve::Site;
use crate::url::{Moment, Unit, View, query};

mod export;

const PRESETS: [Moment; 4] =
    [Moment::Ago(7, Unit::Day), Moment::Ago(28, Unit::Day), Moment::Ago(90, Unit::Day), Moment::Ago(1, Unit::Year)];

#[derive(Template)]
#[template(path = "metric.html")]
struct MetricPage<'a> {
    frame: Frame,
    metric: &'a Metric,
    /// What a link may claim.
    claim: Option<String>,
    controls: Controls,
    tile: Tile,
    figure: Figure,
    measures: Vec<Measure>,
    slices: Option<Slices>,
    dimensions: Vec<Link>,
    parameters: Vec<Field>,
    paragraphs: Vec<String>,
    how: How,
}

/// A further measure of the metric over the whole range.
struct Measure {
    name: String,
    column: String,
    value: String,
    is_infinite: bool,
}

/// A declared parameter as a form field.
struct Field {
    name: String,
    value: String,
    doc: String,
}

/// How the figure is made.
struct How {
    sql: String,
    bound: Vec<(String, String)>,
    inputs: Vec<Link>,
    open: String,
    elapsed_ms: u64,
}

/// Answers `/m/<name>` in every format.
pub async fn handle(State(site): State<Arc<Site>>, Path(path): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let (name, format) = Format::of(&path);
    show(&site, name, format, &pairs).await.unwrap_or_else(|problem| site.problem(&problem, format))
}

async fn show(site: &Site, name: &str, format: Format, pairs: &[(String, String)]) -> Outcome {
    let registry = site.engine.registry();
    let Some(metric) = registry.metric(name) else {
        let nearest = registry.nearest_metric(name).map(|near| (near, format!("/m/{near}")));
        return Err(Box::new(Problem::not_found("metric", name, nearest)));
    };
    let view = View::parse(pairs)?;
    view.check(metric)?;
    let session = site.session(view.pinned(site.zone()));
    let range = view.range(session.as_of(), site.zone())?;
    let question = Question { metric: Arc::clone(metric), view, range, zone: site.zone(), as_of: session.as_of() };
    match format {
        Format::Html => page(site, &session, &question).await,
        _ => export::export(&session, &question, format).await,
    }
}

async fn page(site: &Site, session: &Session, question: &Question) -> Outcome {
    let metric = &question.metric;
    let dimension = question.view.by.first().or(metric.dimensions.first());
    let answers = question.ask(session, &Parts { series: true, slices: dimension.cloned() }).await;
    let path = format!("/m/{}", metric.name);
    let about = About { path: &path, view: &question.view, range: question.range, as_of: question.as_of, zone: question.zone };
    let page = MetricPage {
        frame: Frame { every: question.view.refresh, ..Frame::new(site, metric.title.clone(), "", question.as_of) },
        controls: Controls::of_metric(&about, &PRESETS, metric, question.grain()),
        tile: Tile::of(question, &answers),
        figure: Figure { title: "Over time".into(), href: String::new(), ..Figure::of(question, &answers, "course", Body::Course) },
        measures: measures(metric, &answers),
        slices: dimension.and_then(|dimension| Slices::of(question, &answers, dimension)),
        dimensions: metric.dimensions.iter().map(|name| by(question, name, &path)).collect(),
        parameters: metric.parameters.iter().map(|parameter| field(question, parameter)).collect(),
        paragraphs: paragraphs(&metric.description),
        claim: claim(metric, &answers),
        how: how(question, &answers),
        metric,
    };
    Ok(html(StatusCode::OK, &page))
}

/// A number that is not there is no evidence for anything.
fn claim(metric: &Metric, answers: &Answers) -> Option<String> {
    let value = headline(answers.total.as_ref().ok()).and_then(|row| row.headline());
    let grade = if value.is_some() { metric.grade } else { Grade::E0 };
    metric.link.as_ref().map(|link| link.claim(grade))
}

/// Lines of a file are not lines of a page; blank lines are.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn measures(metric: &Metric, answers: &Answers) -> Vec<Measure> {
    let Some(row) = headline(answers.total.as_ref().ok()) else { return Vec::new() };
    let further = metric.measures.iter().zip(row.values).skip(1);
    further
        .map(|(name, value)| Measure {
            name: words(name),
            column: name.clone(),
            value: figure(value, measure_unit(metric, name)),
            is_infinite: value.is_some_and(f64::is_infinite),
        })
        .collect()
}

fn by(question: &Question, name: &str, path: &str) -> Link {
    let view = View { by: vec![name.to_owned()], ..question.view.clone() };
    Link { href: view.link(path), text: words(name) }
}

fn field(question: &Question, parameter: &gaugeglass_metrics::Parameter) -> Field {
    let given = question.view.parameters.iter().find(|(name, _)| *name == parameter.name);
    Field {
        name: parameter.name.clone(),
        value: given.map_or_else(|| parameter.default.clone(), |(_, value)| value.clone()),
        doc: parameter.doc.clone(),
    }
}

fn how(question: &Question, answers: &Answers) -> How {
    let metric = &question.metric;
    let ran = answers.series.as_ref().and_then(|series| series.as_ref().ok()).or(answers.total.as_ref().ok());
    let input = |name: &String| Link { href: format!("/catalog{}", query(&[("q".into(), name.clone())])), text: name.clone() };
    let select = format!("select * from metrics.{}", metric.name);
    How {
        sql: ran.map_or_else(|| metric.sql.clone(), |answer| answer.sql.clone()),
        bound: ran.map(|answer| answer.bound.clone()).unwrap_or_default(),
        inputs: metric.inputs.iter().map(input).collect(),
        open: format!("/sql{}", query(&[("q".into(), select)])),
        elapsed_ms: ran.map_or(0, |answer| answer.elapsed_ms),
    }
}
