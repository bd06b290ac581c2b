//! The audit as JSON.

use gaugeglass_engine::Audit;
use serde::Serialize;

use crate::export::ExportError;
use crate::format::time::iso;

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    level: u8,
    level_name: &'a str,
    binding_constraint: Option<&'a str>,
    score_lo: f64,
    score_hi: f64,
    dimensions: Vec<Dimension<'a>>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Dimension<'a> {
    key: &'a str,
    name: &'a str,
    lo: f64,
    hi: f64,
    coverage: f64,
    capped: bool,
}

#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    dimension: &'a str,
    title: &'a str,
    status: String,
    severity: &'static str,
    unit: &'static str,
    value: Option<f64>,
    lo: Option<f64>,
    hi: Option<f64>,
    n: Option<i64>,
    pass: f64,
    fail: f64,
    score: f64,
    why_unknown: Option<&'a str>,
    remediation: &'a str,
    unlocks: &'a [String],
    sources: &'a [String],
    house_default: bool,
    path: &'a str,
    evidence_sql: &'a str,
}

/// Writes an audit.
pub fn write(audit: &Audit) -> Result<String, ExportError> {
    let document = Document {
        as_of: iso(audit.as_of),
        level: audit.level,
        level_name: &audit.level_name,
        binding_constraint: audit.binding_constraint.as_deref(),
        score_lo: audit.score_lo,
        score_hi: audit.score_hi,
        dimensions: audit.dimensions.iter().map(dimension).collect(),
        findings: audit.findings.iter().map(finding).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)?)
}

fn dimension(score: &gaugeglass_engine::DimensionScore) -> Dimension<'_> {
    Dimension { key: &score.key, name: &score.name, lo: score.lo, hi: score.hi, coverage: score.coverage, capped: score.capped }
}

fn finding(finding: &gaugeglass_engine::Finding) -> Finding<'_> {
    Finding {
        id: &finding.id,
        dimension: &finding.dimension,
        title: &finding.title,
        status: finding.status.to_string(),
        severity: finding.severity.as_str(),
        unit: finding.unit.as_str(),
        value: finding.value,
        lo: finding.lo,
        hi: finding.hi,
        n: finding.n,
        pass: finding.pass,
        fail: finding.fail,
        score: finding.score,
        why_unknown: finding.why_unknown.as_deref(),
        remediation: &finding.remediation,
        unlocks: &finding.unlocks,
        sources: &finding.sources,
        house_default: finding.house_default,
        path: &finding.path,
        evidence_sql: &finding.evidence_sql,
    }
}
