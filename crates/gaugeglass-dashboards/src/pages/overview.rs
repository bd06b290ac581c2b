//! A dashboard: rows of panels whose questions run at the same time, each failing for itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures::StreamExt;
use gaugeglass_engine::{Answer, Audit, Error, Session};
use gaugeglass_metrics::{Family, Metric, Model, Registry};

use super::controls::{About, Controls};
use super::errors::Problem;
use super::frame::Frame;
use super::readiness::ReadinessTile;
use super::{Outcome, html};
use crate::export::Format;
use crate::figure::ask::{Answers, Parts, Question};
use crate::figure::panel::{Body, Figure};
use crate::figure::state::{Notice, Tone, failed};
use crate::figure::tile::Tile;
use crate::layout::{Dashboard, MetricPanel, Panel, RowsPanel, Shape, Subject, check_panel};
use crate::serve::Site;
use crate::url::{Range, View};

mod changes;
mod rows;

use changes::{Changes, Moved};
use rows::Rows;

/// Questions of one page that run at once; the rest of the engine's places are for other visitors.
const AT_ONCE: usize = 4;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    frame: Frame,
    dashboard: &'a Dashboard,
    controls: Controls,
    rows: Vec<RowView<'a>>,
}

struct RowView<'a> {
    title: Option<&'a str>,
    panels: Vec<PanelView>,
}

struct PanelView {
    span: u8,
    html: String,
}

#[derive(Template)]
#[template(path = "notice_panel.html")]
struct NoticePanel {
    title: String,
    notice: Notice,
}

/// Answers `/`.
pub async fn first(State(site): State<Arc<Site>>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    respond(&site, "overview", "/", &pairs).await
}

/// Answers `/d/<name>`.
pub async fn named(State(site): State<Arc<Site>>, Path(name): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    respond(&site, &name, &format!("/d/{name}"), &pairs).await
}

async fn respond(site: &Site, name: &str, path: &str, pairs: &[(String, String)]) -> Response {
    show(site, name, path, pairs).await.unwrap_or_else(|problem| site.problem(&problem, Format::Html))
}

async fn show(site: &Site, name: &str, path: &str, pairs: &[(String, String)]) -> Outcome {
    let loaded = site.layouts.current();
    let Some(dashboard) = loaded.dashboards.get(name) else {
        let nearest = gaugeglass_metrics::nearest(name, loaded.dashboards.keys().map(String::as_str));
        return Err(Box::new(Problem::not_found("dashboard", name, nearest.map(|near| (near, format!("/d/{near}"))))));
    };
    let asked = View::parse(pairs)?;
    asked.check_range_only()?;
    let view = asked.or(dashboard.range.0, dashboard.range.1, dashboard.compare);
    let session = site.session(view.pinned(site.zone()));
    let range = view.range(session.as_of(), site.zone())?;
    let about = About { path, view: &asked, range, as_of: session.as_of(), zone: site.zone() };
    let mut frame = Frame::new(site, dashboard.title.clone(), if path == "/" { "/" } else { "" }, session.as_of());
    frame.notices.extend(loaded.diagnostics.iter().map(|finding| finding.render_plain()));
    let rows = Work { site, session: &session, dashboard, view: &asked, range }.rows().await;
    Ok(html(StatusCode::OK, &OverviewPage { frame, controls: Controls::of_dashboard(&about, &dashboard.presets), dashboard, rows }))
}

/// One panel to fill.
enum Wanted {
    Metric(Box<Question>, MetricPanel),
    Rows(Arc<Model>, RowsPanel),
    Readiness,
    Changes,
    Broken(String),
}

/// What came of it.
enum Filled {
    Metric(Box<Question>, MetricPanel, Box<Answers>),
    Rows(Arc<Model>, RowsPanel, Result<Answer, Error>),
    Readiness(Result<Audit, Error>),
    Changes,
    Broken(String),
}

struct Work<'a> {
    site: &'a Site,
    session: &'a Session,
    dashboard: &'a Dashboard,
    view: &'a View,
    range: Range,
}

impl<'a> Work<'a> {
    async fn rows(&self) -> Vec<RowView<'a>> {
        let registry = self.site.engine.registry();
        let wanted: Vec<Vec<(u8, Wanted)>> =
            self.dashboard.rows.iter().map(|row| row.panels.iter().flat_map(|panel| self.wanted(panel, &registry)).collect()).collect();
        let sizes: Vec<usize> = wanted.iter().map(Vec::len).collect();
        let questions = wanted.into_iter().flatten().map(|(span, wanted)| async move { (span, self.fill(wanted).await) });
        let filled: Vec<(u8, Filled)> = futures::stream::iter(questions).buffered(AT_ONCE).collect().await;
        let moved: Vec<Moved> = filled.iter().filter_map(|(_, filled)| moved(filled)).collect();
        let views = filled.iter().enumerate().map(|(index, (span, filled))| PanelView { span: *span, html: render(filled, &moved, index) });
        split(views.collect(), &sizes, self.dashboard)
    }

    fn wanted(&self, panel: &Panel, registry: &Registry) -> Vec<(u8, Wanted)> {
        if let Some(broken) = check_panel(self.dashboard, panel, registry) {
            return vec![(panel.span, Wanted::Broken(broken.render_plain()))];
        }
        match &panel.subject {
            Subject::Readiness => vec![(panel.span, Wanted::Readiness)],
            Subject::Changes => vec![(panel.span, Wanted::Changes)],
            Subject::Rows(wanted) => registry
                .table(&wanted.table)
                .map(|table| (panel.span, Wanted::Rows(Arc::clone(table), wanted.clone())))
                .into_iter()
                .collect(),
            Subject::Metric(wanted) => {
                let found = registry.metric(&wanted.name);
                found
                    .map(|metric| (panel.span, Wanted::Metric(Box::new(self.question(metric, wanted)), wanted.clone())))
                    .into_iter()
                    .collect()
            }
            Subject::Every(family) => self
                .others(registry, *family)
                .map(|metric| {
                    let tile = MetricPanel { name: metric.name.clone(), shape: Shape::Stat, by: None, parameters: Vec::new() };
                    (panel.span, Wanted::Metric(Box::new(self.question(metric, &tile)), tile))
                })
                .collect(),
        }
    }

    /// The metrics that no panel names.
    fn others<'r>(&self, registry: &'r Registry, family: Option<Family>) -> impl Iterator<Item = &'r Arc<Metric>> {
        let panels = self.dashboard.rows.iter().flat_map(|row| &row.panels);
        let named: BTreeSet<String> = panels
            .filter_map(|panel| match &panel.subject {
                Subject::Metric(wanted) => Some(wanted.name.clone()),
                _ => None,
            })
            .collect();
        registry.metrics().filter(move |metric| !named.contains(&metric.name) && family.is_none_or(|family| metric.family == family))
    }

    fn question(&self, metric: &Arc<Metric>, wanted: &MetricPanel) -> Question {
        let by = if wanted.shape == Shape::Line { wanted.by.iter().cloned().collect() } else { Vec::new() };
        let view = View { by, parameters: wanted.parameters.clone(), ..self.view.clone() };
        Question { metric: Arc::clone(metric), view, range: self.range, zone: self.site.zone(), as_of: self.session.as_of() }
    }

    async fn fill(&self, wanted: Wanted) -> Filled {
        match wanted {
            Wanted::Rows(table, panel) => {
                let answer = self.session.query(&rows::statement(&table)).await;
                Filled::Rows(table, panel, answer)
            }
            Wanted::Readiness => Filled::Readiness(self.session.audit().await),
            Wanted::Changes => Filled::Changes,
            Wanted::Broken(text) => Filled::Broken(text),
            Wanted::Metric(question, panel) => {
                let is_bars = matches!(panel.shape, Shape::Bar | Shape::Table);
                let parts = Parts { series: !is_bars, slices: if is_bars { dimension(&question, &panel) } else { None } };
                let answers = question.ask(self.session, &parts).await;
                Filled::Metric(question, panel, Box::new(answers))
            }
        }
    }
}

fn dimension(question: &Question, panel: &MetricPanel) -> Option<String> {
    panel.by.clone().or_else(|| question.metric.dimensions.first().cloned())
}

fn split<'a>(views: Vec<PanelView>, sizes: &[usize], dashboard: &'a Dashboard) -> Vec<RowView<'a>> {
    let mut views = views.into_iter();
    let rows = dashboard
        .rows
        .iter()
        .zip(sizes)
        .map(|(row, size)| RowView { title: row.title.as_deref(), panels: views.by_ref().take(*size).collect() });
    rows.filter(|row| !row.panels.is_empty()).collect()
}

fn moved(filled: &Filled) -> Option<Moved> {
    match filled {
        Filled::Metric(question, _, answers) => Moved::of(question, answers),
        _ => None,
    }
}

fn render(filled: &Filled, moved: &[Moved], index: usize) -> String {
    match filled {
        Filled::Metric(question, panel, answers) => metric_panel(question, panel, answers, index),
        Filled::Rows(table, panel, answer) => text(&Rows::of(table, panel, answer.as_ref(), index)),
        Filled::Readiness(Ok(audit)) => text(&ReadinessTile::of(audit)),
        Filled::Readiness(Err(error)) => text(&NoticePanel { title: "Readiness".into(), notice: failed(error) }),
        Filled::Changes => text(&Changes::of(moved)),
        Filled::Broken(place) => {
            let notice = Notice { tone: Tone::Bad, heading: "This panel cannot be shown".into(), body: place.clone(), actions: Vec::new() };
            text(&NoticePanel { title: "Dashboard".into(), notice })
        }
    }
}

fn metric_panel(question: &Question, panel: &MetricPanel, answers: &Answers, index: usize) -> String {
    let id = format!("p{index}-{}", question.metric.name);
    match panel.shape {
        Shape::Stat => text(&Tile::of(question, answers)),
        Shape::Line => text(&Figure::of(question, answers, &id, Body::Course)),
        Shape::Bar | Shape::Table => {
            let dimension = dimension(question, panel).unwrap_or_default();
            text(&Figure::of(question, answers, &id, Body::Bars(&dimension)))
        }
    }
}

fn text(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a panel could not be rendered");
        "<p>This panel could not be rendered; the log says why.</p>".into()
    })
}
