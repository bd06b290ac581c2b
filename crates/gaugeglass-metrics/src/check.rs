//! A readiness check: a query for one value and its bounds, and the values that pass and fail.

use serde::Deserialize;
use serde_saphyr::Spanned;
use sqlparser::ast::Query;

use crate::diagnostic::{Diagnostic, Source};
use crate::evidence::{self, EvidenceRows, RawEvidence};
use crate::front_matter;
use crate::reader::{Number, Reader, Text, TextList, is_identifier, listed, plain};
use crate::select;
use crate::statement::{self, Allowed, Statement};
use crate::vocabulary::{Dimension, Effort, Grade, Severity, Unit};

/// A readiness check, as its file defines it.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Letter of the dimension and a number, such as `U1`.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The side of readiness it belongs to.
    pub dimension: Dimension,
    /// The claim that holds when it passes.
    pub title: String,
    /// How the value is computed.
    pub description: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The value from which the score is 1.
    pub pass: f64,
    /// The value from which the score is 0.
    pub fail: f64,
    /// The unit of the value.
    pub unit: Unit,
    /// What to do when it fails, or what to log when it is unknown.
    pub remediation: String,
    /// Metrics that become trustworthy once it passes.
    pub unlocks: Vec<String>,
    /// Logs (`decisions`) or columns (`decisions.request_time`) without which it is unknown.
    pub needs: Vec<String>,
    /// Where the threshold comes from.
    pub sources: Vec<String>,
    /// Whether the threshold has no source but ours.
    pub house_default: bool,
    /// Fewer rows than this and the answer is unknown.
    pub minimum_n: i64,
    /// The readiness level it gates.
    pub level: Option<u8>,
    /// The team that answers for the remedy.
    pub owner: Option<String>,
    /// How much work the remedy is.
    pub effort: Effort,
    /// How strong the evidence is.
    pub grade: Grade,
    /// The stage of `metrics.signal_to_value` whose lost intents are at stake.
    pub stage: Option<String>,
    /// Ids of the checks of quality without which speed or reach does not count.
    pub twins: Vec<String>,
    /// Whether only the source that is judged tells of it.
    pub self_reported: bool,
    /// Which rows to show.
    pub evidence: Option<EvidenceRows>,
    /// Relations its SQL names.
    pub inputs: Vec<String>,
    /// Whether the SELECT has `lo` and `hi` beside `value` and `n`.
    pub has_interval: bool,
    /// Whether it has `n_other`: the same rows counted by another source.
    pub has_other: bool,
    /// The SELECT as written: one row of `value`, `n` and, if it has them, `lo`, `hi` and `n_other`.
    pub sql: String,
    /// The file.
    pub path: String,
    /// First 12 hexadecimal digits of the hash of the file.
    pub definition: String,
}

/// The front matter as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    id: Text,
    dimension: Text,
    title: Text,
    severity: Text,
    pass: Number,
    fail: Number,
    remediation: Text,
    description: Text,
    unlocks: TextList,
    needs: TextList,
    sources: TextList,
    house_default: Option<bool>,
    unit: Text,
    minimum_n: Option<Spanned<i64>>,
    level: Option<Spanned<u8>>,
    owner: Text,
    effort: Text,
    grade: Text,
    stage: Text,
    twins: TextList,
    self_reported: Option<bool>,
    evidence: Option<Spanned<RawEvidence>>,
}

/// Reads one check file.
pub(crate) fn parse(source: &Source, name: &str) -> Result<Check, Vec<Diagnostic>> {
    let matter = front_matter::split(source)?;
    let raw: Raw = front_matter::read(source, &matter)?;
    let mut reader = Reader::new(source, matter.line);
    check_values(&mut reader, &raw);
    let allowed = Allowed { schemas: &["logs", "model", "metrics", "meta"], parameters: &[] };
    let statement = statement::parse(source, &matter, &allowed, &mut reader.findings);
    let columns = statement.as_ref().map(|statement| check_select(&mut reader, &statement.query)).unwrap_or_default();
    let evidence = statement.as_ref().and_then(|statement| evidence::read(&mut reader, raw.evidence.as_ref(), &statement.query));
    let has = |name: &str| columns.iter().any(|column| column == name);
    let check = declared(&mut reader, raw, statement).map(|check| Check {
        name: name.to_owned(),
        has_interval: has("lo"),
        has_other: has("n_other"),
        evidence,
        path: source.path.clone(),
        definition: source.definition(),
        ..check
    });
    match check {
        Some(check) if reader.findings.is_empty() => Ok(check),
        _ => Err(reader.findings),
    }
}

/// Everything the front matter says. Complaints are collected even when the statement could not be parsed.
fn declared(reader: &mut Reader<'_>, raw: Raw, statement: Option<Statement>) -> Option<Check> {
    let check = Check {
        id: reader.text("id", raw.id),
        name: String::new(),
        dimension: reader.required_word("dimension", raw.dimension, Dimension::UnifiedData),
        title: reader.text("title", raw.title),
        description: raw.description.map(|text| text.value.trim().to_owned()).unwrap_or_default(),
        severity: reader.required_word("severity", raw.severity, Severity::Low),
        pass: reader.required_number("pass", raw.pass),
        fail: reader.required_number("fail", raw.fail),
        unit: reader.word(raw.unit, Unit::Ratio),
        remediation: reader.text("remediation", raw.remediation),
        unlocks: plain(raw.unlocks),
        needs: plain(raw.needs),
        sources: plain(raw.sources),
        house_default: raw.house_default.unwrap_or(false),
        minimum_n: raw.minimum_n.map_or(1, |minimum| minimum.value),
        level: raw.level.map(|level| level.value),
        owner: raw.owner.map(|owner| owner.value.trim().to_owned()),
        effort: reader.word(raw.effort, Effort::Medium),
        grade: reader.word(raw.grade, Grade::E1),
        stage: raw.stage.map(|stage| stage.value.trim().to_owned()),
        twins: plain(raw.twins),
        self_reported: raw.self_reported.unwrap_or(false),
        evidence: None,
        has_interval: false,
        has_other: false,
        path: String::new(),
        definition: String::new(),
        inputs: statement.as_ref()?.inputs.clone(),
        sql: statement?.sql,
    };
    Some(check)
}

/// Values that depend on each other, or on a form.
fn check_values(reader: &mut Reader<'_>, raw: &Raw) {
    if let (Some(pass), Some(fail)) = (&raw.pass, &raw.fail)
        && pass.value == fail.value
    {
        let help = "their order says which way is better, their distance how the score falls";
        reader.report(fail, "`pass` and `fail` are equal", help);
    }
    if let Some(level) = raw.level.as_ref().filter(|level| !(1..=5).contains(&level.value)) {
        reader.report(level, "levels go from 1 to 5", "name the level that this check gates");
    }
    if let Some(minimum) = raw.minimum_n.as_ref().filter(|minimum| minimum.value < 0) {
        reader.report(minimum, "a number of rows is not negative", "leave it out for 1");
    }
    check_id(reader, raw);
    check_needs(reader, raw);
    check_twins(reader, raw);
}

fn check_id(reader: &mut Reader<'_>, raw: &Raw) {
    let (Some(id), Some(dimension)) = (&raw.id, &raw.dimension) else {
        return;
    };
    let letter = &dimension.value;
    let number = id.value.strip_prefix(letter.as_str()).unwrap_or_default();
    if number.parse::<u32>().is_err() {
        let message = format!("`{}` is not an id of dimension {letter}", id.value);
        reader.report(id, message, format!("write {letter} and a number"));
    }
}

fn check_needs(reader: &mut Reader<'_>, raw: &Raw) {
    for need in listed(&raw.needs) {
        let parts: Vec<&str> = need.value.split('.').collect();
        if parts.len() > 2 || !parts.iter().all(|part| is_identifier(part)) {
            let message = format!("`{}` is neither a log nor a column of one", need.value);
            reader.report(need, message, "write decisions, or decisions.request_time");
        }
    }
}

/// A check is not its own twin, and what only gates a level names that level.
fn check_twins(reader: &mut Reader<'_>, raw: &Raw) {
    let own = raw.id.as_ref().map(|id| id.value.as_str());
    for twin in listed(&raw.twins).iter().filter(|twin| Some(twin.value.as_str()) == own) {
        reader.report(twin, format!("`{}` is this check itself", twin.value), "name the check of the quality that this one could cost");
    }
    if let Some(dimension) = raw.dimension.as_ref().filter(|dimension| dimension.value == Dimension::Level.as_str())
        && raw.level.is_none()
    {
        reader.report(dimension, "what gates a level says which", "add `level:`");
    }
}

/// One row of `value`, `n`, an optional interval and an optional other count; the names of its columns.
fn check_select(reader: &mut Reader<'_>, query: &Query) -> Vec<String> {
    let source = reader.source;
    let select = match select::outermost(source, query) {
        Ok(select) => select,
        Err(diagnostic) => {
            reader.findings.push(*diagnostic);
            return Vec::new();
        }
    };
    let columns = select::columns(source, select, &mut reader.findings);
    select::check_names(source, &columns, &["value", "n", "n_other"], &mut reader.findings);
    select::require(source, select, &columns, &["value", "n"], &mut reader.findings);
    columns.into_iter().map(|column| column.name).collect()
}
