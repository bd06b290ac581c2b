//! The audit as JSON.

use gaugeglass_engine::{Audit, ConstantRules, Exemptions, Level, Stake};
use gaugeglass_metrics::Exemption;
use serde::Serialize;
use serde_json::{Value, json};

use crate::export::ExportError;
use crate::format::time::iso;

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    from: String,
    level: u8,
    level_name: &'a str,
    next_level: Value,
    binding_constraint: Option<&'a str>,
    score_lo: f64,
    score_hi: f64,
    constant_rules: Value,
    dimensions: Vec<Value>,
    probes: Vec<Value>,
    waterfall: Vec<Value>,
    remediations: Vec<Value>,
    findings: Vec<Finding<'a>>,
    gates: Vec<Finding<'a>>,
    exemptions: Value,
    filters: Vec<Value>,
    trials: Vec<Value>,
    bound: Value,
}

#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    dimension: &'static str,
    title: &'a str,
    status: String,
    found: String,
    severity: &'static str,
    unit: &'static str,
    value: Option<f64>,
    lo: Option<f64>,
    hi: Option<f64>,
    n: Option<i64>,
    pass: f64,
    fail: f64,
    score: f64,
    grade: &'static str,
    level: Option<u8>,
    house_default: bool,
    self_reported: bool,
    twins: &'a [String],
    why: Option<&'a str>,
    to_log: Vec<Value>,
    unlocks: &'a [String],
    remediation: &'a str,
    owner: Option<&'a str>,
    effort: &'static str,
    recheck_on: String,
    evidence_rows: &'a [String],
    evidence_sql: &'a str,
    fingerprint: &'a str,
    sources: &'a [String],
    path: &'a str,
}

/// Writes an audit.
pub fn write(audit: &Audit) -> Result<String, ExportError> {
    let document = Document {
        as_of: iso(audit.as_of),
        from: iso(audit.from),
        level: audit.level.reached,
        level_name: audit.level.name,
        next_level: next_level(&audit.level),
        binding_constraint: audit.binding_constraint.as_deref(),
        score_lo: audit.score_lo,
        score_hi: audit.score_hi,
        constant_rules: constant_rules(&audit.constant),
        dimensions: dimensions(audit),
        probes: probes(audit),
        waterfall: waterfall(audit),
        remediations: remediations(audit),
        findings: audit.findings.iter().map(finding).collect(),
        gates: audit.gates.iter().map(finding).collect(),
        exemptions: exemptions(&audit.exemptions),
        filters: filters(audit),
        trials: trials(audit),
        bound: audit.bound.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)?)
}

fn next_level(level: &Level) -> Value {
    let Some(next) = &level.next else {
        return Value::Null;
    };
    let blocker = |blocker: &gaugeglass_engine::Blocker| json!({"what": blocker.what, "claim": blocker.claim, "why": blocker.why});
    json!({"level": next.level, "name": next.name, "blockers": next.blockers.iter().map(blocker).collect::<Vec<_>>()})
}

fn constant_rules(constant: &ConstantRules) -> Value {
    let change = |change: &gaugeglass_engine::RuleChange| json!({"id": change.id, "what": change.what});
    json!({
        "rules": constant.rules,
        "score_lo": constant.lo,
        "score_hi": constant.hi,
        "changes": constant.changes.iter().map(change).collect::<Vec<_>>(),
        "problems": constant.problems,
    })
}

fn dimensions(audit: &Audit) -> Vec<Value> {
    let one = |score: &gaugeglass_engine::DimensionScore| {
        json!({
            "key": score.key, "name": score.name, "lo": score.lo, "hi": score.hi,
            "coverage": score.coverage, "weight": score.weight, "capped": score.capped,
        })
    };
    audit.dimensions.iter().map(one).collect()
}

fn probes(audit: &Audit) -> Vec<Value> {
    let one = |probe: &gaugeglass_engine::Probe| {
        json!({
            "probe": probe.name, "title": probe.title, "question": probe.question, "value": probe.value, "limit": probe.limit,
            "unit": probe.unit.as_str(), "fires": probe.fires(), "says": probe.says, "grade": probe.grade.as_str(),
            "metrics": probe.metrics, "sources": probe.sources,
        })
    };
    audit.probes.iter().map(one).collect()
}

fn waterfall(audit: &Audit) -> Vec<Value> {
    let one = |stage: &gaugeglass_engine::Stage| {
        json!({
            "stage": stage.stage, "owner": stage.owner, "entered": stage.entered, "count": stage.count, "share": stage.share,
            "arrived_if_mended": stage.arrived_if_mended,
        })
    };
    audit.waterfall.iter().map(one).collect()
}

fn remediations(audit: &Audit) -> Vec<Value> {
    let one = |remedy: &gaugeglass_engine::Remediation| {
        let lost = match remedy.stake {
            Stake::Intents(lost) => Some(lost),
            Stake::Weight => None,
        };
        json!({
            "id": remedy.id, "title": remedy.title, "status": remedy.status.to_string(), "remediation": remedy.todo,
            "owner": remedy.owner, "effort": remedy.effort.as_str(), "grade": remedy.grade.as_str(), "at_stake": remedy.at_stake,
            "intents_lost": lost, "priority": remedy.priority, "recheck_on": remedy.recheck_on.to_string(),
        })
    };
    audit.remediations.iter().map(one).collect()
}

fn exemptions(exemptions: &Exemptions) -> Value {
    let given = |exemption: &Exemption| {
        json!({
            "check": exemption.check, "owner": exemption.owner, "reason": exemption.reason,
            "granted": exemption.granted, "expires": exemption.expires,
        })
    };
    let ignored = exemptions.ignored.iter().map(|ignored| json!({"what": ignored.what, "why": ignored.why}));
    json!({
        "in_force": exemptions.in_force.iter().map(given).collect::<Vec<_>>(),
        "surplus": exemptions.surplus.iter().map(given).collect::<Vec<_>>(),
        "ignored": ignored.collect::<Vec<_>>(),
    })
}

fn filters(audit: &Audit) -> Vec<Value> {
    let one = |filter: &gaugeglass_engine::Filter| json!({"log": filter.log, "rows_read": filter.rows_read, "rows_left_out": filter.rows_left_out});
    audit.filters.iter().map(one).collect()
}

fn trials(audit: &Audit) -> Vec<Value> {
    let one = |trial: &gaugeglass_engine::Trial| {
        json!({
            "mutation": trial.mutation, "title": trial.title, "check": trial.check, "outcome": trial.outcome.to_string(),
            "before": trial.before, "after": trial.after, "why": trial.why,
        })
    };
    audit.trials.iter().map(one).collect()
}

fn finding(finding: &gaugeglass_engine::Finding) -> Finding<'_> {
    let (check, evidence) = (&finding.check, &finding.evidence);
    Finding {
        id: &check.id,
        dimension: check.dimension.as_str(),
        title: &check.title,
        status: finding.status.to_string(),
        found: finding.found.to_string(),
        severity: check.severity.as_str(),
        unit: check.unit.as_str(),
        value: evidence.value,
        lo: evidence.lo,
        hi: evidence.hi,
        n: evidence.n,
        pass: check.pass,
        fail: check.fail,
        score: finding.score,
        grade: check.grade.as_str(),
        level: check.level,
        house_default: check.house_default,
        self_reported: check.self_reported,
        twins: &check.twins,
        why: finding.why.as_deref(),
        to_log: finding.to_log.iter().map(|gap| json!({"log": gap.log, "columns": gap.columns, "why": gap.why})).collect(),
        unlocks: &check.unlocks,
        remediation: &check.remediation,
        owner: check.owner.as_deref(),
        effort: check.effort.as_str(),
        recheck_on: finding.recheck_on.to_string(),
        evidence_rows: &finding.rows,
        evidence_sql: &check.sql,
        fingerprint: &finding.fingerprint,
        sources: &check.sources,
        path: &check.path,
    }
}
