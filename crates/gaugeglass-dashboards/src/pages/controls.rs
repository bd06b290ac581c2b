//! The form above a page's figures: range, step, breakdown, comparison, filters and links to this view.

use askama::Template;
use gaugeglass_metrics::{Grain, Metric};

use crate::figure::state::Link;
use crate::format::time::{midnight, range};
use crate::format::value;
use crate::url::{Moment, Range, Unit, View};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Seconds between two looks at a page that is watched.
const EVERY: u32 = 60;

/// Everything that changes what a page shows; a GET form and links, so that it works without a script.
#[derive(Debug, Clone, Template)]
#[template(path = "controls.html")]
pub struct Controls {
    /// The page's path.
    pub path: String,
    /// The resolved range in words.
    pub range: String,
    /// The business zone.
    pub zone: String,
    /// Ranges offered as links.
    pub presets: Vec<Choice>,
    /// The value of the field `from`.
    pub from: String,
    /// The value of the field `to`.
    pub to: String,
    /// Time steps; none where the page has no choice.
    pub grains: Vec<Choice>,
    /// Dimensions to break down by; none where the page has no choice.
    pub dimensions: Vec<Choice>,
    /// Whether figures are compared with the period before.
    pub is_compared: bool,
    /// What the form must carry on.
    pub hidden: Vec<(String, String)>,
    /// Active filters with the link that removes each.
    pub chips: Vec<Link>,
    /// This view, moving on with time.
    pub live: String,
    /// These numbers, for good.
    pub frozen: String,
    /// Seconds after which the page is asked for again.
    pub every: Option<u32>,
    /// This view, asked for again every minute; where it is already, asked for once.
    pub refresh: String,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value, or a link.
    pub value: String,
    /// Its name.
    pub text: String,
    /// Whether it is the current one.
    pub is_current: bool,
}

/// What the form is about.
pub struct About<'a> {
    /// The page's path.
    pub path: &'a str,
    /// The state in the address.
    pub view: &'a View,
    /// The resolved range.
    pub range: Range,
    /// The instant the figures are for.
    pub as_of: DateTime<Utc>,
    /// The business zone.
    pub zone: Tz,
}

impl Controls {
    /// The form of a dashboard.
    pub fn of_dashboard(about: &About, presets: &[Moment]) -> Controls {
        let (view, path) = (about.view, about.path);
        let frozen = View {
            from: Some(Moment::At(about.range.from)),
            to: Some(Moment::At(about.range.to)),
            as_of: Some(Moment::At(about.as_of)),
            refresh: None,
            ..view.clone()
        };
        Controls {
            path: path.to_owned(),
            range: range(about.range.from, about.range.to, about.zone),
            zone: about.zone.name().to_owned(),
            presets: presets.iter().map(|preset| preset_choice(about, *preset)).collect(),
            from: view.from.unwrap_or_else(|| day_or_instant(about.range.from, about.zone)).to_string(),
            to: view.to.map_or_else(|| "now".into(), |to| to.to_string()),
            grains: Vec::new(),
            dimensions: Vec::new(),
            is_compared: view.is_compared(),
            hidden: hidden(view),
            chips: chips(view, path),
            live: View { as_of: None, ..view.clone() }.link(path),
            frozen: frozen.link(path),
            every: view.refresh,
            refresh: View { refresh: if view.refresh.is_some() { None } else { Some(EVERY) }, ..view.clone() }.link(path),
        }
    }

    /// The form of a metric page: a dashboard's, with step and breakdown.
    pub fn of_metric(about: &About, presets: &[Moment], metric: &Metric, grain: Grain) -> Controls {
        let step = |step: &Grain| Choice { value: step.as_str().into(), text: step.as_str().into(), is_current: *step == grain };
        let dimension = |name: &String| Choice {
            value: name.clone(),
            text: crate::figure::table::words(name),
            is_current: about.view.by.contains(name),
        };
        Controls {
            grains: metric.grains.iter().map(step).collect(),
            dimensions: metric.dimensions.iter().map(dimension).collect(),
            ..Controls::of_dashboard(about, presets)
        }
    }

    /// Whether no dimension is chosen.
    pub fn is_whole(&self) -> bool {
        !self.dimensions.iter().any(|dimension| dimension.is_current)
    }
}

/// The shortest moment that means this instant.
fn day_or_instant(at: DateTime<Utc>, zone: Tz) -> Moment {
    let day = at.with_timezone(&zone).date_naive();
    if midnight(day, zone) == at { Moment::Day(day) } else { Moment::At(at) }
}

fn preset_choice(about: &About, preset: Moment) -> Choice {
    let view = View { from: Some(preset), to: Some(Moment::Now), ..about.view.clone() };
    // Where the address says nothing, the engine looks back 28 days.
    let from = about.view.from.unwrap_or(Moment::Ago(28, Unit::Day));
    let is_current = from == preset && about.view.to.is_none_or(|to| to == Moment::Now);
    let text = preset.span_name().map_or_else(|| format!("From {preset}"), |span| format!("Last {span}"));
    Choice { value: view.link(about.path), text, is_current }
}

fn hidden(view: &View) -> Vec<(String, String)> {
    let kept = View { from: None, to: None, grain: None, by: Vec::new(), compare: None, ..view.clone() };
    kept.pairs()
}

fn chips(view: &View, path: &str) -> Vec<Link> {
    let without = |index: usize| {
        let mut without = view.clone();
        without.filters.remove(index);
        without.link(path)
    };
    let named = view.filters.iter().enumerate();
    named.map(|(index, (name, value))| Link { href: without(index), text: format!("{name} = {}", value::name(value)) }).collect()
}
