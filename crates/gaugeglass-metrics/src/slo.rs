//! A service-level objective: what a metric's file promises under `slo:`, held against its other keys.
//!
//! Only the text is checked here. Which minutes were good, and what is left of the error budget, is the
//! engine's business.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::metric::Raw;
use crate::nearest::suggestion;
use crate::parameter;
use crate::reader::{Number, Reader, Text, TextList, listed};
use crate::vocabulary::Period;

/// Seconds of the shortest window that a promise may cover.
pub(crate) const WINDOW_MIN: i64 = 86_400;
/// Seconds of the window that a calendar month counts as.
pub(crate) const MONTH: i64 = 30 * 86_400;

/// A service-level objective: the share of good among valid events that is promised over a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// The share promised, more than 0 and less than 1, for example 0.99. Its shortest decimal form is what was written.
    pub objective: f64,
    /// The period in seconds, a day or more. For a calendar month, the nominal length that burn rates are judged by: 30 days
    /// unless the file says otherwise.
    pub window: i64,
    /// Whether the period rolls with time, or is the calendar month of the business time zone.
    pub period: Period,
    /// Dimensions of the metric: each combination of their values has a promise and a budget of its own. Empty: one
    /// promise for all.
    pub by: Vec<String>,
    /// The measure that counts good events; it is additive.
    pub good: String,
    /// The measure that counts valid events, `n` or another; it is additive.
    pub valid: String,
    /// Spans that do not count, in the order of the file.
    pub exclusions: Vec<Exclusion>,
}

/// A span that does not count towards a promise, and who answers for leaving it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// First instant left out, as written: a day of the business time zone (`2026-01-31`) or an instant.
    pub from: String,
    /// First instant that counts again, as written.
    pub to: String,
    /// Who decided it.
    pub who: String,
    /// Why it was decided.
    pub why: String,
    /// When it was decided, as written: a day or an instant.
    pub when: String,
    /// Dimension and value of the rows left out, in the order of dimensions; all rows of the span where empty.
    pub slice: Vec<(String, String)>,
}

/// The objective as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawObjective {
    objective: Number,
    window: Text,
    period: Text,
    by: TextList,
    good: Text,
    valid: Text,
    exclusions: Option<Vec<Spanned<RawExclusion>>>,
}

/// An exclusion as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExclusion {
    from: Text,
    to: Text,
    who: Text,
    why: Text,
    when: Text,
    #[serde(rename = "where")]
    slice: Option<BTreeMap<String, Spanned<String>>>,
}

/// The promise of a file, if it makes one.
pub(crate) fn read(reader: &mut Reader<'_>, raw: &Raw) -> Option<Objective> {
    let slo = raw.slo.as_ref()?;
    if raw.time.is_none() {
        reader.report(slo, "a promise is kept minute by minute and needs a time column", "declare `time:`");
    }
    let dimensions: Vec<String> = listed(&raw.dimensions).iter().map(|dimension| dimension.value.clone()).collect();
    let by = reader.names(listed(&slo.value.by));
    reader.known("dimension", listed(&slo.value.by), &dimensions);
    let period = reader.word(slo.value.period.clone(), Period::Rolling);
    let exclusions = slo.value.exclusions.as_deref().unwrap_or_default();
    Some(Objective {
        objective: share(reader, slo),
        window: window(reader, slo, period),
        period,
        by,
        good: count(reader, raw, slo, "good", &slo.value.good),
        valid: count(reader, raw, slo, "valid", &slo.value.valid),
        exclusions: exclusions.iter().map(|exclusion| self::exclusion(reader, exclusion, &dimensions)).collect(),
    })
}

fn share(reader: &mut Reader<'_>, slo: &Spanned<RawObjective>) -> f64 {
    let Some(share) = &slo.value.objective else {
        missing(reader, slo, "objective");
        return 0.0;
    };
    if !(share.value > 0.0 && share.value < 1.0) {
        reader.report(share, "an objective lies between 0 and 1", "write the share promised, such as 0.99");
    }
    share.value
}

fn window(reader: &mut Reader<'_>, slo: &Spanned<RawObjective>, period: Period) -> i64 {
    let Some(window) = &slo.value.window else {
        if period == Period::Rolling {
            missing(reader, slo, "window");
        }
        return MONTH;
    };
    let seconds = reader.seconds(Some(window.clone()));
    if seconds.is_some_and(|seconds| seconds < WINDOW_MIN) {
        reader.report(window, format!("`{}` is too short for an error budget", window.value), "promise a day or more, such as 30d");
    }
    seconds.unwrap_or(MONTH)
}

/// A measure that counts events: minutes are added up, so it must be additive.
fn count(reader: &mut Reader<'_>, raw: &Raw, slo: &Spanned<RawObjective>, key: &str, name: &Text) -> String {
    let Some(name) = name else {
        missing(reader, slo, key);
        return String::new();
    };
    let mut measures: Vec<String> = listed(&raw.measures).iter().map(|measure| measure.value.clone()).collect();
    measures.push("n".to_owned());
    reader.known("measure", std::slice::from_ref(name), &measures);
    let is_additive = listed(&raw.additive).iter().any(|measure| measure.value == name.value);
    if measures.contains(&name.value) && !is_additive {
        let help = "a budget adds up minutes: name a count that is listed under `additive:`";
        reader.report(name, format!("`{}` is not additive", name.value), help);
    }
    name.value.clone()
}

fn missing(reader: &mut Reader<'_>, slo: &Spanned<RawObjective>, key: &str) {
    reader.report(slo, format!("the slo has no `{key}`"), "write {objective: 0.99, window: 30d, good: …, valid: …}");
}

fn exclusion(reader: &mut Reader<'_>, raw: &Spanned<RawExclusion>, dimensions: &[String]) -> Exclusion {
    let RawExclusion { from, to, who, why, when, slice } = &raw.value;
    check_order(reader, from, to);
    Exclusion {
        from: instant(reader, raw, "from", from),
        to: instant(reader, raw, "to", to),
        who: said(reader, raw, "who", who),
        why: said(reader, raw, "why", why),
        when: instant(reader, raw, "when", when),
        slice: slice.iter().flatten().map(|(name, value)| part(reader, dimensions, name, value)).collect(),
    }
}

/// Texts of one length have one form, and such instants are in order as texts are; the engine compares the others.
fn check_order(reader: &mut Reader<'_>, from: &Text, to: &Text) {
    if let (Some(from), Some(to)) = (from, to)
        && from.value.len() == to.value.len()
        && from.value >= to.value
    {
        reader.report(to, "the exclusion ends before it begins", "put `from` before `to`");
    }
}

fn instant(reader: &mut Reader<'_>, raw: &Spanned<RawExclusion>, key: &str, value: &Text) -> String {
    let text = said(reader, raw, key, value);
    if let (Some(value), Err(help)) = (value, parameter::instant(&text)) {
        reader.report(value, format!("`{key}` is not an instant"), help);
    }
    text
}

fn said(reader: &mut Reader<'_>, raw: &Spanned<RawExclusion>, key: &str, value: &Text) -> String {
    reader.text_of("exclusion", raw, key, value, "say from, to, who decided it, why and when")
}

fn part(reader: &mut Reader<'_>, dimensions: &[String], name: &str, value: &Spanned<String>) -> (String, String) {
    if !dimensions.iter().any(|dimension| dimension == name) {
        let help = suggestion(name, dimensions.iter().map(String::as_str));
        reader.report(value, format!("unknown dimension `{name}`"), help);
    }
    (name.to_owned(), value.value.clone())
}
