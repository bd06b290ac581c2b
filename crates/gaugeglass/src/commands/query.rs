//! `gaugeglass query`: one statement or one metric, as a table or a file.

use std::io::Write;

use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use clap::ArgMatches;
use gaugeglass_dashboards::export::{self, ExportError};
use gaugeglass_engine::{Answer, Door, Engine, MetricAnswer, MetricQuery, Request, Session, default_grain, range};
use gaugeglass_metrics::Grain;

use crate::failure::Failure;
use crate::output;
use crate::{EXIT_OK, config, progress, telemetry};

/// Runs and prints.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let engine = config.open().await?;
    let session = engine.session(Request::new("local", Door::Cli));
    let format = matches.get_one::<String>("format").map_or("table", String::as_str);
    let bytes = match matches.get_one::<String>("metric") {
        Some(name) => {
            let query = metric_query(matches, &engine, &session, name)?;
            let answer = progress::during(&engine, session.metric(name, &query)).await?;
            of_metric(&engine, &answer, &query, format)?
        }
        None => {
            let sql = matches.get_one::<String>("sql").map_or("", String::as_str);
            of_sql(&progress::during(&engine, session.query(sql)).await?, sql, session.as_of(), format)?
        }
    };
    std::io::stdout().lock().write_all(&bytes)?;
    Ok(EXIT_OK)
}

fn metric_query(matches: &ArgMatches, engine: &Engine, session: &Session, name: &str) -> Result<MetricQuery, Failure> {
    let zone = engine.settings().time_zone;
    let instant = |name: &str| matches.get_one::<String>(name).map(|text| range::instant(text, session.as_of(), zone)).transpose();
    let registry = engine.registry();
    let grain = match matches.get_one::<String>("grain") {
        Some(text) => text.parse::<Grain>().map_err(|why| Failure::new(format!("--grain: {why}. {}", why.help)))?,
        None => registry.metric(name).map_or(Grain::Total, |metric| default_grain(metric)),
    };
    let texts = |name: &str| matches.get_many::<String>(name).unwrap_or_default().cloned();
    Ok(MetricQuery {
        from: instant("from")?,
        to: instant("to")?,
        grain,
        by: texts("by").collect(),
        filters: texts("filter").map(|text| pair("--filter", &text)).collect::<Result<_, _>>()?,
        parameters: texts("param").map(|text| pair("--param", &text)).collect::<Result<_, _>>()?,
    })
}

fn pair(flag: &str, text: &str) -> Result<(String, String), Failure> {
    let parts = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    parts.ok_or_else(|| Failure::new(format!("{flag} `{text}`: write NAME=VALUE")))
}

fn of_metric(engine: &Engine, answer: &MetricAnswer, query: &MetricQuery, format: &str) -> Result<Vec<u8>, Failure> {
    let schema = answer.batch.schema();
    let batches = std::slice::from_ref(&answer.batch);
    let stamp =
        [("metric", answer.metric.name.clone()), ("as_of", answer.as_of.to_rfc3339()), ("definition", answer.metric.definition.clone())];
    Ok(match format {
        "json" => export::json::metric(answer, query, engine.settings().time_zone).map_err(|cause| broken(&cause))?.into_bytes(),
        "csv" => export::csv::write(&schema, batches).map_err(|cause| broken(&cause))?,
        "parquet" => export::parquet::write(&schema, batches, &stamp).map_err(|cause| broken(&cause))?,
        _ => table(batches, false)?,
    })
}

fn of_sql(answer: &Answer, sql: &str, as_of: DateTime<Utc>, format: &str) -> Result<Vec<u8>, Failure> {
    Ok(match format {
        "json" => export::json::answer(answer, sql, as_of).map_err(|cause| broken(&cause))?.into_bytes(),
        "csv" => export::csv::write(&answer.schema, &answer.batches).map_err(|cause| broken(&cause))?,
        "parquet" => {
            export::parquet::write(&answer.schema, &answer.batches, &[("as_of", as_of.to_rfc3339())]).map_err(|cause| broken(&cause))?
        }
        _ => table(&answer.batches, answer.truncated)?,
    })
}

fn table(batches: &[RecordBatch], truncated: bool) -> Result<Vec<u8>, Failure> {
    let mut text = output::batches(batches).map_err(|cause| Failure::new(cause.to_string()))?;
    text.push('\n');
    if truncated {
        text.push_str("first rows only: the answer passed limits.rows_max\n");
    }
    Ok(text.into_bytes())
}

fn broken(cause: &ExportError) -> Failure {
    Failure::new(format!("the answer cannot be written: {cause}"))
}
