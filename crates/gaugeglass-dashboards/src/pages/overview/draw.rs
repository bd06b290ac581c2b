//! From what came of a panel's question to its markup.

use askama::Template;
use chrono_tz::Tz;
use gaugeglass_engine::{Answer, Error};
use gaugeglass_metrics::{Diagnostic, Model};

use super::changes::{Changes, Moved};
use super::plots;
use super::rows::Rows;
use super::work::{Filled, dimension};
use crate::figure::ask::{Answers, Question};
use crate::figure::panel::{Body, Figure};
use crate::figure::state::{Notice, Tone, failed};
use crate::figure::tile::Tile;
use crate::layout::{Dashboard, MetricPanel, Panel, Shape, Subject, column_complaints};
use crate::pages::readiness::ReadinessTile;

#[derive(Template)]
#[template(path = "notice_panel.html")]
struct NoticePanel {
    title: String,
    notice: Notice,
}

/// What all panels of a page share.
pub struct Drawing<'a> {
    /// The page.
    pub dashboard: &'a Dashboard,
    /// The business zone.
    pub zone: Tz,
    /// What moved.
    pub moved: &'a [Moved],
}

impl Drawing<'_> {
    /// The markup of one panel; `index` makes its id unique.
    pub fn panel(&self, filled: &Filled, index: usize) -> String {
        match filled {
            Filled::Metric(question, panel, answers) => metric(question, panel, answers, index),
            Filled::Table(model, panel, answer) => self.table(model, panel, answer, index),
            Filled::Readiness(Ok(audit)) => text(&ReadinessTile::of(audit, "").with_first(audit)),
            Filled::Readiness(Err(error)) => notice("Readiness", failed(error)),
            Filled::Changes => text(&Changes::of(self.moved)),
            Filled::Late(title) => notice(title, late()),
            Filled::Broken(place) => notice("Dashboard", broken(place.clone())),
        }
    }

    fn table(&self, model: &Model, panel: &Panel, answer: &Result<Answer, Error>, index: usize) -> String {
        let id = format!("p{index}-{}", model.name);
        let answer = answer.as_ref().map_err(failed).and_then(|answer| {
            let complaints = column_complaints(self.dashboard, panel, &answer.schema);
            complaints.first().map_or(Ok(answer), |first: &Diagnostic| Err(broken(first.render_plain())))
        });
        match &panel.subject {
            Subject::Rows(wanted) => text(&Rows::of(model, wanted, answer, self.zone, id)),
            Subject::Plot(wanted) => text(&plots::figure(model, wanted, answer, self.zone, &id)),
            _ => String::new(),
        }
    }
}

fn metric(question: &Question, panel: &MetricPanel, answers: &Answers, index: usize) -> String {
    let id = format!("p{index}-{}", question.metric.name);
    let dimension = dimension(question, panel).unwrap_or_default();
    match panel.shape {
        Shape::Stat => text(&Tile::of(question, answers)),
        Shape::Line => text(&Figure::of(question, answers, &id, Body::Course)),
        Shape::Bar | Shape::Table => text(&Figure::of(question, answers, &id, Body::Bars(&dimension))),
        Shape::Plot(kind) => text(&Figure::of(question, answers, &id, Body::Plot(kind, &dimension))),
    }
}

/// What stands in place of a figure that is still being computed.
pub fn late() -> Notice {
    let body = "It is computed for the first time; this page asks again by itself.".into();
    Notice { tone: Tone::Quiet, heading: "Still computing".into(), body, actions: Vec::new() }
}

/// What stands in place of a panel whose file is wrong.
pub fn broken(place: String) -> Notice {
    Notice { tone: Tone::Bad, heading: "This panel cannot be shown".into(), body: place, actions: Vec::new() }
}

/// A panel of a title and a notice.
pub fn notice(title: &str, notice: Notice) -> String {
    text(&NoticePanel { title: title.to_owned(), notice })
}

/// The markup of one part of a page.
pub fn text(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a panel could not be rendered");
        "<p>This panel could not be rendered; the log says why.</p>".into()
    })
}
