//! A good file gives exactly what it says.

use super::{good_metric, metric_text};
use crate::check;
use crate::diagnostic::Source;
use crate::model;
use crate::vocabulary::{Chart, Dimension, Direction, Grade, Grain, ParameterKind, Severity, Unit};
use crate::{Objective, Parameter, ParameterValue};

const CART_RECOVERY: &str = "/* ---
title: Cart recovery
question: What share of otherwise lost carts did reminders win back?
description: |
  Against the logged holdout.
  Click attribution is not recovery.
owner: lifecycle
unit: ratio
direction: up_is_good
time: abandoned_at            # places a row in time
dimensions: [channel, market]
measures: [recovery, carts]
additive: [carts, n]
grains: [week, day]
grade: E5
target: 0.10
thresholds: {good: 0.1, poor: 0.02}
window: 7d
interval: delta method
chart: bar
parameters:
  abandon_after: {type: duration, default: 60m, doc: Inactivity after which a cart counts as left.}
  weight: {type: number, default: 2}
slo: {objective: 0.99, window: 30d, good: recovery, valid: carts}
sources: [S15]
needs: [events]
--- */
select recovery_lift(recovered, is_treated) as recovery, count(*) as carts, count(*) as n,
       recovery_lift_lo(recovered, is_treated) as lo, recovery_lift_hi(recovered, is_treated) as hi
from model.carts
where abandoned_at >= $from and abandoned_at < $to and idle > $abandon_after * $weight;
";

#[test]
fn every_key_of_a_metric_is_read() {
    let metric = good_metric(CART_RECOVERY);
    assert_eq!(metric.name, "orders");
    assert_eq!(metric.title, "Cart recovery");
    assert_eq!(metric.description, "Against the logged holdout.\nClick attribution is not recovery.");
    assert_eq!((metric.owner.as_str(), metric.unit, metric.direction), ("lifecycle", Unit::Ratio, Direction::UpIsGood));
    assert_eq!(metric.time.as_deref(), Some("abandoned_at"));
    assert_eq!(metric.dimensions, ["channel", "market"]);
    assert_eq!(metric.measures, ["recovery", "carts"]);
    assert_eq!(metric.additive, ["carts", "n"]);
    assert_eq!(metric.grains, [Grain::Day, Grain::Week]);
    assert_eq!((metric.grade, metric.target, metric.window), (Grade::E5, Some(0.10), Some(604_800)));
    assert_eq!(metric.thresholds.map(|thresholds| (thresholds.good, thresholds.poor)), Some((0.1, 0.02)));
    assert_eq!((metric.interval.as_deref(), metric.has_interval, metric.chart), (Some("delta method"), true, Chart::Bar));
    assert_eq!((metric.sources, metric.needs, metric.inputs), (vec!["S15".into()], vec!["events".into()], vec!["model.carts".into()]));
    assert!(metric.sql.starts_with("select recovery_lift") && metric.sql.ends_with("$weight"), "{}", metric.sql);
    assert_eq!(metric.path, "queries/customer/orders.sql");
}

#[test]
fn parameters_and_objectives_are_read() {
    let metric = good_metric(CART_RECOVERY);
    let names: Vec<_> = metric.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.kind)).collect();
    assert_eq!(names, [("abandon_after", ParameterKind::Duration), ("weight", ParameterKind::Number)]);
    let defaults: Vec<_> = metric.parameters.iter().map(|parameter| parameter.value(&parameter.default)).collect();
    assert_eq!(defaults, [Ok(ParameterValue::Seconds(3_600)), Ok(ParameterValue::Number(2.0))]);
    let slo = Objective { objective: 0.99, window: 2_592_000, good: "recovery".into(), valid: "carts".into() };
    assert_eq!(metric.slo, Some(slo));
}

#[test]
fn keys_left_out_have_their_defaults() {
    let metric = good_metric(&metric_text("", "select count(*) as orders, count(*) as n from logs.orders"));
    assert_eq!((metric.grade, metric.chart, metric.has_interval), (Grade::E1, Chart::Line, false));
    assert_eq!(metric.grains, [Grain::Total], "without a time column there is nothing to step along");
    let timed = good_metric(&metric_text("time: placed_at\n", "select count(*) as orders, count(*) as n from logs.orders"));
    assert_eq!(timed.grains, Grain::ALL);
}

#[test]
fn the_definition_changes_with_any_character_of_the_file() {
    let text = metric_text("", "select count(*) as orders, count(*) as n from logs.orders");
    let (one, same, other) = (good_metric(&text), good_metric(&text), good_metric(&format!("{text} ")));
    assert_eq!(one.definition.len(), 12);
    assert_eq!(one.definition, same.definition);
    assert_ne!(one.definition, other.definition);
}

#[test]
fn line_endings_and_a_byte_order_mark_make_no_difference() {
    let text = metric_text("dimensions: [channel]\n", "select count(*) as orders, count(*) as n\nfrom logs.orders\n");
    let windows = good_metric(&format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!((windows.title.as_str(), windows.dimensions, windows.measures), ("Orders", vec!["channel".into()], vec!["orders".into()]));
}

#[test]
fn inputs_are_relations_and_not_ctes_aliases_or_table_functions() {
    let sql = "with recent as (select * from logs.orders o join model.people p on p.id = o.id),
      days as (select * from generate_series(1, 3))
      select count(*) as orders, count(distinct r.id) as n
      from recent r, days, logs.orders where r.id in (select id from \"logs\".\"events\")";
    assert_eq!(good_metric(&metric_text("", sql)).inputs, ["logs.events", "logs.orders", "model.people"]);
}

#[test]
fn a_model_may_be_any_query() {
    let text = "/* ---\ntitle: Touches\ndescription: All of them.\ngrain: one row per touch\nkey: [id]\n--- */
      select id from logs.events union all select id from logs.deliveries where event_time < $as_of";
    let model = model::parse(&Source::new("queries/model/touches.sql", text), "touches").unwrap();
    assert_eq!((model.name.as_str(), model.grain.as_str(), model.key), ("touches", "one row per touch", vec!["id".to_owned()]));
    assert_eq!(model.inputs, ["logs.deliveries", "logs.events"]);
}

#[test]
fn every_key_of_a_check_is_read() {
    let text = "/* ---\nid: U3\ndimension: U\ntitle: No row is logged twice\ndescription: Extra rows.\nseverity: medium
pass: 0.001\nfail: 0.01\nremediation: Make the producer idempotent.\nunlocks: [conversion_rate]
needs: [events, events.event_id]\nsources: [R12]\nhouse_default: true\nunit: ratio\nminimum_n: 100\nlevel: 2\n--- */
select 0.1 as value, count(*) as n, 0.0 as lo, 0.2 as hi from meta.files";
    let check = check::parse(&Source::new("queries/readiness/duplicates.sql", text), "duplicates").unwrap();
    assert_eq!((check.id.as_str(), check.dimension, check.severity), ("U3", Dimension::UnifiedData, Severity::Medium));
    assert_eq!((check.pass, check.fail, check.minimum_n, check.level), (0.001, 0.01, 100, Some(2)));
    assert_eq!((check.needs, check.unlocks), (vec!["events".to_owned(), "events.event_id".into()], vec!["conversion_rate".to_owned()]));
    assert!(check.house_default && check.has_interval);
}

#[test]
fn parameter_values_are_read_by_their_type() {
    let parameter = |kind| Parameter { name: "p".into(), kind, default: String::new(), doc: String::new() };
    let instant = parameter(ParameterKind::Instant);
    for (text, is_good) in [("2026-01-31", true), ("2026-01-31T12:00:00Z", true), ("31.01.2026", false), ("2026-1-31", false), ("", false)]
    {
        assert_eq!(instant.value(text).is_ok(), is_good, "{text}");
    }
    let number = parameter(ParameterKind::Number);
    assert_eq!(number.value("0.5"), Ok(ParameterValue::Number(0.5)));
    assert!(number.value("NaN").is_err() && number.value("many").is_err());
    assert_eq!(parameter(ParameterKind::Text).value("web"), Ok(ParameterValue::Text("web".into())));
}
