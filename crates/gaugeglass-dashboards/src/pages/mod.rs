//! The pages: each is a struct, a template and a pure function from the engine's answers to it.

pub mod catalog;
pub mod controls;
pub mod errors;
pub mod frame;
pub mod metric;
pub mod overview;
pub mod patterns;
pub mod preparing;
pub mod readiness;
pub mod report;
pub mod sql;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::export::Format;
use errors::Problem;

/// Sends a page.
pub fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (status, [(header::CONTENT_TYPE, Format::Html.media_type())], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "The page could not be rendered; the log says why.\n").into_response()
        }
    }
}

/// Sends a file, with its name and whether it is complete.
pub fn file(format: Format, name: &str, truncated: bool, body: Vec<u8>) -> Response {
    let prefix = if truncated { "incomplete-" } else { "" };
    let disposition = match format {
        Format::Csv | Format::Parquet | Format::Arrow => "attachment",
        Format::Html | Format::Json | Format::Markdown | Format::Svg | Format::Png | Format::Pdf => "inline",
    };
    let disposition = format!("{disposition}; filename=\"{prefix}{name}.{}\"", format.ending());
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert("x-truncated", HeaderValue::from_static(if truncated { "true" } else { "false" }));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// A page, or the problem in its place.
pub type Outcome = Result<Response, Box<Problem>>;
