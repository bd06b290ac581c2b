//! A good file gives exactly what it says.

use super::slicing::normal;
use super::{good_metric, metric_text};
use crate::check;
use crate::diagnostic::Source;
use crate::model;
use crate::mutation;
use crate::vocabulary::{Chart, Dimension, Direction, Effort, Grade, Grain, ParameterKind, Period, Severity, Unit};
use crate::{Exclusion, Exemption, Objective, Parameter, ParameterValue};

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
interval: delta method
chart: bar
parameters:
  abandon_after: {type: duration, default: 60m, doc: Inactivity after which a cart counts as left.}
  weight: {type: number, default: 2}
slo: {objective: 0.99, window: 30d, good: carts, valid: n}
sources: [S15]
needs: [events]
judged_with: [orders]
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
    assert_eq!((metric.grade, metric.target, metric.matures.is_none()), (Grade::E5, Some(0.10), true));
    assert_eq!(metric.thresholds.map(|thresholds| (thresholds.good, thresholds.poor)), Some((0.1, 0.02)));
    assert_eq!((metric.interval.as_deref(), metric.has_interval, metric.chart), (Some("delta method"), true, Chart::Bar));
    assert_eq!((metric.sources, metric.needs, metric.inputs), (vec!["S15".into()], vec!["events".into()], vec!["model.carts".into()]));
    assert_eq!(metric.judged_with, ["orders"]);
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
    let slo = metric.slo.unwrap();
    assert_eq!((slo.objective, slo.window, slo.period), (0.99, 2_592_000, Period::Rolling));
    assert_eq!((slo.good.as_str(), slo.valid.as_str(), slo.by, slo.exclusions), ("carts", "n", vec![], vec![]));
}

#[test]
fn every_key_of_an_objective_is_read() {
    let slo = "slo:
  objective: 0.995
  period: calendar
  by: [market, channel]
  good: carts
  valid: n
  exclusions:
    - from: 2026-02-03
      to: 2026-02-03T09:30:00Z
      who: ops
      why: a move
      when: 2026-01-28
      where: {market: DE, channel: web}
";
    let metric = good_metric(&CART_RECOVERY.replace("slo: {objective: 0.99, window: 30d, good: carts, valid: n}\n", slo));
    let slice = [("channel", "web"), ("market", "DE")].map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let exclusion = Exclusion {
        from: "2026-02-03".into(),
        to: "2026-02-03T09:30:00Z".into(),
        who: "ops".into(),
        why: "a move".into(),
        when: "2026-01-28".into(),
        slice,
    };
    let expected = Objective {
        objective: 0.995,
        window: 2_592_000,
        period: Period::Calendar,
        by: vec!["market".into(), "channel".into()],
        good: "carts".into(),
        valid: "n".into(),
        exclusions: vec![exclusion],
    };
    assert_eq!(metric.slo, Some(expected));
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
needs: [events, events.event_id]\nsources: [R12]\nhouse_default: true\nunit: ratio\nminimum_n: 100\nlevel: 2
owner: data platform\neffort: small\ngrade: E2\nstage: slow\ntwins: [U6, D3]\nself_reported: true
evidence: {key: [file, log], where: rows_duplicate > 0 or rows_in = 0}\n--- */
select 0.1 as value, count(*) as n, 0.0 as lo, 0.2 as hi, 7 as n_other from meta.files where ingest_dt >= $from group by log limit 3";
    let check = check::parse(&Source::new("queries/readiness/duplicates.sql", text), "duplicates").unwrap();
    assert_eq!((check.id.as_str(), check.dimension, check.severity), ("U3", Dimension::UnifiedData, Severity::Medium));
    assert_eq!((check.pass, check.fail, check.minimum_n, check.level), (0.001, 0.01, 100, Some(2)));
    assert_eq!((check.needs, check.unlocks), (vec!["events".to_owned(), "events.event_id".into()], vec!["conversion_rate".to_owned()]));
    assert!(check.house_default && check.has_interval && check.has_other && check.self_reported);
    assert_eq!((check.owner.as_deref(), check.effort, check.grade), (Some("data platform"), Effort::Small, Grade::E2));
    assert_eq!((check.stage.as_deref(), check.twins), (Some("slow"), vec!["U6".to_owned(), "D3".into()]));
}

#[test]
fn the_rows_behind_a_check_come_from_its_own_select() {
    let text = "/* ---\nid: U3\ndimension: U\ntitle: A\nseverity: low\npass: 0\nfail: 1\nremediation: B
evidence: {key: [file, f.log], where: rows_duplicate > 0 or rows_in = 0}\n--- */
with files as (select * from meta.files where ingest_dt >= $from)
select avg(rows_duplicate) as value, count(*) as n from files f where f.log <> 'x' or f.log is null";
    let check = check::parse(&Source::new("queries/readiness/duplicates.sql", text), "duplicates").unwrap();
    let evidence = check.evidence.unwrap();
    assert_eq!(evidence.key, ["file", "f.log"]);
    let expected = "with files as (select * from meta.files where ingest_dt >= $from) select distinct file, f.log from files f
        where (f.log <> 'x' or f.log is null) and (rows_duplicate > 0 or rows_in = 0) order by 1, 2 limit 20";
    assert_eq!(normal(&evidence.sql), normal(expected));
}

#[test]
fn every_key_of_a_mutation_is_read() {
    let text = "/* ---\ntitle: Decisions that are never answered\ndescription: All.\nreplaces: logs.decisions\ndetects: D1\n--- */
      select * replace (cast(null as timestamp) as decision_time) from logs.decisions";
    let mutation = mutation::parse(&Source::new("queries/mutations/unanswered.sql", text), "unanswered").unwrap();
    assert_eq!((mutation.name.as_str(), mutation.replaces.as_str(), mutation.detects.as_str()), ("unanswered", "logs.decisions", "D1"));
    assert!(mutation.sql.starts_with("select * replace") && mutation.definition.len() == 12);
}

#[test]
fn exemptions_are_a_list_and_an_empty_file_has_none() {
    let text = "# who, why, until when\n- {check: T7, owner: head of sales, reason: No B2B., granted: 2026-01-10, expires: 2026-06-01}\n";
    let expected = Exemption {
        check: "T7".into(),
        owner: "head of sales".into(),
        reason: "No B2B.".into(),
        granted: "2026-01-10".into(),
        expires: "2026-06-01".into(),
    };
    assert_eq!(Exemption::read("exemptions.yaml", text).unwrap(), [expected]);
    assert_eq!(Exemption::read("exemptions.yaml", "# none yet\n\n").unwrap(), []);
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
