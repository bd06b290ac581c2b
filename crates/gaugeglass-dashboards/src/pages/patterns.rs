//! Every state of a panel and every kind of chart with fixed data: one page to look at after the style sheet was changed.

mod charts;
mod states;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::frame::Frame;
use super::html;
use crate::serve::Site;

#[derive(Template)]
#[template(path = "patterns.html")]
struct PatternsPage {
    frame: Frame,
    tiles: Vec<Pattern>,
    figures: Vec<Pattern>,
    charts: Vec<Pattern>,
}

/// One thing as it looks.
pub struct Pattern {
    /// What it shows.
    pub name: String,
    /// Its markup.
    pub html: String,
}

/// Answers `/patterns`.
pub async fn handle(State(site): State<Arc<Site>>) -> Response {
    let registry = site.engine.registry();
    let states = registry.metric("conversion_rate").or(registry.metrics().next()).map(states::all).unwrap_or_default();
    let page = PatternsPage {
        frame: Frame::new(&site, "Patterns", "", site.session(None).as_of()),
        tiles: states.iter().map(states::tile).collect(),
        figures: states.iter().enumerate().map(|(index, state)| states::figure(state, index)).collect(),
        charts: charts::all(),
    };
    html(StatusCode::OK, &page)
}
