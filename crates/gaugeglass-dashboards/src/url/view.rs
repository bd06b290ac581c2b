//! What a page looks at: range, step, dimensions, filters, comparison and as-of.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use gaugeglass_engine::{MetricQuery, range};
use gaugeglass_metrics::{Grain, Metric, nearest};

use super::moment::Moment;
use super::{BadParameter, query};

const NAMES: [&str; 7] = ["from", "to", "grain", "by", "compare", "as_of", "refresh"];
const FILTER: &str = "f.";
const PARAMETER: &str = "p.";
/// Seconds after which a page may be asked for again: no sooner than figures take, and at least once a day.
const REFRESH: RangeInclusive<u32> = 10..=86_400;

/// Whether figures are shown against the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// The period of the same length that ends where this one starts.
    Previous,
    /// Nothing.
    None,
}

impl Compare {
    /// The word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Compare::Previous => "prev",
            Compare::None => "none",
        }
    }
}

/// The state of a page, as its address has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Start of the range; the page's default where absent.
    pub from: Option<Moment>,
    /// End of the range, itself excluded; the page's default where absent.
    pub to: Option<Moment>,
    /// Time step.
    pub grain: Option<Grain>,
    /// Dimensions to break down by.
    pub by: Vec<String>,
    /// Dimension and value; several values of one dimension are alternatives.
    pub filters: Vec<(String, String)>,
    /// Values of the metric's own parameters.
    pub parameters: Vec<(String, String)>,
    /// Against what figures are shown; the page's default where absent.
    pub compare: Option<Compare>,
    /// The instant figures are for; the configuration's where absent.
    pub as_of: Option<Moment>,
    /// Seconds after which the page is asked for again; never where absent.
    pub refresh: Option<u32>,
}

/// A resolved range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// First instant.
    pub from: DateTime<Utc>,
    /// First instant after it.
    pub to: DateTime<Utc>,
}

impl Range {
    /// The range of the same length that ends where this one starts.
    pub fn previous(self) -> Range {
        Range { from: self.from - (self.to - self.from), to: self.from }
    }
}

impl View {
    /// Reads the pairs of an address. Empty values count as absent, since forms send them.
    pub fn parse(pairs: &[(String, String)]) -> Result<View, BadParameter> {
        let mut view = View::default();
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            view.read(name, value)?;
        }
        Ok(view)
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), BadParameter> {
        match name {
            "from" => self.from = Some(moment(name, value)?),
            "to" => self.to = Some(moment(name, value)?),
            "grain" => self.grain = Some(grain(value)?),
            "by" => self.by.extend(value.split(',').map(|dimension| dimension.trim().to_owned())),
            "compare" => self.compare = Some(compare(value)?),
            "as_of" => self.as_of = Some(fixed(name, value)?),
            "refresh" => self.refresh = Some(refresh(value)?),
            _ => self.read_named(name, value)?,
        }
        Ok(())
    }

    fn read_named(&mut self, name: &str, value: &str) -> Result<(), BadParameter> {
        let list = match name.get(..2) {
            Some(FILTER) => &mut self.filters,
            Some(PARAMETER) => &mut self.parameters,
            _ => return Err(unknown(name, value)),
        };
        list.push((name[2..].to_owned(), value.to_owned()));
        Ok(())
    }

    /// The pairs that [`View::parse`] reads back.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut push = |name: &str, value: String| pairs.push((name.to_owned(), value));
        self.from.iter().for_each(|from| push("from", from.to_string()));
        self.to.iter().for_each(|to| push("to", to.to_string()));
        self.grain.iter().for_each(|grain| push("grain", grain.to_string()));
        self.by.iter().for_each(|dimension| push("by", dimension.clone()));
        self.filters.iter().for_each(|(name, value)| push(&format!("{FILTER}{name}"), value.clone()));
        self.parameters.iter().for_each(|(name, value)| push(&format!("{PARAMETER}{name}"), value.clone()));
        self.compare.iter().for_each(|compare| push("compare", compare.as_str().into()));
        self.as_of.iter().for_each(|as_of| push("as_of", as_of.to_string()));
        self.refresh.iter().for_each(|seconds| push("refresh", seconds.to_string()));
        pairs
    }

    /// The address of `path` in this state.
    pub fn link(&self, path: &str) -> String {
        format!("{path}{}", query(&self.pairs()))
    }

    /// Whether figures are shown against the period before.
    pub fn is_compared(&self) -> bool {
        self.compare != Some(Compare::None)
    }

    /// The same state with the page's defaults where the address says nothing.
    pub fn or(&self, from: Option<Moment>, to: Option<Moment>, compare: Compare) -> View {
        View { from: self.from.or(from), to: self.to.or(to), compare: self.compare.or(Some(compare)), ..self.clone() }
    }

    /// Refuses what only the page of a single metric can honour.
    pub fn check_range_only(&self) -> Result<(), BadParameter> {
        let range = View { grain: None, by: Vec::new(), filters: Vec::new(), parameters: Vec::new(), ..self.clone() };
        let kept = range.pairs();
        match self.pairs().into_iter().find(|pair| !kept.contains(pair)) {
            None => Ok(()),
            Some((name, value)) => Err(BadParameter::new(
                name,
                value,
                "this page knows `from`, `to`, `compare`, `as_of` and `refresh`; a metric's own page knows the rest",
            )),
        }
    }

    /// The pinned instant, if the address has one.
    pub fn pinned(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.as_of.and_then(|moment| moment.resolve(DateTime::<Utc>::MIN_UTC, zone))
    }

    /// The range that is meant: up to as-of, and from the engine's default where nothing is said.
    pub fn range(&self, as_of: DateTime<Utc>, zone: Tz) -> Result<Range, BadParameter> {
        let resolve = |name: &str, moment: Option<Moment>| match moment {
            None => Ok(None),
            Some(moment) => match moment.resolve(as_of, zone) {
                None => Err(BadParameter::new(name, moment.to_string(), "it lies before the calendar begins; choose a later time")),
                at => Ok(at),
            },
        };
        let (from, to) = (resolve("from", self.from)?, resolve("to", self.to)?);
        range::resolve(from, to, as_of, zone).map(|(from, to)| Range { from, to }).map_err(|error| {
            let from = self.from.map(|from| from.to_string()).unwrap_or_default();
            BadParameter::new("from", from, error.to_string())
        })
    }

    /// Checks step, dimensions, filters and parameters against what the metric declares.
    pub fn check(&self, metric: &Metric) -> Result<(), BadParameter> {
        if let Some(grain) = self.grain.filter(|grain| !metric.grains.contains(grain)) {
            let offered = list(metric.grains.iter().map(|grain| grain.as_str()));
            return Err(BadParameter::new("grain", grain.to_string(), format!("{} is offered by {offered}", metric.title)));
        }
        let dimensions = || metric.dimensions.iter().map(String::as_str);
        for name in &self.by {
            known("by", name, name, dimensions())?;
        }
        for (name, value) in &self.filters {
            known(&format!("{FILTER}{name}"), value, name, dimensions())?;
        }
        for (name, value) in &self.parameters {
            let declared = metric.parameters.iter().map(|parameter| parameter.name.as_str());
            known(&format!("{PARAMETER}{name}"), value, name, declared)?;
        }
        Ok(())
    }

    /// The question for the engine.
    pub fn ask(&self, range: Range, grain: Grain, by: &[String]) -> MetricQuery {
        MetricQuery {
            from: Some(range.from),
            to: Some(range.to),
            grain,
            by: by.to_vec(),
            filters: self.filters.clone(),
            parameters: self.parameters.clone(),
        }
    }
}

fn moment(name: &str, value: &str) -> Result<Moment, BadParameter> {
    value.parse().map_err(|allowed: &str| BadParameter::new(name, value, allowed))
}

fn fixed(name: &str, value: &str) -> Result<Moment, BadParameter> {
    match value.parse() {
        Ok(moment @ (Moment::Day(_) | Moment::At(_))) => Ok(moment),
        _ => Err(BadParameter::new(name, value, "write a day such as `2026-04-07` or an instant such as `2026-04-07T12:00:00Z`")),
    }
}

fn grain(value: &str) -> Result<Grain, BadParameter> {
    let words = || format!("choose {}", list(Grain::ALL.iter().map(|grain| grain.as_str())));
    value.parse().map_err(|_| BadParameter::new("grain", value, words()))
}

fn compare(value: &str) -> Result<Compare, BadParameter> {
    match value {
        "prev" => Ok(Compare::Previous),
        "none" => Ok(Compare::None),
        _ => Err(BadParameter::new("compare", value, "choose prev or none")),
    }
}

fn refresh(value: &str) -> Result<u32, BadParameter> {
    let words = || format!("write a number of seconds from {} to {}", REFRESH.start(), REFRESH.end());
    value.parse().ok().filter(|seconds| REFRESH.contains(seconds)).ok_or_else(|| BadParameter::new("refresh", value, words()))
}

fn unknown(name: &str, value: &str) -> BadParameter {
    let allowed = match nearest(name, NAMES) {
        Some(nearest) => format!("no such parameter; did you mean `{nearest}`?"),
        None => format!("no such parameter; known are {}, `f.<dimension>` and `p.<parameter>`", list(NAMES)),
    };
    BadParameter::new(name, value, allowed)
}

fn known<'a>(parameter: &str, value: &str, name: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Result<(), BadParameter> {
    if candidates.clone().any(|candidate| candidate == name) {
        return Ok(());
    }
    let names = list(candidates.clone());
    let allowed = match nearest(name, candidates) {
        Some(nearest) => format!("the metric does not declare it; did you mean `{nearest}`?"),
        None if names.is_empty() => "the metric declares none".to_owned(),
        None => format!("the metric declares {names}"),
    };
    Err(BadParameter::new(parameter, value, allowed))
}

fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
