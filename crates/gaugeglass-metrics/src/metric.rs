//! A metric: what its file declares, checked against its own SELECT.

use serde::Deserialize;
use serde_saphyr::Spanned;
use sqlparser::ast::Query;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter;
use crate::link::{self, Link, RawLink};
use crate::maturity::{self, Maturity, SO_FAR};
use crate::parameter::Parameter;
use crate::reader::{Number, RawParameters, Reader, Text, TextList, listed, plain};
use crate::rules;
use crate::slo::{self, Objective, RawObjective};
use crate::statement::{self, Allowed, SCHEMAS, Statement};
use crate::vocabulary::{Chart, Direction, Family, Grade, Grain, Unit};

/// A business or operational number, as its file defines it.
#[derive(Debug, Clone)]
pub struct Metric {
    /// The file's name, and the metric's name everywhere.
    pub name: String,
    /// The folder it lies in.
    pub family: Family,
    /// What people call it.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// How it is computed.
    pub description: String,
    /// The team that answers for it.
    pub owner: String,
    /// The unit of its measures.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// The column that places a row in time.
    pub time: Option<String>,
    /// Columns to slice and filter by.
    pub dimensions: Vec<String>,
    /// Its figures; the first is the headline.
    pub measures: Vec<String>,
    /// Measures (and `n`) that may be summed over slices.
    pub additive: Vec<String>,
    /// Offered time steps, in order.
    pub grains: Vec<Grain>,
    /// Strength of evidence.
    pub grade: Grade,
    /// The headline's goal.
    pub target: Option<f64>,
    /// Where the headline turns good, and where it turns poor.
    pub thresholds: Option<Thresholds>,
    /// When the outcome of a row is known, where that takes time.
    pub matures: Option<Maturity>,
    /// The method behind `lo` and `hi`.
    pub interval: Option<String>,
    /// Whether the SELECT has `lo` and `hi`.
    pub has_interval: bool,
    /// Declared parameters.
    pub parameters: Vec<Parameter>,
    /// The service-level objective, if it is one.
    pub slo: Option<Objective>,
    /// What it claims, if it links a gap to an outcome.
    pub link: Option<Link>,
    /// How it is drawn.
    pub chart: Chart,
    /// Where the definition comes from.
    pub sources: Vec<String>,
    /// Logs without which it is unknown, without schema; the registry adds what its SQL reads.
    pub needs: Vec<String>,
    /// Logs without which its figures are only of a part, and not judged; without schema.
    pub judged_with: Vec<String>,
    /// Relations its SQL names, such as `model.carts`.
    pub inputs: Vec<String>,
    /// The SELECT as written.
    pub sql: String,
    /// The file.
    pub path: String,
    /// First 12 hexadecimal digits of the hash of the file.
    pub definition: String,
    pub(crate) query: Query,
}

/// Where a headline turns good, and where it turns poor.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Good from here on.
    pub good: f64,
    /// Poor from here on.
    pub poor: f64,
}

/// The front matter as written; its fields are the keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    title: Text,
    question: Text,
    description: Text,
    owner: Text,
    unit: Text,
    direction: Text,
    pub measures: TextList,
    pub time: Text,
    pub dimensions: TextList,
    pub additive: TextList,
    grains: TextList,
    grade: Text,
    target: Number,
    thresholds: Option<Thresholds>,
    pub matures: Text,
    pub censored: TextList,
    interval: Text,
    parameters: RawParameters,
    pub slo: Option<Spanned<RawObjective>>,
    link: Option<Spanned<RawLink>>,
    chart: Text,
    sources: TextList,
    pub needs: TextList,
    pub judged_with: TextList,
}

/// Reads one metric file.
pub(crate) fn parse(source: &Source, family: Family, name: &str) -> Result<Metric, Vec<Diagnostic>> {
    let matter = front_matter::split(source)?;
    let mut raw: Raw = front_matter::read(source, &matter)?;
    let mut reader = Reader::new(source, matter.line);
    let parameters = reader.parameters(raw.parameters.take());
    let link = link::read(&mut reader, raw.link.take(), family);
    let matures = maturity::read(&mut reader, &raw, &parameters);
    rules::check_names(&mut reader, &raw);
    let allowed = Allowed { schemas: SCHEMAS, parameters: &parameters };
    let statement = statement::parse(source, &matter, &allowed, &mut reader.findings);
    let has_interval = statement.as_ref().is_some_and(|statement| rules::check_select(&mut reader, &raw, &statement.query));
    let metric = declared(&mut reader, raw, statement).map(|metric| Metric {
        name: name.to_owned(),
        family,
        measures: with_so_far(metric.measures, matures.is_some()),
        matures,
        parameters,
        link,
        has_interval,
        path: source.path.clone(),
        definition: source.definition(),
        ..metric
    });
    match metric {
        Some(metric) if reader.findings.is_empty() => Ok(metric),
        _ => Err(reader.findings),
    }
}

/// Everything the front matter says. Complaints are collected even when the statement could not be parsed.
fn declared(reader: &mut Reader<'_>, raw: Raw, statement: Option<Statement>) -> Option<Metric> {
    let grains = grains(reader, &raw);
    let slo = slo::read(reader, &raw);
    let metric = Metric {
        name: String::new(),
        family: Family::Customer,
        title: reader.text("title", raw.title),
        question: reader.text("question", raw.question),
        description: reader.text("description", raw.description),
        owner: reader.text("owner", raw.owner),
        unit: reader.required_word("unit", raw.unit, Unit::None),
        direction: reader.required_word("direction", raw.direction, Direction::Neutral),
        grade: reader.word(raw.grade, Grade::E1),
        chart: reader.word(raw.chart, Chart::Line),
        target: reader.number(raw.target),
        matures: None,
        slo,
        time: raw.time.map(|time| time.value),
        dimensions: plain(raw.dimensions),
        measures: plain(raw.measures),
        additive: plain(raw.additive),
        grains,
        thresholds: raw.thresholds,
        interval: raw.interval.map(|interval| interval.value),
        has_interval: false,
        link: None,
        parameters: Vec::new(),
        sources: plain(raw.sources),
        needs: plain(raw.needs),
        judged_with: plain(raw.judged_with),
        path: String::new(),
        definition: String::new(),
        inputs: statement.as_ref()?.inputs.clone(),
        sql: statement.as_ref()?.sql.clone(),
        query: statement?.query,
    };
    Some(metric)
}

/// The measures, with the provisional figure behind the headline where rows have to wait.
fn with_so_far(mut measures: Vec<String>, waits: bool) -> Vec<String> {
    if waits && !measures.is_empty() {
        measures.insert(1, SO_FAR.to_owned());
    }
    measures
}

/// Offered time steps: all, or those listed; without a time column only the total.
fn grains(reader: &mut Reader<'_>, raw: &Raw) -> Vec<Grain> {
    let mut grains: Vec<Grain> = reader.words(listed(&raw.grains));
    if raw.time.is_none() {
        let bucketed = listed(&raw.grains).iter().find(|grain| grain.value != Grain::Total.as_str());
        if let Some(grain) = bucketed {
            reader.report(grain, format!("grain `{}` needs a time column", grain.value), "declare `time:`, or offer only `total`");
        }
        return vec![Grain::Total];
    }
    if grains.is_empty() {
        return Grain::ALL.to_vec();
    }
    grains.sort();
    grains.dedup();
    grains
}
