//! A dashboard: rows of panels whose questions run at the same time, each failing for itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::time::Instant;

use super::controls::{About, Controls};
use super::errors::Problem;
use super::frame::Frame;
use super::{Outcome, html};
use crate::export::Format;
use crate::layout::{Dashboard, Loaded};
use crate::serve::Site;
use crate::url::View;

mod changes;
pub mod draw;
mod plots;
mod rows;
mod selected;
mod standing;
mod work;

pub use work::{Shown, Work};

/// Seconds after which a page asks again for figures that were still being computed.
const ASK_AGAIN: u32 = 2;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    frame: Frame,
    dashboard: &'a Dashboard,
    controls: Controls,
    standing: Option<String>,
    rows: Vec<RowView<'a>>,
}

/// Panels side by side, ready for a page.
pub struct RowView<'a> {
    /// Heading above the row.
    pub title: Option<&'a str>,
    /// From left to right.
    pub panels: Vec<PanelView>,
}

/// One panel, ready for a page.
pub struct PanelView {
    /// Columns it takes, of twelve.
    pub span: u8,
    /// Its markup.
    pub html: String,
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
    let dashboard = find(&loaded, name)?;
    let asked = View::parse(pairs)?;
    asked.check_range_only()?;
    let view = asked.or(dashboard.range.0, dashboard.range.1, dashboard.compare);
    let session = site.session(view.pinned(site.zone()));
    let range = view.range(session.as_of(), site.zone())?;
    let about = About { path, view: &asked, range, as_of: session.as_of(), zone: site.zone() };
    let mut frame = Frame::new(site, dashboard.title.clone(), path, session.as_of());
    let work = Work { site, session: &session, dashboard, view: &asked, range, until: Instant::now() + site.patience };
    let Shown { rows, standing, is_whole } = work.shown().await;
    frame.refresh = (!is_whole).then_some(ASK_AGAIN);
    frame.every = asked.refresh;
    let controls = Controls::of_dashboard(&about, &dashboard.presets);
    let mut response = html(StatusCode::OK, &OverviewPage { frame, controls, dashboard, standing, rows });
    if !is_whole {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(ASK_AGAIN));
    }
    Ok(response)
}

/// The dashboard of this name.
pub fn find<'l>(loaded: &'l Loaded, name: &str) -> Result<&'l Dashboard, Box<Problem>> {
    let found = loaded.dashboards.get(name).map(|found| &**found);
    found.ok_or_else(|| {
        let nearest = gaugeglass_metrics::nearest(name, loaded.dashboards.keys().map(String::as_str));
        Box::new(Problem::not_found("dashboard", name, nearest.map(|near| (near, format!("/d/{near}")))))
    })
}
