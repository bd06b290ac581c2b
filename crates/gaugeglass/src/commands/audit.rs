//! `gaugeglass audit`: the readiness checks on a terminal, as JSON, as Markdown, or as one HTML file.

mod text;

use std::io::Write;

use clap::ArgMatches;
use gaugeglass_dashboards::{audit_document, audit_markdown, audit_report};
use gaugeglass_engine::{Audit, Door, Request};

use crate::config::Config;
use crate::failure::Failure;
use crate::{EXIT_CRITICAL, EXIT_OK, config, progress, telemetry};

/// Audits; ends with 2 where a critical check fails or is unknown.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let engine = config.open().await?;
    progress::prepare(&engine).await;
    let session = engine.session(Request::new("local", Door::Cli));
    let audit = match matches.get_flag("self-test") {
        true => session.tested_audit().await?,
        false => session.audit().await?,
    };
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    writeln!(std::io::stdout().lock(), "{}", written(&audit, format, &config)?.trim_end())?;
    Ok(if audit.has_critical() { EXIT_CRITICAL } else { EXIT_OK })
}

fn written(audit: &Audit, format: &str, config: &Config) -> Result<String, Failure> {
    match format {
        "json" => audit_document(audit).map_err(|cause| Failure::new(cause.to_string())),
        "md" => Ok(audit_markdown(audit)),
        "html" => {
            // The pages of the service that reads the same configuration.
            let root = format!("http://{}", config.http_listen);
            audit_report(audit, config.engine.time_zone, &root).map_err(|cause| Failure::new(cause.to_string()))
        }
        _ => Ok(text::write(audit)),
    }
}
