//! The metric source `type: gaugeglass`: the counts of a promise are measures of a metric, or of a SELECT.

use super::fields::{Fields, Findings, Part, Word};
use super::read::Entry;
use super::shorthand::Shorthand;
use super::value::{Map, Value};
use crate::diagnostic::Diagnostic;
use crate::duration::parse_seconds;
use crate::metric::Metric;
use crate::slo::{Exclusion, Objective};
use crate::vocabulary::{Family, Period};

/// The type of source that is computed here.
pub(crate) const TYPE: &str = "gaugeglass";
/// Seconds that a calendar month counts as where nothing else is said.
pub(crate) const MONTH: i64 = 30 * 86_400;

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

impl Word for Family {
    const WHAT: &'static str = "family";
    // A link claims more than a promise can say.
    const ALL: &'static [(&'static str, Self)] = &[("customer", Self::Customer), ("operational", Self::Operational)];
}

/// The sources of a ratio metric, which lies at `path`.
pub(crate) fn read(entry: &Entry, path: &str) -> Result<Counts, Vec<Diagnostic>> {
    let mut findings = entry.findings();
    let good: Option<Good> = source(entry, path, "good", &mut findings);
    let total: Option<Total> = source(entry, path, "total", &mut findings);
    let (Some(good), Some(total), true) = (good, total, findings.list.is_empty()) else {
        return Err(findings.list);
    };
    if total.origin.is_some_and(|origin| origin != good.named()) {
        let help = "leave `metric:` and `query:` out of `total`: it has those of `good`";
        return Err(vec![entry.at(&format!("{path}.total.metricSource.spec"), "`good` and `total` are not of one origin", help)]);
    }
    Ok(Counts {
        origin: good.origin,
        good: good.measure,
        valid: total.measure,
        by: good.by,
        exclusions: good.exclusions.into_iter().map(|excluded| excluded.0).collect(),
        window: good.window,
    })
}

fn source<T: Part>(entry: &Entry, path: &str, which: &str, findings: &mut Findings<'_>) -> Option<T> {
    let node = entry.node(&format!("{path}.{which}.metricSource.spec"))?;
    Fields::of("`spec`", node, findings).map(|fields| T::read(fields, findings))
}

/// The source of good events.
struct Good {
    origin: Origin,
    measure: String,
    by: Vec<String>,
    exclusions: Vec<Excluded>,
    window: Option<i64>,
}

/// The source of all events.
struct Total {
    origin: Option<String>,
    measure: String,
}

struct Excluded(Exclusion);

impl Good {
    /// What `total` may repeat.
    fn named(&self) -> String {
        match &self.origin {
            Origin::Metric(name) => name.clone(),
            Origin::Select(select) => select.sql.clone(),
        }
    }
}

impl Part for Good {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let good = Good {
            origin: origin(&mut fields, findings),
            measure: fields.required_text("measure", "name the measure that counts good events", findings),
            by: fields.texts("by", findings).unwrap_or_default(),
            exclusions: fields.parts("exclusions", findings).unwrap_or_default(),
            window: window(&mut fields, findings),
        };
        fields.refuse_rest(KEYS, findings);
        good
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

impl Part for Excluded {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let mut said = |key: &str| fields.required_text(key, "say from, to, who decided it, why and when", findings);
        let (from, to, who, why, when) = (said("from"), said("to"), said("who"), said("why"), said("when"));
        let slice = slice(&mut fields, findings);
        fields.refuse_rest(&["from", "to", "who", "why", "when", "where"], findings);
        Excluded(Exclusion { from, to, who, why, when, slice })
    }
}

fn origin(fields: &mut Fields, findings: &mut Findings<'_>) -> Origin {
    let metric = fields.text("metric", findings);
    match (metric, fields.has("query")) {
        (Some(name), false) => Origin::Metric(name),
        (None, true) => Origin::Select(select(fields, findings)),
        (Some(name), true) => {
            findings.report(fields.place_of("query"), "both `metric` and `query`", "keep one of the two");
            select(fields, findings);
            Origin::Metric(name)
        }
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
        family: fields.word("family", findings),
    }
}

fn window(fields: &mut Fields, findings: &mut Findings<'_>) -> Option<i64> {
    let text = fields.text("window", findings)?;
    match parse_seconds(&text) {
        Ok(seconds) => Some(seconds),
        Err(help) => {
            findings.report(fields.place_of("window"), format!("`{text}` is not a duration"), help);
            None
        }
    }
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
        let window = Shorthand::of_seconds(objective.window).unwrap_or_default();
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

fn excluded(exclusion: &Exclusion) -> Value {
    let Exclusion { from, to, who, why, when, slice } = exclusion;
    let said = [("from", from), ("to", to), ("who", who), ("why", why), ("when", when)];
    let mut map: Map = said.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text.as_str()))).collect();
    if !slice.is_empty() {
        let values = slice.iter().map(|(dimension, value)| (dimension.clone(), Value::from(value.as_str())));
        map.insert("where".to_owned(), Value::Map(values.collect()));
    }
    Value::Map(map)
}
