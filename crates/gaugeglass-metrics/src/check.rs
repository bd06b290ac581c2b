//! A readiness check: a query for one value and its bounds, and the values that pass and fail.

use serde::Deserialize;
use serde_saphyr::Spanned;
use sqlparser::ast::Query;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter;
use crate::reader::{Number, Reader, Text, TextList, is_identifier, listed, plain};
use crate::select;
use crate::statement::{self, Allowed, Statement};
use crate::vocabulary::{Dimension, Severity, Unit};

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
    /// Relations its SQL names.
    pub inputs: Vec<String>,
    /// Whether the SELECT has `lo` and `hi` beside `value` and `n`.
    pub has_interval: bool,
    /// The SELECT as written: one row of `value`, `n` and, if it has them, `lo` and `hi`.
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
}

/// Reads one check file.
pub(crate) fn parse(source: &Source, name: &str) -> Result<Check, Vec<Diagnostic>> {
    let matter = front_matter::split(source)?;
    let raw: Raw = front_matter::read(source, &matter)?;
    let mut reader = Reader::new(source, matter.line);
    check_values(&mut reader, &raw);
    let allowed = Allowed { schemas: &["logs", "model", "metrics", "meta"], parameters: &[] };
    let statement = statement::parse(source, &matter, &allowed, &mut reader.findings);
    let has_interval = statement.as_ref().is_some_and(|statement| check_select(&mut reader, &statement.query));
    let check = declared(&mut reader, raw, statement).map(|check| Check {
        name: name.to_owned(),
        has_interval,
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
        has_interval: false,
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

/// One row of `value`, `n` and an optional interval; whether it has one.
fn check_select(reader: &mut Reader<'_>, query: &Query) -> bool {
    let source = reader.source;
    let select = match select::outermost(source, query) {
        Ok(select) => select,
        Err(diagnostic) => {
            reader.findings.push(*diagnostic);
            return false;
        }
    };
    let columns = select::columns(source, select, &mut reader.findings);
    select::check_names(source, &columns, &["value", "n"], &mut reader.findings);
    select::require(source, select, &columns, &["value", "n"], &mut reader.findings);
    columns.iter().any(|column| column.name == "lo")
}
