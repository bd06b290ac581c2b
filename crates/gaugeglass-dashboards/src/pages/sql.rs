//! The SQL workbench: a form that is a link, its answer below, and errors underlined where they are.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use chrono_tz::Tz;
use gaugeglass_engine::{Answer, Door, Request, Session};

use super::errors::Problem;
use super::frame::Frame;
use super::{Outcome, file, html};
use crate::export::{ExportError, Format, csv, ipc, json, markdown, parquet};
use crate::figure::panel::Figure;
use crate::figure::state::Link;
use crate::figure::table::{Table, of_batches};
use crate::format::number::count;
use crate::format::time::iso;
use crate::serve::Site;
use crate::url::{BadParameter, View, query};

mod action;
mod bound;
mod formatted;
mod picture;
mod plan;
mod underline;

use action::Action;
pub use bound::bind;
use bound::{Placeholder, placeholders, planned, run};
use formatted::formatted;
use picture::picture;
use plan::{Step, explaining, steps};
use underline::{Underlined, underlined};

/// What an answer is sent as, besides its page.
pub const DATA: [Format; 5] = [Format::Csv, Format::Json, Format::Parquet, Format::Arrow, Format::Markdown];
/// A page holds a part of an answer; it need not fetch more than this to say how much there is.
const PAGE_ROWS_MAX: usize = 10_000;
const EXAMPLES: [(&str, &str); 4] = [
    ("Every metric and its question", "select name, unit, question from meta.metrics order by name"),
    ("Where each log stands", "select log, rows, max_event_time, max_ingest_time from meta.freshness order by log"),
    ("What was rejected, and why", "select log, rule, count(*) as rows from meta.quarantine group by log, rule order by rows desc"),
    ("A metric by week", "select * from metric('conversion_rate', '-84d', 'now', 'week', 'market') order by bucket, market"),
];

#[derive(Template)]
#[template(path = "sql.html")]
struct SqlPage {
    frame: Frame,
    sql: String,
    lines: usize,
    as_of: Option<String>,
    fields: Vec<Placeholder>,
    result: Option<Shown>,
    plan: Vec<Step>,
    is_formatted: bool,
    error: Option<Underlined>,
    examples: Vec<Link>,
    limits: String,
}

struct Shown {
    figure: Option<Figure>,
    table: Table,
    summary: String,
    truncated: bool,
    downloads: Vec<Link>,
}

/// What the address asks.
pub struct Asked {
    sql: String,
    action: Action,
    view: View,
    pairs: Vec<(String, String)>,
}

/// Answers `/sql` in every format.
pub async fn handle(State(site): State<Arc<Site>>, uri: Uri, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let format = Format::of(uri.path()).1;
    show(&site, format, pairs).await.unwrap_or_else(|problem| site.problem(&problem, format))
}

async fn show(site: &Site, format: Format, pairs: Vec<(String, String)>) -> Outcome {
    let asked = read(pairs)?;
    let mut request = Request::new("anonymous", Door::Pages).as_of(asked.view.pinned(site.zone()));
    if format == Format::Html {
        request = request.rows_max(PAGE_ROWS_MAX);
    }
    let session = site.engine.session(request);
    if format == Format::Html {
        return Ok(page(site, &session, &asked).await);
    }
    if asked.sql.trim().is_empty() {
        return Err(BadParameter::new("q", "", "write a statement, for example `?q=select 1`").into());
    }
    if asked.action == Action::Format {
        return Err(BadParameter::new("do", "format", "a file holds rows; leave it out, or choose `explain`").into());
    }
    let (answer, _) = run(&session, &asked).await?;
    export(&session, &asked, &answer, format)
}

fn read(pairs: Vec<(String, String)>) -> Result<Asked, BadParameter> {
    let given = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let (sql, action) = (given("q").replace("\r\n", "\n"), Action::parse(given("do"))?);
    let rest: Vec<(String, String)> = pairs.iter().filter(|(name, _)| !["q", "do"].contains(&name.as_str())).cloned().collect();
    let view = View::parse(&rest)?;
    let allowed = View { parameters: view.parameters.clone(), as_of: view.as_of, ..View::default() };
    if let Some((name, value)) = view.pairs().into_iter().find(|pair| !allowed.pairs().contains(pair)) {
        return Err(BadParameter::new(name, value, "this page knows `q`, `do`, `as_of` and `p.<name>` for each `$name`"));
    }
    Ok(Asked { sql, action, view, pairs })
}

impl Asked {
    /// What the engine is asked.
    fn statement(&self) -> String {
        if self.action == Action::Explain { explaining(&self.sql) } else { self.sql.clone() }
    }
}

fn export(session: &Session, asked: &Asked, answer: &Answer, format: Format) -> Outcome {
    let sql = asked.statement();
    let stamp = [("sql", sql.clone()), ("as_of", iso(session.as_of())), ("truncated", answer.truncated.to_string())];
    let body = match format {
        Format::Csv => csv::write(&answer.schema, &answer.batches)?,
        Format::Parquet => parquet::write(&answer.schema, &answer.batches, &stamp)?,
        Format::Arrow => ipc::write(&answer.schema, &answer.batches, &stamp)?,
        Format::Markdown => {
            let table = of_batches("Answer", &answer.schema, &answer.batches).map_err(ExportError::from)?;
            let text = markdown::write("Answer", "", &table, &stamp).into_bytes();
            return Ok(file(format, "answer", answer.truncated || table.is_cut(), text));
        }
        Format::Html | Format::Json | Format::Svg | Format::Png | Format::Pdf => json::answer(answer, &sql, session.as_of())?.into_bytes(),
    };
    Ok(file(format, "answer", answer.truncated, body))
}

async fn page(site: &Site, session: &Session, asked: &Asked) -> Response {
    let limits = &site.engine.settings().limits;
    let mut page = SqlPage {
        frame: Frame::new(site, "SQL", "/sql", session.as_of()),
        sql: asked.sql.clone(),
        lines: lines(&asked.sql),
        as_of: asked.view.as_of.map(|as_of| as_of.to_string()),
        fields: Vec::new(),
        result: None,
        plan: Vec::new(),
        is_formatted: false,
        error: None,
        examples: EXAMPLES
            .iter()
            .map(|(text, sql)| Link { href: format!("/sql{}", query(&[("q".into(), (*sql).into())])), text: (*text).into() })
            .collect(),
        limits: format!(
            "Reading only. A statement may run {} s and return {} rows; to cancel it, stop loading the page.",
            limits.query_time_ms_max / 1000,
            count(limits.rows_max as i64)
        ),
    };
    let status = if asked.sql.trim().is_empty() { StatusCode::OK } else { page.fill(site.zone(), session, asked).await };
    html(status, &page)
}

impl SqlPage {
    /// Adds what the statement gives, or what is wrong with it.
    async fn fill(&mut self, zone: Tz, session: &Session, asked: &Asked) -> StatusCode {
        if asked.action == Action::Format {
            (self.sql, self.is_formatted) = (formatted(&asked.sql), true);
            self.lines = lines(&self.sql);
            self.fields = planned(session, asked).await;
            return StatusCode::OK;
        }
        match run(session, asked).await {
            Ok((answer, fields)) => {
                self.fields = placeholders(&fields, asked);
                match asked.action {
                    Action::Explain => self.plan = steps(&answer),
                    _ => self.result = shown(asked, &answer, zone).ok(),
                }
                StatusCode::OK
            }
            Err(error) => {
                self.fields = planned(session, asked).await;
                self.error = Some(underlined(&error));
                Problem::from(error).code()
            }
        }
    }
}

/// As many as the statement has, within what fits on a page.
fn lines(sql: &str) -> usize {
    (sql.lines().count() + 1).clamp(6, 24)
}

fn shown(asked: &Asked, answer: &Answer, zone: Tz) -> Result<Shown, arrow::error::ArrowError> {
    let table = of_batches("Result", &answer.schema, &answer.batches)?;
    let download = |format: &Format| Link { href: format!("/sql.{}{}", format.ending(), query(&asked.pairs)), text: format.name().into() };
    let summary = match table.total {
        0 => format!("0 rows. The statement ran without error in {} ms.", answer.elapsed_ms),
        _ if answer.truncated => {
            format!("First {} of more than {} rows, {} ms", table.rows.len(), count(table.total as i64), answer.elapsed_ms)
        }
        _ => format!("{}, {} ms", table.extent(), answer.elapsed_ms),
    };
    let figure = picture(answer, zone);
    Ok(Shown { figure, table, summary, truncated: answer.truncated, downloads: DATA.iter().map(download).collect() })
}
