//! The states a figure can be in, each with its own words: what, how much it matters, what to do next.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use gaugeglass_engine::Error;
use gaugeglass_metrics::Grain;

use super::ask::{Answers, Empty, Question};
use super::reading::{Reading, readings};
use crate::format::{number, time};
use crate::url::{Moment, View};

/// Fewer rows than this carry no verdict. A house default.
pub const ENOUGH: i64 = 30;
/// Hours a watermark may lie behind the end of the range before the figure counts as late, and as stale.
const LATE_HOURS: i64 = 24;
const STALE_HOURS: i64 = 72;

/// How loud a notice or badge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Worth knowing.
    Quiet,
    /// Worth a look.
    Warn,
    /// Broken.
    Bad,
}

impl Tone {
    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Quiet => "quiet",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }

    /// A sign beside the word, so that colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Tone::Quiet => "○",
            Tone::Warn => "△",
            Tone::Bad => "✕",
        }
    }
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

/// What stands in place of a figure that has nothing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How loud.
    pub tone: Tone,
    /// What is the matter.
    pub heading: String,
    /// How much it matters.
    pub body: String,
    /// What to do next.
    pub actions: Vec<Link>,
}

/// A word beside a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// How loud.
    pub tone: Tone,
    /// One or two words.
    pub word: String,
    /// The sentence behind it.
    pub why: String,
}

fn notice(tone: Tone, heading: impl Into<String>, body: impl Into<String>) -> Notice {
    Notice { tone, heading: heading.into(), body: body.into(), actions: Vec::new() }
}

fn link(href: impl Into<String>, text: impl Into<String>) -> Link {
    Link { href: href.into(), text: text.into() }
}

/// The notice in place of the figure, if the figure has nothing to show.
pub fn notice_of(question: &Question, answers: &Answers) -> Option<Notice> {
    let total = match &answers.total {
        Err(error) => return Some(failed(error)),
        Ok(total) => total,
    };
    if !total.missing.is_empty() {
        return Some(missing(&total.missing));
    }
    if let Some(empty) = &answers.empty {
        return Some(nothing(question, empty));
    }
    let headline = readings(total, &[]).ok()?.pop()?;
    if headline.headline().is_some() {
        return None;
    }
    let rows = number::count(headline.n.unwrap_or(0));
    let body = format!("The figure is withheld over {rows} rows. Its definition says when a value can be given.");
    let mut withheld = notice(Tone::Warn, "No value can be given", body);
    withheld.actions.push(link("#how", "How is this made?"));
    Some(withheld)
}

/// A figure whose question failed.
pub fn failed(error: &Error) -> Notice {
    match error {
        Error::OverLimit { limit, remedy, is_time: true } => {
            notice(Tone::Bad, "Stopped: it took too long", format!("Limit: {limit}. {remedy}"))
        }
        Error::OverLimit { limit, remedy, .. } => notice(Tone::Bad, "Stopped at a limit", format!("Limit: {limit}. {remedy}")),
        Error::Denied(why) => notice(Tone::Bad, "You can't see this figure", why.clone()),
        Error::Busy(why) => notice(Tone::Warn, "Too busy just now", why.clone()),
        Error::Invalid(why) => notice(Tone::Bad, "This question cannot be answered", why.clone()),
        other => notice(Tone::Bad, "This figure could not be computed", format!("{other}. Other figures on this page are unaffected.")),
    }
}

/// A panel whose rows cannot be read.
pub fn unreadable(cause: &arrow::error::ArrowError) -> Notice {
    notice(Tone::Bad, "This panel cannot be shown", format!("{cause}; correct the panel in the dashboard's file"))
}

fn missing(logs: &[String]) -> Notice {
    let names: Vec<String> = logs.iter().map(|log| format!("logs.{log}")).collect();
    let verb = if logs.len() == 1 { "is" } else { "are" };
    let body = format!(
        "It is made from {}, which {verb} not configured or holds no rows. Until then the figure is unknown, not zero.",
        names.join(" and ")
    );
    let mut missing = notice(Tone::Quiet, "No data has arrived yet", body);
    missing.actions.push(link("/readiness", "What to log"));
    missing
}

fn nothing(question: &Question, empty: &Empty) -> Notice {
    match empty {
        Empty::Unsettled(so_far) => unsettled(question, *so_far),
        Empty::Filters(rows) => unmatched(question, *rows),
        Empty::Range(first, last) => elsewhere(question, *first, *last),
        Empty::Young => young(question),
    }
}

/// The same figure in another view.
fn other_view(question: &Question, view: &View, text: &str) -> Link {
    link(view.link(&format!("/m/{}", question.metric.name)), text)
}

/// The same figure in another period.
fn other_period(question: &Question, from: DateTime<Utc>, to: DateTime<Utc>, text: &str) -> Link {
    let view = View { from: Some(Moment::At(from)), to: Some(Moment::At(to)), ..question.view.clone() };
    other_view(question, &view, text)
}

fn unsettled(question: &Question, so_far: f64) -> Notice {
    let value = number::figure(Some(so_far), question.metric.unit);
    let wait = wait(question);
    let known = wait.map_or("once its wait is over".into(), |wait| format!("{} after the fact", time::age(wait)));
    let body = format!("An outcome is known {known}, and none in this period is yet. So far: {value}, which may still change.");
    let mut unsettled = notice(Tone::Quiet, "Nothing is settled yet", body);
    unsettled.actions.extend(wait.map(|wait| {
        let to = question.range.to.min(question.as_of) - wait;
        let from = to - (question.range.to - question.range.from);
        other_period(question, from, to, "Show what is settled")
    }));
    unsettled
}

fn unmatched(question: &Question, rows: i64) -> Notice {
    let body = format!("{} rows match without them.", number::count(rows));
    let mut unmatched = notice(Tone::Quiet, "Nothing matches these filters", body);
    let clear = View { filters: Vec::new(), ..question.view.clone() };
    unmatched.actions.push(other_view(question, &clear, "Clear all filters"));
    unmatched
}

fn elsewhere(question: &Question, first: DateTime<Utc>, last: DateTime<Utc>) -> Notice {
    let last = time::bucket_end(last, Grain::Quarter, question.zone);
    let covered = time::range(first, last.min(question.as_of.max(question.range.to)), question.zone);
    let mut elsewhere = notice(Tone::Quiet, "Nothing in this period", format!("Data lies within {covered}."));
    elsewhere.actions.push(other_period(question, first, last, "Show that period"));
    elsewhere
}

fn young(question: &Question) -> Notice {
    let inputs = question.metric.inputs.join(" and ");
    notice(Tone::Quiet, "No data has arrived yet", format!("It is made from {inputs}, which has never had a row for it."))
}

/// How long after the fact an outcome is known, where the wait is the same for every row.
fn wait(question: &Question) -> Option<TimeDelta> {
    let matures = question.metric.matures.as_ref()?;
    // Beside the column that it begins at, a column is a part of the wait that each row has for itself.
    let is_the_same = matures.columns().count() == 1;
    is_the_same.then(|| TimeDelta::seconds(matures.seconds(&question.metric.parameters, &question.view.parameters)))
}

/// Words beside a figure that has something to show.
pub fn badges(question: &Question, answers: &Answers, headline: &Reading) -> Vec<Badge> {
    let mut badges = Vec::new();
    badges.extend(freshness(question, answers));
    badges.extend(partial_sight(answers));
    // Only an estimate can rest on too few rows; a figure without an interval is a count of what there is. None is not few.
    if question.metric.has_interval && headline.n.is_some_and(|n| (1..ENOUGH).contains(&n)) {
        let why = format!("Only {} rows; fewer than {ENOUGH} (house default) carry no verdict.", number::count(headline.n.unwrap_or(0)));
        badges.push(Badge { tone: Tone::Warn, word: "Too early to say".into(), why });
    }
    if headline.provisional {
        let why = match wait(question) {
            Some(wait) => format!("Outcomes are known {} after the fact; this value may still change.", time::age(wait)),
            None => "This value may still change.".into(),
        };
        badges.push(Badge { tone: Tone::Quiet, word: "Provisional".into(), why });
    }
    badges
}

/// Whether the figure does not see all that it is about.
pub fn is_partial(answers: &Answers) -> bool {
    answers.total.as_ref().is_ok_and(|total| !total.holes.is_empty())
}

fn partial_sight(answers: &Answers) -> Option<Badge> {
    let holes = &answers.total.as_ref().ok().filter(|total| !total.holes.is_empty())?.holes;
    let why = format!("Not all is seen: {}. The figure is of the rest, and not held against a target.", holes.join("; "));
    Some(Badge { tone: Tone::Warn, word: "Partly seen".into(), why })
}

fn freshness(question: &Question, answers: &Answers) -> Option<Badge> {
    let watermark = answers.total.as_ref().ok()?.watermark?;
    let behind = question.range.to.min(question.as_of) - watermark;
    let (tone, word) = match behind.num_hours() {
        hours if hours >= STALE_HOURS => (Tone::Bad, "Stale"),
        hours if hours >= LATE_HOURS => (Tone::Warn, "Late"),
        _ => return None,
    };
    let why =
        format!("The slowest input ends {}, {} before the end of the period.", time::instant(watermark, question.zone), time::age(behind));
    Some(Badge { tone, word: word.into(), why })
}

/// The note on a value that is truly zero.
pub fn zero(question: &Question, headline: &Reading) -> Option<String> {
    let is_zero = headline.headline() == Some(0.0) && headline.n.unwrap_or(0) > 0;
    is_zero
        .then(|| format!("A true zero: {} rows were looked at in this period.", number::count(headline.n.unwrap_or(0))))
        .filter(|_| question.metric.unit != gaugeglass_metrics::Unit::None)
}

/// The note on a last bucket that the range cuts short.
pub fn partial(last: Option<&DateTime<Utc>>, to: DateTime<Utc>, grain: Grain, zone: Tz) -> Option<String> {
    let start = *last?;
    let end = time::bucket_end(start, grain, zone);
    (end > to && grain != Grain::Total).then(|| {
        let name = time::bucket(start, grain, zone);
        format!("{name} is incomplete: {} of {} h.", (to - start).num_hours(), (end - start).num_hours())
    })
}
