//! The SQL workbench: a form that is a link, its answer below, and errors underlined where they are.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use gaugeglass_engine::{Answer, Door, Error, Request, Session};

use super::errors::Problem;
use super::frame::Frame;
use super::{Outcome, file, html};
use crate::export::{ExportError, Format, csv, ipc, json, markdown, parquet, type_name};
use crate::figure::state::Link;
use crate::figure::table::{Table, of_batches};
use crate::format::number::count;
use crate::format::time::iso;
use crate::serve::Site;
use crate::url::{BadParameter, View, query};

mod underline;

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
    error: Option<Underlined>,
    examples: Vec<Link>,
    limits: String,
}

/// A `$name` of the statement as a form field.
struct Placeholder {
    name: String,
    kind: String,
    value: String,
}

struct Shown {
    table: Table,
    summary: String,
    truncated: bool,
    downloads: Vec<Link>,
}

/// What the address asks.
struct Asked {
    sql: String,
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
    let (answer, _) = run(&session, &asked).await?;
    export(&session, &asked, &answer, format)
}

fn read(pairs: Vec<(String, String)>) -> Result<Asked, BadParameter> {
    let statement = pairs.iter().find(|(name, _)| name == "q").map(|(_, sql)| sql.replace("\r\n", "\n"));
    let rest: Vec<(String, String)> = pairs.iter().filter(|(name, _)| name != "q").cloned().collect();
    let view = View::parse(&rest)?;
    let allowed = View { parameters: view.parameters.clone(), as_of: view.as_of, ..View::default() };
    if let Some((name, value)) = view.pairs().into_iter().find(|pair| !allowed.pairs().contains(pair)) {
        return Err(BadParameter::new(name, value, "this page knows `q`, `as_of` and `p.<name>` for each `$name`"));
    }
    Ok(Asked { sql: statement.unwrap_or_default(), view, pairs })
}

fn export(session: &Session, asked: &Asked, answer: &Answer, format: Format) -> Outcome {
    let stamp = [("sql", asked.sql.clone()), ("as_of", iso(session.as_of())), ("truncated", answer.truncated.to_string())];
    let body = match format {
        Format::Csv => csv::write(&answer.schema, &answer.batches)?,
        Format::Parquet => parquet::write(&answer.schema, &answer.batches, &stamp)?,
        Format::Arrow => ipc::write(&answer.schema, &answer.batches, &stamp)?,
        Format::Markdown => {
            let table = of_batches("Answer", &answer.schema, &answer.batches).map_err(ExportError::from)?;
            let text = markdown::write("Answer", "", &table, &stamp).into_bytes();
            return Ok(file(format, "answer", answer.truncated || table.is_cut(), text));
        }
        Format::Html | Format::Json | Format::Svg | Format::Png => json::answer(answer, &asked.sql, session.as_of())?.into_bytes(),
    };
    Ok(file(format, "answer", answer.truncated, body))
}

async fn page(site: &Site, session: &Session, asked: &Asked) -> Response {
    let limits = &site.engine.settings().limits;
    let mut page = SqlPage {
        frame: Frame::new(site, "SQL", "/sql", session.as_of()),
        sql: asked.sql.clone(),
        lines: (asked.sql.lines().count() + 1).clamp(6, 24),
        as_of: asked.view.as_of.map(|as_of| as_of.to_string()),
        fields: Vec::new(),
        result: None,
        error: None,
        examples: EXAMPLES
            .iter()
            .map(|(text, sql)| Link { href: format!("/sql{}", query(&[("q".into(), (*sql).into())])), text: (*text).into() })
            .collect(),
        limits: format!(
            "Reading only. A statement may run {} s and return {} rows.",
            limits.query_time_ms_max / 1000,
            count(limits.rows_max as i64)
        ),
    };
    if asked.sql.trim().is_empty() {
        return html(StatusCode::OK, &page);
    }
    let status = match run(session, asked).await {
        Ok((answer, fields)) => {
            page.fields = placeholders(&fields, asked);
            page.result = shown(asked, &answer).ok();
            StatusCode::OK
        }
        Err(error) => {
            page.fields = session.plan(&asked.sql).await.map(|plan| placeholders(plan.parameters(), asked)).unwrap_or_default();
            let code = Problem::from(error.clone()).code();
            page.error = Some(underlined(&error));
            code
        }
    };
    html(status, &page)
}

/// Runs the statement with the values the address has for its placeholders.
async fn run(session: &Session, asked: &Asked) -> Result<(Answer, Vec<Field>), Error> {
    let statement = session.plan(&asked.sql).await?;
    let fields = statement.parameters().to_vec();
    if fields.is_empty() {
        return Ok((session.query(&asked.sql).await?, fields));
    }
    let started = std::time::Instant::now();
    let values = bind(&fields, &asked.view.parameters)?;
    let batches = statement.execute(Some(&values)).await?.collect().await?;
    let elapsed_ms = started.elapsed().as_millis() as u64;
    Ok((Answer { schema: statement.schema(), batches, truncated: false, elapsed_ms }, fields))
}

/// One row with a value for each parameter of a statement.
pub fn bind(fields: &[Field], given: &[(String, String)]) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<ArrayRef>, Error> = fields.iter().map(|field| value(field, given)).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(1));
    let schema = Arc::new(Schema::new(fields.to_vec()));
    RecordBatch::try_new_with_options(schema, columns?, &options).map_err(|error| Error::Invalid(error.to_string()))
}

fn value(field: &Field, given: &[(String, String)]) -> Result<ArrayRef, Error> {
    let name = field.name().trim_start_matches('$');
    let text = given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let text = text.ok_or_else(|| Error::Invalid(format!("the statement needs a value for ${name}; fill in the field below it")))?;
    let array: ArrayRef = Arc::new(StringArray::from(vec![text]));
    let kind = field.data_type();
    let cast = if kind == &DataType::Null { Ok(array) } else { cast(&array, kind) };
    let array = cast.map_err(|error| Error::Invalid(error.to_string()))?;
    if array.null_count() > 0 {
        return Err(Error::Invalid(format!("“{text}” is not a {} for ${name}", type_name(kind))));
    }
    Ok(array)
}

fn placeholders(fields: &[Field], asked: &Asked) -> Vec<Placeholder> {
    let one = |field: &Field| {
        let name = field.name().trim_start_matches('$').to_owned();
        let value = asked.view.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        Placeholder { name, kind: type_name(field.data_type()), value: value.unwrap_or_default() }
    };
    fields.iter().map(one).collect()
}

fn shown(asked: &Asked, answer: &Answer) -> Result<Shown, arrow::error::ArrowError> {
    let table = of_batches("Result", &answer.schema, &answer.batches)?;
    let download = |format: &Format| Link { href: format!("/sql.{}{}", format.ending(), query(&asked.pairs)), text: format.name().into() };
    let summary = match table.total {
        0 => format!("0 rows. The statement ran without error in {} ms.", answer.elapsed_ms),
        _ if answer.truncated => {
            format!("First {} of more than {} rows, {} ms", table.rows.len(), count(table.total as i64), answer.elapsed_ms)
        }
        _ => format!("{}, {} ms", table.extent(), answer.elapsed_ms),
    };
    Ok(Shown { table, summary, truncated: answer.truncated, downloads: DATA.iter().map(download).collect() })
}
