//! A metric's answer as a file, at the page's own address with an ending; every filter of the address holds.

use axum::http::HeaderValue;
use axum::response::Response;
use gaugeglass_engine::{MetricAnswer, MetricQuery, Session};
use gaugeglass_metrics::{Grain, Unit};

use crate::charts::Kind;
use crate::export::{ExportError, Format, csv, ipc, json, markdown, parquet, pdf, png, sheet, stamp};
use crate::figure::ask::{Answers, Parts, Question};
use crate::figure::panel::{Body, Figure};
use crate::figure::plot::{Datum, Plot};
use crate::figure::reading::readings;
use crate::figure::table::of_metric;
use crate::figure::tile::headline;
use crate::format::time::{iso, range};
use crate::format::value;
use crate::pages::errors::Problem;
use crate::pages::{Outcome, file};

/// An answer and what was asked for it.
struct Asked {
    query: MetricQuery,
    answer: MetricAnswer,
}

/// The answer in a format.
pub async fn export(session: &Session, question: &Question, format: Format) -> Outcome {
    let query = question.view.ask(question.range, question.grain(), &question.view.by);
    let answer = session.metric(&question.metric.name, &query).await?;
    let asked = Asked { query, answer };
    match format {
        Format::Markdown => text(session, question, &asked).await,
        Format::Svg | Format::Png | Format::Pdf => picture(session, question, &asked, format).await,
        _ => data(question, &asked, format),
    }
}

fn data(question: &Question, Asked { query, answer }: &Asked, format: Format) -> Outcome {
    let (schema, batches) = (answer.batch.schema(), std::slice::from_ref(&answer.batch));
    let stamp = stamp::of_metric(answer, query, question.zone, false);
    let body = match format {
        Format::Csv => csv::write(&schema, batches)?,
        Format::Parquet => parquet::write(&schema, batches, &stamp)?,
        Format::Arrow => ipc::write(&schema, batches, &stamp)?,
        _ => json::metric(answer, query, question.zone)?.into_bytes(),
    };
    Ok(sent(question, answer, format, false, body))
}

/// The table of the page, in its words and digits.
async fn text(session: &Session, question: &Question, Asked { query, answer }: &Asked) -> Outcome {
    let figure = figure(session, question).await?;
    let rows = readings(answer, &query.by).map_err(ExportError::from)?;
    let table = of_metric(&question.metric, &rows, &query.by, query.grain, question.zone);
    let stamp = stamp::of_metric(answer, query, question.zone, table.is_cut());
    let say = figure.notice.as_ref().map_or(figure.say.clone(), |notice| format!("{}. {}", notice.heading, notice.body));
    let text = markdown::write(&figure.title, &say, &table, &stamp);
    Ok(sent(question, answer, Format::Markdown, table.is_cut(), text.into_bytes()))
}

/// The picture of the page with its title, sentence and foot.
async fn picture(session: &Session, question: &Question, asked: &Asked, format: Format) -> Outcome {
    let figure = figure(session, question).await?;
    let is_cut = figure.chart.as_ref().is_some_and(|chart| !chart.notes.is_empty());
    let svg = sheet::write(&figure, &foot(question, asked, &figure))?;
    let title = figure.title.clone();
    let body = match format {
        // Painting keeps a thread busy that should be answering others.
        Format::Png => painted(move || png::write(&svg)).await?,
        Format::Pdf => painted(move || pdf::write(&svg, &title)).await?,
        _ => svg.into_bytes(),
    };
    Ok(sent(question, &asked.answer, format, is_cut, body))
}

async fn painted(paint: impl FnOnce() -> Result<Vec<u8>, ExportError> + Send + 'static) -> Result<Vec<u8>, ExportError> {
    tokio::task::spawn_blocking(paint).await.unwrap_or_else(|cause| Err(ExportError::Picture(cause.to_string())))
}

/// The figure of the page; over the whole range, where there is no course, each slice with its interval.
async fn figure(session: &Session, question: &Question) -> Result<Figure, Box<Problem>> {
    let by = question.view.by.first().filter(|_| question.grain() == Grain::Total);
    let answers = question.ask(session, &Parts { series: true, slices: by.cloned() }).await;
    if let Err(error) = &answers.total {
        return Err(error.clone().into());
    }
    let body = by.map_or(Body::Course, |dimension| Body::Plot(Kind::Interval, dimension));
    let figure = Figure::of(question, &answers, "figure", body);
    Ok(if figure.chart.is_none() && figure.notice.is_none() { single(question, &answers, figure) } else { figure })
}

/// One number is one dot.
fn single(question: &Question, answers: &Answers, figure: Figure) -> Figure {
    let Some(row) = headline(answers.total.as_ref().ok()) else { return figure };
    let datum = Datum { x: figure.title.clone(), value: row.headline(), band: row.band(), n: row.n, ..Datum::default() };
    let plot = Plot {
        kind: Kind::Interval,
        data: &[datum],
        columns: None,
        unit: question.metric.unit,
        target: question.metric.target,
        x: String::new(),
        x_unit: Unit::None,
        n: "n".into(),
    };
    Figure { chart: plot.plotted().ok().and_then(|plotted| plotted.chart), ..figure }
}

/// What the picture rests on, in lines.
fn foot(question: &Question, Asked { query, answer }: &Asked, figure: &Figure) -> Vec<String> {
    let by = if query.by.is_empty() { String::new() } else { format!(" and {}", query.by.join(", ")) };
    let given = value::cell(&stamp::pairs(&[query.filters.as_slice(), query.parameters.as_slice()].concat()));
    let only = if given.is_empty() { String::new() } else { format!(" · only {given}") };
    let covered = range(answer.from, answer.to, question.zone);
    let mut lines = vec![format!("{covered}, {}, by {}{by}{only}", question.zone.name(), query.grain)];
    lines.extend(figure.stamp.iter().map(|stamp| stamp.line()));
    lines.extend(figure.badges.iter().map(|badge| format!("{}: {}", badge.word, badge.why)));
    lines.extend(figure.notes.iter().cloned());
    lines.extend(figure.chart.iter().flat_map(|chart| chart.notes.iter().cloned()));
    lines.push(question.view.link(&format!("/m/{}", question.metric.name)));
    lines
}

/// Sends a file, named after the metric and its range, with both in the headers as well.
fn sent(question: &Question, answer: &MetricAnswer, format: Format, truncated: bool, body: Vec<u8>) -> Response {
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&question.zone).format("%Y-%m-%d").to_string();
    let name = format!("{}-{}-{}", question.metric.name, day(answer.from), day(answer.to));
    let mut response = file(format, &name, truncated, body);
    let told = [
        ("x-from", iso(answer.from)),
        ("x-to", iso(answer.to)),
        ("x-time-zone", question.zone.name().to_owned()),
        ("x-as-of", iso(answer.as_of)),
    ];
    for (header, text) in told {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}
