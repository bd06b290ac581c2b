//! The one place where something wrong becomes a status, a title, a sentence and a remedy, for HTML and JSON alike.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gaugeglass_engine::{Error, SqlError};
use serde::Serialize;

use super::frame::Frame;
use super::html;
use crate::export::ExportError;
use crate::figure::state::Link;
use crate::url::BadParameter;

/// What is wrong, in words for the one who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Always `about:blank`: the status says the kind.
    pub r#type: &'static str,
    /// What is wrong, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, in a sentence.
    pub detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The parameter of the address that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Line of the SQL, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column of the SQL, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Where to go instead.
    #[serde(skip)]
    pub links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: &'a Frame,
    problem: &'a Problem,
}

impl std::fmt::Display for Problem {
    /// In one line, as it is said on a terminal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.title, self.detail.trim_end_matches('.'))?;
        self.help.iter().try_for_each(|help| write!(f, ". {help}"))
    }
}

impl Problem {
    /// A problem without a remedy yet.
    pub fn new(status: StatusCode, title: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem {
            r#type: "about:blank",
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            help: None,
            parameter: None,
            line: None,
            column: None,
            links: Vec::new(),
        }
    }

    /// Nothing at this address; perhaps `nearest` was meant.
    pub fn not_found(what: &str, name: &str, nearest: Option<(&str, String)>) -> Problem {
        let mut problem = Problem::new(StatusCode::NOT_FOUND, "Not found", format!("There is no {what} named “{name}”."));
        if let Some((text, href)) = nearest {
            problem.help = Some(format!("Did you mean {text}?"));
            problem.links.push(Link { href, text: text.to_owned() });
        }
        problem
    }

    /// The status as axum has it.
    pub fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// As a page.
    pub fn page(&self, frame: &Frame) -> Response {
        html(self.code(), &ErrorPage { frame, problem: self })
    }

    /// As RFC 9457 JSON.
    pub fn json(&self) -> Response {
        let body = serde_json::to_string(self).unwrap_or_default();
        (self.code(), [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}

impl From<BadParameter> for Problem {
    fn from(bad: BadParameter) -> Problem {
        let detail = match bad.value.is_empty() {
            true => bad.allowed.clone(),
            false => format!("“{}” is not understood: {}.", bad.value, bad.allowed.trim_end_matches('.')),
        };
        let title = format!("The address has a wrong value for “{}”", bad.parameter);
        Problem { parameter: Some(bad.parameter), ..Problem::new(StatusCode::BAD_REQUEST, title, detail) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let new = |status, title: &str| Problem::new(status, title, error.to_string());
        match &error {
            Error::Unknown { kind, name, nearest } => {
                Problem::not_found(kind, name, nearest.as_deref().map(|near| (near, format!("/m/{near}"))))
            }
            Error::Sql(sql) => of_sql(sql),
            Error::Invalid(_) => new(StatusCode::BAD_REQUEST, "This question cannot be answered"),
            Error::OverLimit { limit, remedy, .. } => {
                let detail = format!("Stopped at the limit of {limit}.");
                let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "Stopped at a limit", detail);
                Problem { help: Some(remedy.clone()), ..problem }
            }
            Error::Busy(_) => new(StatusCode::SERVICE_UNAVAILABLE, "Too busy just now"),
            Error::Denied(_) => new(StatusCode::FORBIDDEN, "Not allowed"),
            Error::Cancelled => new(StatusCode::SERVICE_UNAVAILABLE, "Cancelled"),
            Error::Unavailable(_) => new(StatusCode::SERVICE_UNAVAILABLE, "Storage did not answer"),
            Error::Config(_) => new(StatusCode::INTERNAL_SERVER_ERROR, "The configuration needs its operator"),
            Error::Internal { .. } => new(StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side"),
        }
    }
}

fn of_sql(error: &SqlError) -> Problem {
    Problem {
        help: error.help.clone(),
        line: error.line,
        column: error.column,
        ..Problem::new(StatusCode::BAD_REQUEST, "The SQL has an error", error.message.clone())
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Problem {
        tracing::error!(%error, "an answer could not be written");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something broke on our side",
            "The answer could not be written as a file; the log says why.",
        )
    }
}

impl From<BadParameter> for Box<Problem> {
    fn from(bad: BadParameter) -> Box<Problem> {
        Box::new(bad.into())
    }
}

impl From<Error> for Box<Problem> {
    fn from(error: Error) -> Box<Problem> {
        Box::new(error.into())
    }
}

impl From<ExportError> for Box<Problem> {
    fn from(error: ExportError) -> Box<Problem> {
        Box::new(error.into())
    }
}
