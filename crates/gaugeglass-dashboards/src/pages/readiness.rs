//! The readiness audit: level, what binds it, scores with what is unknown, and every finding with its remedy.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use gaugeglass_engine::{Audit, Finding, Severity, Status};

use super::frame::Frame;
use super::{Outcome, file, html};
use crate::charts::bar::Bar;
use crate::export::Format;
use crate::figure::state::Link;
use crate::format::number::{count, figure, interval, tick};
use crate::serve::Site;
use crate::url::{View, query};

pub mod document;

/// The highest level there is.
const LEVELS: u8 = 5;

#[derive(Template)]
#[template(path = "readiness.html")]
struct ReadinessPage {
    frame: Frame,
    tile: ReadinessTile,
    dimensions: Vec<DimensionView>,
    groups: Vec<Group>,
    checks: usize,
}

/// The tile: level, binding constraint, score between unknown as fail and unknown as pass.
#[derive(Template)]
#[template(path = "readiness_tile.html")]
pub struct ReadinessTile {
    level: u8,
    levels: u8,
    name: String,
    constraint: Option<String>,
    lo: String,
    hi: String,
    bar: String,
    critical_fail: usize,
    critical_unknown: usize,
    fail: usize,
    unknown: usize,
}

struct DimensionView {
    key: String,
    name: String,
    lo: String,
    hi: String,
    bar: String,
    coverage: String,
    capped: bool,
}

struct Group {
    title: &'static str,
    note: &'static str,
    class: &'static str,
    sign: &'static str,
    is_open: bool,
    findings: Vec<FindingView>,
}

struct FindingView {
    id: String,
    title: String,
    severity: &'static str,
    word: &'static str,
    class: &'static str,
    value: String,
    interval: Option<String>,
    n: Option<String>,
    threshold: String,
    house_default: bool,
    why_unknown: Option<String>,
    remediation: String,
    unlocks: Vec<Link>,
    sources: String,
    sql: String,
    open: String,
    path: String,
}

/// Answers `/readiness` and `/readiness.json`.
pub async fn handle(State(site): State<Arc<Site>>, uri: Uri, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let format = Format::of(uri.path()).1;
    show(&site, format, &pairs).await.unwrap_or_else(|problem| site.problem(&problem, format))
}

async fn show(site: &Site, format: Format, pairs: &[(String, String)]) -> Outcome {
    let view = View::parse(pairs)?;
    view.check_range_only()?;
    let session = site.session(view.pinned(site.zone()));
    let audit = session.audit().await?;
    if format != Format::Html {
        return Ok(file(Format::Json, "readiness", false, document::write(&audit)?.into_bytes()));
    }
    let page = ReadinessPage {
        frame: Frame::new(site, "Readiness", "/readiness", audit.as_of),
        tile: ReadinessTile::of(&audit),
        dimensions: audit.dimensions.iter().map(dimension).collect(),
        groups: groups(&audit),
        checks: audit.findings.len(),
    };
    Ok(html(StatusCode::OK, &page))
}

impl ReadinessTile {
    /// The tile of an audit.
    pub fn of(audit: &Audit) -> ReadinessTile {
        let tally = |status: Status| audit.findings.iter().filter(|finding| finding.status == status).count();
        let critical = |status: Status| {
            audit.findings.iter().filter(|finding| finding.status == status && finding.severity == Severity::Critical).count()
        };
        ReadinessTile {
            level: audit.level,
            levels: LEVELS,
            name: audit.level_name.clone(),
            constraint: audit.binding_constraint.clone(),
            lo: score(audit.score_lo),
            hi: score(audit.score_hi),
            bar: score_bar(audit.score_lo, audit.score_hi),
            critical_fail: critical(Status::Fail),
            critical_unknown: critical(Status::Unknown),
            fail: tally(Status::Fail),
            unknown: tally(Status::Unknown),
        }
    }
}

fn dimension(dimension: &gaugeglass_engine::DimensionScore) -> DimensionView {
    DimensionView {
        key: dimension.key.clone(),
        name: dimension.name.clone(),
        lo: score(dimension.lo),
        hi: score(dimension.hi),
        bar: score_bar(dimension.lo, dimension.hi),
        coverage: figure(Some(dimension.coverage), gaugeglass_metrics::Unit::Ratio),
        capped: dimension.capped,
    }
}

/// Scores run from 0 to 100.
fn score(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// Solid up to what is known, a whisker up to what the unknown could add.
fn score_bar(lo: f64, hi: f64) -> String {
    // A bar that cannot be drawn is left out; the numbers beside it stand.
    Bar { value: Some(lo), band: Some((lo, hi)) }.draw(&(0.0..1.0)).unwrap_or_default()
}

fn groups(audit: &Audit) -> Vec<Group> {
    let group = |title, note, status: Status, is_open| {
        let (class, sign, _) = words(status);
        let mut found: Vec<&Finding> = audit.findings.iter().filter(|finding| finding.status == status).collect();
        found.sort_by_key(|finding| finding.severity);
        Group { title, note, class, sign, is_open, findings: found.into_iter().map(|found| finding(found, &audit.bound)).collect() }
    };
    let groups = [
        group("Failing", "At or past the value at which the score is zero.", Status::Fail, true),
        group("Warning", "Between failing and passing.", Status::Warn, true),
        group("Unknown", "The logs cannot say. Unknown is not a pass; it lowers the score until it is known.", Status::Unknown, true),
        group("Could not be checked", "The check itself did not run.", Status::Error, true),
        group("Passing", "", Status::Pass, false),
        group("Not applicable", "Excluded by an owner, with a reason and an end.", Status::NotApplicable, false),
    ];
    groups.into_iter().filter(|group| !group.findings.is_empty()).collect()
}

fn words(status: Status) -> (&'static str, &'static str, &'static str) {
    match status {
        Status::Pass => ("good", "✓", "pass"),
        Status::Warn => ("warn", "△", "warn"),
        Status::Fail => ("bad", "✕", "fail"),
        Status::Unknown => ("quiet", "?", "unknown"),
        Status::NotApplicable => ("quiet", "–", "not applicable"),
        Status::Error => ("bad", "!", "error"),
    }
}

fn finding(finding: &Finding, bound: &[(String, String)]) -> FindingView {
    let (class, _, word) = words(finding.status);
    let unit = finding.unit;
    let compare = if finding.pass > finding.fail { "or more" } else { "or less" };
    FindingView {
        id: finding.id.clone(),
        title: finding.title.clone(),
        severity: finding.severity.as_str(),
        word,
        class,
        value: figure(finding.value, unit),
        interval: interval(finding.lo, finding.hi, unit),
        n: finding.n.map(count),
        threshold: format!("Passes at {} {compare}, fails at {}", tick(finding.pass, unit), tick(finding.fail, unit)),
        house_default: finding.house_default,
        why_unknown: finding.why_unknown.clone(),
        remediation: finding.remediation.clone(),
        unlocks: finding.unlocks.iter().map(|name| Link { href: format!("/m/{name}"), text: name.clone() }).collect(),
        sources: finding.sources.join(", "),
        sql: finding.evidence_sql.clone(),
        open: open_in_sql(&finding.evidence_sql, bound),
        path: finding.path.clone(),
    }
}

/// The workbench with the statement and the values of the names that it uses.
fn open_in_sql(sql: &str, bound: &[(String, String)]) -> String {
    let used = bound.iter().filter(|(name, _)| sql.contains(&format!("${name}")));
    let values = used.map(|(name, value)| (format!("p.{name}"), value.clone()));
    let pairs: Vec<(String, String)> = std::iter::once(("q".to_owned(), sql.to_owned())).chain(values).collect();
    format!("/sql{}", query(&pairs))
}
