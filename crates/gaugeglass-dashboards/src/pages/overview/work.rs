//! The questions of a dashboard: what each panel asks, all of them at once, and what came of it in time.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::StreamExt;
use gaugeglass_engine::{Answer, Audit, Error, Session};
use gaugeglass_metrics::{Family, Metric, Model, Registry};
use tokio::time::{Instant, timeout_at};

use super::changes::Moved;
use super::draw::Drawing;
use super::standing::standing;
use super::{PanelView, RowView, selected};
use crate::charts::Kind;
use crate::figure::ask::{Answers, Parts, Question};
use crate::layout::{Dashboard, MetricPanel, Panel, Selection, Shape, Subject, check_panel};
use crate::serve::Site;
use crate::url::{Range, View};

/// Questions of one page that run at once; the rest of the engine's places are for other visitors.
const AT_ONCE: usize = 4;

/// One panel to fill.
enum Wanted {
    Metric(Box<Question>, MetricPanel),
    Table(Arc<Model>, Panel),
    Readiness,
    Changes,
    Broken(String),
}

impl Wanted {
    /// What the panel is about.
    fn title(&self) -> String {
        match self {
            Wanted::Metric(question, _) => question.metric.title.clone(),
            Wanted::Table(table, panel) => title(table, panel),
            Wanted::Readiness => "Readiness".into(),
            Wanted::Changes => "What changed".into(),
            Wanted::Broken(_) => "Dashboard".into(),
        }
    }
}

/// What came of it.
pub enum Filled {
    /// The answers to a metric's question.
    Metric(Box<Question>, MetricPanel, Box<Answers>),
    /// The rows of a table of results.
    Table(Arc<Model>, Panel, Result<Answer, Error>),
    /// The audit.
    Readiness(Result<Box<Audit>, Error>),
    /// What moved is read from the metrics.
    Changes,
    /// The panel names something that is not there.
    Broken(String),
    /// Not answered in time; it is still being computed.
    Late(String),
}

/// The questions of one page.
pub struct Work<'a> {
    /// The site.
    pub site: &'a Site,
    /// One session for all of them.
    pub session: &'a Session,
    /// The page.
    pub dashboard: &'a Dashboard,
    /// The state in the address.
    pub view: &'a View,
    /// The resolved range.
    pub range: Range,
    /// When the page is shown as far as it is.
    pub until: Instant,
}

/// What came of them all.
pub struct Shown<'a> {
    /// The panels, row by row.
    pub rows: Vec<RowView<'a>>,
    /// How many figures meet their target, in a sentence.
    pub standing: Option<String>,
    /// Whether every figure came in time.
    pub is_whole: bool,
}

impl<'a> Work<'a> {
    /// Asks all questions and draws the answers.
    pub async fn shown(&self) -> Shown<'a> {
        let registry = self.site.engine.registry();
        let wanted: Vec<Vec<(u8, Wanted)>> =
            self.dashboard.rows.iter().map(|row| row.panels.iter().flat_map(|panel| self.wanted(panel, &registry)).collect()).collect();
        let sizes: Vec<usize> = wanted.iter().map(Vec::len).collect();
        let questions = wanted.into_iter().flatten().map(|(span, wanted)| async move { (span, self.fill_in_time(wanted).await) });
        let filled: Vec<(u8, Filled)> = futures::stream::iter(questions).buffered(AT_ONCE).collect().await;
        let moved: Vec<Moved> = filled.iter().filter_map(|(_, filled)| moved(filled)).collect();
        let drawing = Drawing { dashboard: self.dashboard, zone: self.site.zone(), moved: &moved };
        let views = filled.iter().enumerate().map(|(index, (span, filled))| PanelView { span: *span, html: drawing.panel(filled, index) });
        let is_whole = !filled.iter().any(|(_, filled)| matches!(filled, Filled::Late(_)));
        let standing = standing(filled.iter().map(|(_, filled)| filled));
        Shown { rows: split(views.collect(), &sizes, self.dashboard), standing, is_whole }
    }

    fn wanted(&self, panel: &Panel, registry: &Registry) -> Vec<(u8, Wanted)> {
        if let Some(broken) = check_panel(self.dashboard, panel, registry) {
            return vec![(panel.span, Wanted::Broken(broken.render_plain()))];
        }
        match &panel.subject {
            Subject::Readiness => vec![(panel.span, Wanted::Readiness)],
            Subject::Changes => vec![(panel.span, Wanted::Changes)],
            Subject::Rows(wanted) => self.table(panel, &wanted.selection, registry),
            Subject::Plot(wanted) => self.table(panel, &wanted.selection, registry),
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

    fn table(&self, panel: &Panel, selection: &Selection, registry: &Registry) -> Vec<(u8, Wanted)> {
        let table = registry.table(&selection.table);
        table.map(|table| (panel.span, Wanted::Table(Arc::clone(table), panel.clone()))).into_iter().collect()
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
        let is_course = matches!(wanted.shape, Shape::Line | Shape::Plot(Kind::HeatMap));
        let by = if is_course { wanted.by.iter().map(|dimension| dimension.name.clone()).collect() } else { Vec::new() };
        let view = View { by, parameters: wanted.parameters.clone(), ..self.view.clone() };
        Question { metric: Arc::clone(metric), view, range: self.range, zone: self.site.zone(), as_of: self.session.as_of() }
    }

    /// What was begun goes on after the page has left, so the next look finds it.
    async fn fill_in_time(&self, wanted: Wanted) -> Filled {
        let title = wanted.title();
        if Instant::now() >= self.until {
            return Filled::Late(title);
        }
        timeout_at(self.until, self.fill(wanted)).await.unwrap_or(Filled::Late(title))
    }

    async fn fill(&self, wanted: Wanted) -> Filled {
        match wanted {
            Wanted::Table(table, panel) => {
                let answer = match selection(&panel) {
                    Some(selection) => selected::ask(self.session, selection).await,
                    None => Err(Error::Invalid("the panel names no table".into())),
                };
                Filled::Table(table, panel, answer)
            }
            Wanted::Readiness => Filled::Readiness(self.session.audit().await.map(Box::new)),
            Wanted::Changes => Filled::Changes,
            Wanted::Broken(text) => Filled::Broken(text),
            Wanted::Metric(question, panel) => {
                let is_sliced = !matches!(panel.shape, Shape::Stat | Shape::Line | Shape::Plot(Kind::HeatMap));
                let parts = Parts { series: !is_sliced, slices: if is_sliced { dimension(&question, &panel) } else { None } };
                let answers = question.ask(self.session, &parts).await;
                Filled::Metric(question, panel, Box::new(answers))
            }
        }
    }
}

/// Which rows of which table a panel shows.
fn selection(panel: &Panel) -> Option<&Selection> {
    match &panel.subject {
        Subject::Rows(wanted) => Some(&wanted.selection),
        Subject::Plot(wanted) => Some(&wanted.selection),
        _ => None,
    }
}

/// What a panel over a table is called.
fn title(table: &Model, panel: &Panel) -> String {
    selection(panel).and_then(|selection| selection.title.clone()).unwrap_or_else(|| table.title.clone())
}

/// What a metric is broken down by.
pub fn dimension(question: &Question, panel: &MetricPanel) -> Option<String> {
    panel.by.as_ref().map(|dimension| dimension.name.clone()).or_else(|| question.metric.dimensions.first().cloned())
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
