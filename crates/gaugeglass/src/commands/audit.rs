//! `gaugeglass audit`: the readiness checks on a terminal or as JSON.

use std::io::Write;

use clap::ArgMatches;
use gaugeglass_engine::{Audit, Door, Finding, Request, Status};

use crate::failure::Failure;
use crate::output::Table;
use crate::{EXIT_CRITICAL, EXIT_OK, config, progress, telemetry};

/// Audits; ends with 2 where a critical check fails or is unknown.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let config = config::load(matches)?;
    telemetry::start(&config.telemetry_level);
    let engine = config.open().await?;
    progress::prepare(&engine).await;
    let audit = engine.session(Request::new("local", Door::Cli)).audit().await?;
    let out = &mut std::io::stdout().lock();
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            writeln!(out, "{}", gaugeglass_dashboards::audit_document(&audit).map_err(|cause| Failure::new(cause.to_string()))?)?
        }
        _ => print(out, &audit)?,
    }
    Ok(if audit.has_critical() { EXIT_CRITICAL } else { EXIT_OK })
}

fn print(out: &mut impl Write, audit: &Audit) -> Result<(), Failure> {
    writeln!(out, "Level {}: {}", audit.level, audit.level_name)?;
    if let Some(dimension) = &audit.binding_constraint {
        writeln!(out, "Binding constraint: {dimension}")?;
    }
    writeln!(out, "Score {:.0} of 100; up to {:.0} if every unknown passed\n", audit.score_lo * 100.0, audit.score_hi * 100.0)?;
    let mut table = Table::new(&["check", "status", "severity", "value", "n", "passes at", "title"]);
    for finding in &audit.findings {
        table.row(row(finding));
    }
    writeln!(out, "{table}")?;
    let open: Vec<&Finding> = audit.findings.iter().filter(|finding| finding.is_finding()).collect();
    for finding in open {
        let why = finding.why_unknown.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
        writeln!(out, "\n{} {}{why}\n  do: {}", finding.id, finding.title, finding.remediation)?;
    }
    Ok(())
}

fn row(finding: &Finding) -> Vec<String> {
    let mark = match finding.status {
        Status::Pass => "pass".to_owned(),
        other => other.to_string().to_uppercase(),
    };
    let house = if finding.house_default { " (house default)" } else { "" };
    vec![
        finding.id.clone(),
        mark,
        finding.severity.to_string(),
        finding.value.map(|value| format!("{value:.4}")).unwrap_or_else(|| "unknown".into()),
        finding.n.map(|n| n.to_string()).unwrap_or_default(),
        format!("{}{house}", finding.pass),
        finding.title.clone(),
    ]
}
