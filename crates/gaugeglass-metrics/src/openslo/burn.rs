//! The four burn-rate alerts of a promise as alert policies: each judges a long window, and a short one that ends it soon.
//!
//! OpenSLO has one window a condition, so that the short one is told as the time that the condition must have held.

use super::alert_condition::{AlertConditionSpec, Condition, ConditionKind};
use super::alert_policy::AlertPolicySpec;
use super::document::{Body, Document};
use super::linked::named;
use super::metadata::Metadata;
use super::name;
use super::objective::Operator;
use super::shorthand::Shorthand;
use super::value::{Map, Number};

/// A burn-rate alert: its windows in seconds, and the share of the budget that is spent within the long one when it fires.
struct Pair {
    long: i64,
    short: i64,
    spent: f64,
    severity: &'static str,
}

/// The rules of `queries/model/burn_rules.sql`. Source: Google SRE Workbook, chapter 5.
const PAIRS: &[Pair] = &[
    Pair { long: 3_600, short: 300, spent: 0.02, severity: "page" },
    Pair { long: 21_600, short: 1_800, spent: 0.05, severity: "page" },
    Pair { long: 86_400, short: 7_200, spent: 0.1, severity: "ticket" },
    Pair { long: 259_200, short: 21_600, spent: 0.1, severity: "ticket" },
];

/// Names of the policies of an SLO document, the fastest burn first.
pub(crate) fn names(slo: &str) -> Vec<String> {
    PAIRS.iter().map(|pair| of_pair(slo, pair)).collect()
}

/// A condition and a policy for each pair of windows, for a promise over so many seconds, told to this target.
pub(crate) fn documents(slo: &str, window: i64, target: &str) -> Vec<Document> {
    let both = |(position, pair): (usize, &Pair)| [condition(slo, pair, window), policy(slo, pair, target, position == 0)];
    PAIRS.iter().enumerate().flat_map(both).collect()
}

fn of_pair(slo: &str, pair: &Pair) -> String {
    name::with(slo, &format!("burn-{}", Shorthand::of_seconds(pair.long).as_str()))
}

fn condition(slo: &str, pair: &Pair, window: i64) -> Document {
    let (long, short) = (Shorthand::of_seconds(pair.long), Shorthand::of_seconds(pair.short));
    let threshold = factor(pair, window);
    let description = format!(
        "The error budget of {slo} burns at least {threshold} times as fast as the promise allows, over {} and still over {}: {} % \
         of it is spent. Gaugeglass fires this only from 30 bad events on.",
        long.as_str(),
        short.as_str(),
        pair.spent * 100.0
    );
    let condition = Condition {
        kind: Some(ConditionKind::Burnrate),
        op: Some(Operator::Gte),
        threshold: number(threshold),
        lookback_window: long,
        alert_after: Some(short),
        rest: Map::new(),
    };
    let spec = AlertConditionSpec { description: Some(description), severity: pair.severity.to_owned(), condition, rest: Map::new() };
    Document::new(Metadata::named(&of_pair(slo, pair)), Body::AlertCondition(Box::new(spec)))
}

/// A feed that stopped is told once, by the fastest of the four.
fn policy(slo: &str, pair: &Pair, target: &str, tells_no_data: bool) -> Document {
    let name = of_pair(slo, pair);
    let spec = AlertPolicySpec {
        description: Some(format!("The error budget of {slo} burns too fast over {}.", Shorthand::of_seconds(pair.long).as_str())),
        alert_when_no_data: Some(tells_no_data),
        alert_when_resolved: Some(true),
        alert_when_breaching: Some(true),
        conditions: vec![named(&name)],
        notification_targets: vec![named(target)],
        rest: Map::new(),
    };
    Document::new(Metadata::named(&name), Body::AlertPolicy(Box::new(spec)))
}

/// The burn rate that spends the pair's share of a budget within its long window, to six decimals.
fn factor(pair: &Pair, window: i64) -> f64 {
    (pair.spent * window as f64 / pair.long as f64 * 1e6).round() / 1e6
}

fn number(value: f64) -> Number {
    if value.fract() == 0.0 { Number::Integer(value as i128) } else { Number::Float(value) }
}
