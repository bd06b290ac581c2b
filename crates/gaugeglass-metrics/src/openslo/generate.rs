//! The documents of a metric's promise: the promise, what it belongs to, its alerts and who hears of them.

use super::alert_notification_target::AlertNotificationTargetSpec;
use super::burn;
use super::dialect::{self, TYPE};
use super::document::{Body, Document};
use super::fields::DESCRIPTION_MAX;
use super::linked::named;
use super::metadata::Metadata;
use super::name;
use super::objective::Objective;
use super::service::ServiceSpec;
use super::shorthand::Shorthand;
use super::sli::{Indicator, MetricSource, RatioMetric, SliSpec, SourcedMetric};
use super::slo::{BudgetingMethod, SloSpec};
use super::time_window::{Calendar, TimeWindow};
use super::value::{Map, Number};
use crate::metric::Metric;
use crate::slo;
use crate::vocabulary::Period;

/// A first of a month: all months begin with it.
const FIRST: &str = "2026-01-01 00:00:00";

/// All documents of a metric's promise; what they name comes before them.
pub(crate) fn documents(metric: &Metric, objective: &slo::Objective, time_zone: &str) -> Vec<Document> {
    let owner = name::of(&metric.owner);
    let slo = name::of(&metric.name);
    let mut documents = vec![service(&owner, &metric.owner), target(&owner, &metric.owner)];
    documents.extend(burn::documents(&slo, objective.window, &owner));
    let spec = Body::Slo(Box::new(spec(metric, objective, time_zone)));
    documents.push(Document::new(Metadata::titled(&slo, &metric.title), spec));
    documents
}

fn service(name: &str, owner: &str) -> Document {
    let spec = ServiceSpec { description: Some(format!("What the team `{owner}` answers for.")), rest: Map::new() };
    Document::new(Metadata::titled(name, owner), Body::Service(spec))
}

/// How a team is reached is not known here: the system that sends notifications says so under this name.
fn target(name: &str, owner: &str) -> Document {
    let description = format!("The team `{owner}`. Say in the system that notifies how it is reached.");
    let spec = AlertNotificationTargetSpec { description: Some(description), target: "team".to_owned(), rest: Map::new() };
    Document::new(Metadata::titled(name, owner), Body::AlertNotificationTarget(spec))
}

/// A metric's promise.
pub(crate) fn spec(metric: &Metric, objective: &slo::Objective, time_zone: &str) -> SloSpec {
    let slo = name::of(&metric.name);
    SloSpec {
        description: Some(shortened(&metric.description)),
        service: name::of(&metric.owner),
        indicator: Some(indicator(metric, objective)),
        indicator_ref: None,
        time_window: Some(vec![window(objective, time_zone)]),
        budgeting_method: BudgetingMethod::Occurrences,
        objectives: vec![Objective { target: Some(Number::Float(objective.objective)), ..Objective::default() }],
        alert_policies: Some(burn::names(&slo).iter().map(|name| named(name)).collect()),
        rest: Map::new(),
    }
}

fn indicator(metric: &Metric, objective: &slo::Objective) -> Indicator {
    let ratio = RatioMetric {
        counter: Some(false),
        good: Some(sourced(dialect::good(metric, objective))),
        total: Some(sourced(dialect::total(metric, objective))),
        ..RatioMetric::default()
    };
    let spec = SliSpec { description: Some(shortened(&metric.question)), ratio_metric: Some(ratio), ..SliSpec::default() };
    Indicator { metadata: Some(Metadata::named(&name::with(&name::of(&metric.name), "good"))), spec, rest: Map::new() }
}

fn sourced(spec: Map) -> SourcedMetric {
    let metric_source = MetricSource { source_type: Some(TYPE.to_owned()), spec, ..MetricSource::default() };
    SourcedMetric { metric_source, rest: Map::new() }
}

fn window(objective: &slo::Objective, time_zone: &str) -> TimeWindow {
    match objective.period {
        Period::Rolling => {
            TimeWindow { duration: Shorthand::of_seconds(objective.window), is_rolling: Some(true), ..TimeWindow::default() }
        }
        Period::Calendar => TimeWindow {
            duration: Shorthand::parse("1M").unwrap_or_default(),
            calendar: Some(Calendar { start_time: FIRST.to_owned(), time_zone: time_zone.to_owned(), rest: Map::new() }),
            is_rolling: Some(false),
            ..TimeWindow::default()
        },
    }
}

/// A text as long as a description may be.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(DESCRIPTION_MAX) {
        None => text.to_owned(),
        Some(_) => text.chars().take(DESCRIPTION_MAX - 1).chain(['…']).collect(),
    }
}
