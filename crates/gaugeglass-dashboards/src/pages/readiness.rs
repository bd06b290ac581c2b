//! The readiness audit: level and what binds it, probes, where signals are lost, what to do first, what cannot be seen, and every
//! finding with its remedy.
//!
//! The page and the one file that `gaugeglass audit --format html` writes have the same body; only what surrounds it differs.

mod body;
pub mod document;
mod finding;
pub mod markdown;
mod rules;
mod summary;
mod tile;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use chrono_tz::Tz;
use gaugeglass_engine::Audit;

pub use tile::ReadinessTile;

use super::frame::Frame;
use super::{Outcome, file, html};
use crate::assets::style;
use crate::export::Format;
use crate::format::time::{instant, iso};
use crate::serve::Site;
use crate::url::View;
use body::Body;

#[derive(Template)]
#[template(path = "readiness.html")]
struct ReadinessPage {
    frame: Frame,
    body: Body,
}

/// One file with everything in it.
#[derive(Template)]
#[template(path = "readiness_report.html")]
struct ReadinessReport<'a> {
    style: String,
    body: Body,
    root: &'a str,
    as_of: String,
    as_of_iso: String,
}

/// Answers `/readiness` and `/readiness.json`.
pub async fn handle(State(site): State<Arc<Site>>, uri: Uri, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let format = Format::of(uri.path()).1;
    show(&site, format, &pairs).await.unwrap_or_else(|problem| site.problem(&problem, format))
}

async fn show(site: &Site, format: Format, pairs: &[(String, String)]) -> Outcome {
    let view = View::parse(pairs)?;
    view.check_range_only()?;
    let session = site.session(view.pinned(site.zone()));
    let audit = session.audit().await?;
    if format != Format::Html {
        return Ok(file(Format::Json, "readiness", false, document::write(&audit)?.into_bytes()));
    }
    let frame = Frame { every: view.refresh, ..Frame::new(site, "Readiness", "/readiness", audit.as_of) };
    Ok(html(StatusCode::OK, &ReadinessPage { frame, body: Body::of(&audit, site.zone(), "") }))
}

/// The audit as one HTML file that prints well; its links lead to the pages at `root`, such as `http://127.0.0.1:8080`.
pub fn report(audit: &Audit, zone: Tz, root: &str) -> Result<String, askama::Error> {
    let report = ReadinessReport {
        style: style(),
        body: Body::of(audit, zone, root),
        root,
        as_of: instant(audit.as_of, zone),
        as_of_iso: iso(audit.as_of),
    };
    report.render()
}

/// Scores run from 0 to 100.
fn score(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
