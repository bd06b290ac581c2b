//! Writes the file of the metric that computes a promise: over a SELECT, or as another metric's file with other keys.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_saphyr::{FlowSeq, SerializeError};

use super::dialect::{self, Select};
use super::headline::Headed;
use super::shorthand::Shorthand;
use super::value::Value;
use crate::diagnostic::Source;
use crate::front_matter;
use crate::metric::Metric;
use crate::parameter::Parameter;
use crate::slo::Objective;
use crate::vocabulary::{ParameterKind, Period};

/// A parameter of this name holds the share promised, for figures that need it.
const SHARE_PARAMETER: &str = "objective";

/// What a document says of the metric beside its promise.
pub(crate) struct Heading<'a> {
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub owner: &'a str,
}

/// The lines of a key, by its name.
type Row = (&'static str, String);

/// A file whose counts are those of a SELECT.
pub(crate) fn over_select(select: &Select, headed: &Headed, heading: &Heading<'_>, slo: &Objective) -> Result<String, SerializeError> {
    let title = heading.title.unwrap_or_default();
    let standard = format!("`{}` over `{}`, as an OpenSLO document promises it.", slo.good, slo.valid);
    let mut additive = vec![slo.good.as_str()];
    if slo.valid != slo.good {
        additive.push(&slo.valid);
    }
    let mut rows = vec![
        row("title", title)?,
        row("question", format!("Is the promise kept: {title}?"))?,
        row("description", heading.description.unwrap_or(&standard))?,
        row("owner", heading.owner)?,
        row("unit", "ratio")?,
        row("direction", "up_is_good")?,
        row("time", &select.time)?,
        row("dimensions", FlowSeq(&select.dimensions))?,
        row("measures", FlowSeq(&headed.measures))?,
        row("additive", FlowSeq(additive))?,
        row("target", slo.objective)?,
        row("slo", promise(slo))?,
    ];
    if headed.is_wilson {
        rows.push(row("interval", "Wilson 95 %")?);
    }
    Ok(file(&rows, &headed.sql))
}

/// The file of another metric, with the keys that differ.
pub(crate) fn over_metric(base: &Metric, text: &str, heading: &Heading<'_>, slo: &Objective) -> Result<String, SerializeError> {
    let before = base.slo.as_ref().map(|slo| slo.objective);
    let mut rows = vec![row("owner", heading.owner)?, row("slo", promise(slo))?];
    for (key, text) in [("title", heading.title), ("description", heading.description)] {
        rows.extend(text.map(|text| row(key, text)).transpose()?);
    }
    // What stood for the share that the other metric promises stands for this one.
    if base.target.is_some() && base.target == before {
        rows.push(row("target", slo.objective)?);
    }
    if base.parameters.iter().any(|parameter| holds_share(parameter, before)) {
        let parameters: BTreeMap<&str, Declared<'_>> =
            base.parameters.iter().map(|parameter| (parameter.name.as_str(), declared(parameter, before, slo.objective))).collect();
        rows.push(row("parameters", parameters)?);
    }
    let source = Source::new(base.path.as_str(), text);
    let yaml = front_matter::split(&source).map(|matter| matter.yaml).unwrap_or_default();
    Ok(file(&replaced(yaml, rows), &base.sql))
}

/// The front matter is an SQL comment, so nothing in it may look like the end or the start of one.
fn file(rows: &[Row], sql: &str) -> String {
    let yaml: String = rows.iter().map(|(_, lines)| lines.as_str()).collect();
    format!("/* ---\n{}--- */\n{sql}\n", yaml.replace("*/", "* /").replace("/*", "/ *"))
}

fn row<T: Serialize>(key: &'static str, value: T) -> Result<Row, SerializeError> {
    Ok((key, serde_saphyr::to_string(&BTreeMap::from([(key, value)]))?))
}

/// The lines of a front matter with these keys in place of its own, and those that it does not have at its end.
fn replaced(yaml: &str, mut rows: Vec<Row>) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    let mut is_kept = true;
    for line in yaml.split_inclusive('\n') {
        if let Some((key, _)) = line.split_once(':').filter(|(key, _)| is_key(key)) {
            let position = rows.iter().position(|(name, _)| *name == key);
            is_kept = position.is_none();
            all.extend(position.map(|position| rows.remove(position)));
        }
        if is_kept {
            all.push(("", line.to_owned()));
        }
    }
    all.extend(rows);
    all
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

/// A promise as a metric's file has it.
#[derive(Serialize)]
struct Promised<'a> {
    objective: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<&'static str>,
    window: Shorthand,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<FlowSeq<&'a [String]>>,
    good: &'a str,
    valid: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<Value>,
}

fn promise(slo: &Objective) -> Promised<'_> {
    Promised {
        objective: slo.objective,
        period: (slo.period == Period::Calendar).then(|| slo.period.as_str()),
        window: Shorthand::of_seconds(slo.window),
        by: (!slo.by.is_empty()).then_some(FlowSeq(slo.by.as_slice())),
        good: &slo.good,
        valid: &slo.valid,
        exclusions: slo.exclusions.iter().map(dialect::excluded).collect(),
    }
}

/// A parameter as a metric's file has it.
#[derive(Serialize)]
struct Declared<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    default: String,
    doc: &'a str,
}

fn declared<'a>(parameter: &'a Parameter, before: Option<f64>, share: f64) -> Declared<'a> {
    let default = if holds_share(parameter, before) { share.to_string() } else { parameter.default.clone() };
    Declared { kind: parameter.kind.as_str(), default, doc: &parameter.doc }
}

fn holds_share(parameter: &Parameter, before: Option<f64>) -> bool {
    let default = parameter.default.trim().parse::<f64>().ok();
    parameter.name == SHARE_PARAMETER && parameter.kind == ParameterKind::Number && default.is_some() && default == before
}
