//! What every page shows while the engine reads the logs for the first time.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::errors::Problem;
use super::frame::Frame;
use super::html;
use crate::export::Format;
use crate::format::number::count;
use crate::serve::Site;

/// Seconds between two looks at the progress.
const REFRESH: u32 = 2;

#[derive(Template)]
#[template(path = "preparing.html")]
struct PreparingPage {
    frame: Frame,
    logs: Vec<Log>,
    done: usize,
}

struct Log {
    name: String,
    state: &'static str,
    rows: String,
}

/// The page, or its JSON form where data was asked for.
pub fn respond(site: &Site, format: Format) -> Response {
    let mut response = match format {
        Format::Html => html(StatusCode::SERVICE_UNAVAILABLE, &page(site)),
        _ => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Reading your logs",
            "Figures follow as soon as the logs are read; ask again in a few seconds.",
        )
        .json(),
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

fn page(site: &Site) -> PreparingPage {
    let logs: Vec<Log> = site
        .engine
        .progress()
        .iter()
        .map(|progress| {
            let (name, rows) = (progress.log.to_string(), count(progress.rows as i64));
            Log { name, state: word(progress.state), rows }
        })
        .collect();
    let mut frame = Frame::new(site, "Reading your logs", "", site.session(None).as_of());
    frame.refresh = Some(REFRESH);
    PreparingPage { done: logs.iter().filter(|log| log.state == "done").count(), logs, frame }
}

fn word(state: &str) -> &'static str {
    match state {
        "done" => "done",
        "reading" => "reading",
        "failed" => "failed",
        _ => "waiting",
    }
}
