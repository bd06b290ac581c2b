//! The metric source `type: gaugeglass`: the counts of a promise are measures of a metric, or of a SELECT.

use super::fields::{Fields, Findings, Part};
use super::read::Entry;
use super::shorthand::Shorthand;
use super::value::{Map, Value};
use crate::diagnostic::Diagnostic;
use crate::duration::parse_seconds;
use crate::metric::Metric;
use crate::slo::{Exclusion, MONTH, Objective};
use crate::vocabulary::{Family, Period};

/// The type of source that is computed here.
pub(crate) const TYPE: &str = "gaugeglass";

/// Keys of the source of good events, with those that a SELECT has beside them.
const KEYS: &[&str] = &["metric", "query", "measure", "time", "dimensions", "family", "by", "exclusions", "window"];
/// Keys of the source of all events.
const TOTAL_KEYS: &[&str] = &["metric", "query", "measure"];

/// The counts of a promise.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    /// What has the measures.
    pub origin: Origin,
    /// The measure of good events.
    pub good: String,
    /// The measure of all events.
    pub valid: String,
    /// Dimensions with a promise for each combination of their values.
    pub by: Vec<String>,
    /// Spans that do not count.
    pub exclusions: Vec<Exclusion>,
    /// Seconds that a calendar month counts as.
    pub window: Option<i64>,
}

/// What has the measures.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// A metric by name.
    Metric(String),
    /// A SELECT of its own.
    Select(Select),
}

/// A SELECT as a metric's file has it, and where its metric is to lie.
#[derive(Debug, Clone, Default)]
pub(crate) struct Select {
    pub sql: String,
    pub time: String,
    pub dimensions: Vec<String>,
    pub family: Option<Family>,
}

/// The sources of a ratio metric, which lies at `path`.
pub(crate) fn read(entry: &Entry, path: &str) -> Result<Counts, Vec<Diagnostic>> {
    let mut findings = entry.findings();
    let good: Option<Counts> = source(entry, path, "good", &mut findings);
    let total: Option<Total> = source(entry, path, "total", &mut findings);
    let (Some(good), Some(total), true) = (good, total, findings.list.is_empty()) else {
        return Err(findings.list);
    };
    if total.origin.is_some_and(|origin| origin != good.origin.text()) {
        let help = "leave `metric:` and `query:` out of `total`: it has those of `good`";
        return Err(vec![entry.at(&format!("{path}.total.metricSource.spec"), "`good` and `total` are not of one origin", help)]);
    }
    Ok(Counts { valid: total.measure, ..good })
}

fn source<T: Part>(entry: &Entry, path: &str, which: &str, findings: &mut Findings<'_>) -> Option<T> {
    let node = entry.node(&format!("{path}.{which}.metricSource.spec"))?;
    Fields::of("`spec`", node, findings).map(|fields| T::read(fields, findings))
}

/// The source of all events.
struct Total {
    origin: Option<String>,
    measure: String,
}

impl Origin {
    /// What `total` may repeat.
    fn text(&self) -> &str {
        match self {
            Origin::Metric(name) => name,
            Origin::Select(select) => &select.sql,
        }
    }
}

/// The source of good events has all but the measure of all events.
impl Part for Counts {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let counts = Counts {
            origin: origin(&mut fields, findings),
            good: fields.required_text("measure", "name the measure that counts good events", findings),
            valid: String::new(),
            by: fields.texts("by", findings).unwrap_or_default(),
            exclusions: fields.parts("exclusions", findings).unwrap_or_default(),
            window: fields.duration("window", parse_seconds, findings),
        };
        fields.refuse_rest(KEYS, findings);
        counts
    }
}

impl Part for Total {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let metric = fields.text("metric", findings);
        let query = fields.text("query", findings).map(|sql| sql.trim().to_owned());
        let measure = fields.required_text("measure", "name the measure that counts all events", findings);
        fields.refuse_rest(TOTAL_KEYS, findings);
        Total { origin: metric.or(query), measure }
    }
}

impl Part for Exclusion {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let mut said = |key: &str| fields.required_text(key, "say from, to, who decided it, why and when", findings);
        let (from, to, who, why, when) = (said("from"), said("to"), said("who"), said("why"), said("when"));
        let slice = slice(&mut fields, findings);
        fields.refuse_rest(&["from", "to", "who", "why", "when", "where"], findings);
        Exclusion { from, to, who, why, when, slice }
    }
}

fn origin(fields: &mut Fields, findings: &mut Findings<'_>) -> Origin {
    fields.refuse_both("metric", "query", findings);
    let metric = fields.text("metric", findings);
    match (metric, fields.has("query")) {
        (_, true) => Origin::Select(select(fields, findings)),
        (Some(name), false) => Origin::Metric(name),
        (None, false) => {
            fields.missing("metric", "name a metric, or write a SELECT under `query:`", findings);
            Origin::Metric(String::new())
        }
    }
}

fn select(fields: &mut Fields, findings: &mut Findings<'_>) -> Select {
    Select {
        sql: fields.required_text("query", "write a SELECT", findings).trim().to_owned(),
        time: fields.required_text("time", "name the column that places a row in time", findings),
        dimensions: fields.texts("dimensions", findings).unwrap_or_default(),
        family: family(fields, findings),
    }
}

/// A link claims more than a promise can say.
fn family(fields: &mut Fields, findings: &mut Findings<'_>) -> Option<Family> {
    let family: Family = fields.word("family", findings)?;
    if family == Family::Links {
        findings.report(fields.place_of("family"), "a promise is no link", "write customer or operational");
    }
    Some(family)
}

fn slice(fields: &mut Fields, findings: &mut Findings<'_>) -> Vec<(String, String)> {
    let place = fields.place_of("where");
    let mut slice = Vec::new();
    for (dimension, value) in fields.map("where", findings).unwrap_or_default() {
        match value {
            Value::Text(text) => slice.push((dimension, text)),
            _ => findings.report(place, format!("the value of `{dimension}` is not text"), "put it in quotes"),
        }
    }
    slice
}

/// The source of a metric's good events.
pub(crate) fn good(metric: &Metric, objective: &Objective) -> Map {
    let mut spec = measure(metric, &objective.good);
    if !objective.by.is_empty() {
        spec.insert("by".to_owned(), texts(&objective.by));
    }
    if !objective.exclusions.is_empty() {
        spec.insert("exclusions".to_owned(), Value::List(objective.exclusions.iter().map(excluded).collect()));
    }
    if objective.period == Period::Calendar && objective.window != MONTH {
        let window = Shorthand::of_seconds(objective.window);
        spec.insert("window".to_owned(), Value::from(window.as_str()));
    }
    spec
}

/// The source of all of a metric's events that count.
pub(crate) fn total(metric: &Metric, objective: &Objective) -> Map {
    measure(metric, &objective.valid)
}

fn measure(metric: &Metric, measure: &str) -> Map {
    Map::from([("metric".to_owned(), Value::from(metric.name.as_str())), ("measure".to_owned(), Value::from(measure))])
}

fn texts(texts: &[String]) -> Value {
    Value::List(texts.iter().map(|text| Value::from(text.as_str())).collect())
}

/// A span that does not count, as documents and the files of metrics have it.
pub(crate) fn excluded(exclusion: &Exclusion) -> Value {
    let Exclusion { from, to, who, why, when, slice } = exclusion;
    let said = [("from", from), ("to", to), ("who", who), ("why", why), ("when", when)];
    let mut map: Map = said.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text.as_str()))).collect();
    if !slice.is_empty() {
        let values = slice.iter().map(|(dimension, value)| (dimension.clone(), Value::from(value.as_str())));
        map.insert("where".to_owned(), Value::Map(values.collect()));
    }
    Value::Map(map)
}
