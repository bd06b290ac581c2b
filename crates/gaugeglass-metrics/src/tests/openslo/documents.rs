//! What a document says is in its type, under the specification's words.

use super::{DOCUMENTS, entries};
use crate::openslo::{
    AlertConditionSpec, Body, BudgetingMethod, ConditionKind, Entry, Linked, Map, Number, Operator, RawType, SliceWindow, SloSpec, Value,
};

fn body(name: &str) -> Body {
    let found = entries(DOCUMENTS).into_iter().find(|entry| entry.document.metadata.name == name);
    found.unwrap_or_else(|| panic!("{name}")).document.body
}

fn slo(name: &str) -> SloSpec {
    match body(name) {
        Body::Slo(spec) => *spec,
        other => panic!("{other:?}"),
    }
}

fn text(text: &str) -> Value {
    Value::from(text)
}

#[test]
fn a_stream_has_every_kind_and_those_that_nobody_knows() {
    let entries = entries(DOCUMENTS);
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.document.kind()).collect();
    let expected = [
        "DataSource",
        "Service",
        "SLI",
        "SLI",
        "SLO",
        "SLO",
        "SLO",
        "SLO",
        "AlertPolicy",
        "AlertCondition",
        "AlertNotificationTarget",
        "BudgetAdjustment",
        "SLO",
    ];
    assert_eq!(kinds, expected);
    assert!(entries.iter().rev().take(2).all(|entry| matches!(entry.document.body, Body::Other(_))));
    assert_eq!(entries.iter().filter_map(Entry::slo).count(), 4);
}

#[test]
fn names_labels_and_annotations_are_read() {
    let entries = entries(DOCUMENTS);
    let metadata = &entries[1].document.metadata;
    assert_eq!((metadata.name.as_str(), metadata.display_name.as_deref()), ("checkout", None));
    let labels = metadata.labels.as_ref().unwrap();
    assert_eq!(labels.get("tier"), Some(&text("1")));
    assert_eq!(labels.get("teams"), Some(&Value::List(vec![text("payments"), text("web")])));
    assert_eq!(metadata.annotations, Some(Map::from([("acme.example/cost-centre".to_owned(), text("0042"))])));
    let Body::Service(service) = &entries[1].document.body else { panic!() };
    assert_eq!(service.description.as_deref(), Some("Everything from the cart\nto the receipt.\n"));
}

#[test]
fn a_data_source_keeps_whatever_its_system_needs() {
    let Body::DataSource(source) = body("shop-prometheus") else { panic!() };
    assert_eq!(source.source_type, "Prometheus");
    let Some(Value::Map(details)) = source.connection_details else { panic!() };
    assert_eq!(details.get("timeout"), Some(&Value::Number(Number::Integer(30))));
    assert_eq!((details.get("insecure"), details.get("proxy")), (Some(&Value::Flag(false)), Some(&Value::Null)));
}

#[test]
fn an_indicator_counts_or_has_its_share_computed_before() {
    let Body::Sli(counted) = body("paid-orders") else { panic!() };
    let ratio = counted.ratio_metric.unwrap();
    let good = ratio.good.unwrap().metric_source;
    assert_eq!((good.metric_source_ref.as_deref(), good.source_type), (Some("shop-prometheus"), None));
    assert_eq!(good.spec.get("query"), Some(&text("sum(paid{code=~\"2..\"})")));
    assert_eq!((ratio.counter, ratio.bad, ratio.raw_type), (Some(true), None, None));
    assert_eq!(ratio.total.unwrap().metric_source.source_type.as_deref(), Some("Prometheus"));
    let Body::Sli(computed) = body("error-share") else { panic!() };
    let ratio = computed.ratio_metric.unwrap();
    assert_eq!((ratio.raw_type, ratio.raw.is_some(), ratio.total.is_some()), (Some(RawType::Failure), true, false));
}

#[test]
fn a_promise_in_events_over_a_rolling_window_has_several_objectives() {
    let slo = slo("orders-are-paid");
    assert_eq!((slo.service.as_str(), slo.indicator_ref.as_deref()), ("checkout", Some("paid-orders")));
    assert_eq!(slo.budgeting_method, BudgetingMethod::Occurrences);
    let window = &slo.time_window.as_ref().unwrap()[0];
    assert_eq!((window.duration.seconds(), window.is_rolling, window.calendar.is_some()), (Some(2_419_200), Some(true), false));
    let shares: Vec<f64> = slo.objectives.iter().map(|objective| objective.share()).collect();
    assert_eq!(shares, [0.95, 0.999]);
    assert_eq!(slo.objectives[1].rest.get("note"), Some(&text("kept though unknown")));
    assert_eq!(slo.rest.get("owners"), Some(&Value::List(vec![text("ada"), text("grace")])));
}

#[test]
fn alert_policies_are_named_or_written_out_to_any_depth() {
    let policies = slo("orders-are-paid").alert_policies.unwrap();
    let [Linked::Named { key, name, .. }, Linked::Inline(inline)] = policies.as_slice() else { panic!("{policies:?}") };
    assert_eq!((*key, name.as_str()), ("alertPolicyRef", "wake-somebody"));
    let [Linked::Inline(condition)] = inline.spec.conditions.as_slice() else { panic!() };
    let AlertConditionSpec { severity, condition, .. } = &condition.spec;
    assert_eq!((severity.as_str(), condition.kind, condition.op), ("ticket", Some(ConditionKind::Burnrate), Some(Operator::Gte)));
    assert_eq!((condition.threshold, condition.lookback_window.as_str()), (Number::Integer(1), "3d"));
    let Body::AlertPolicy(policy) = body("wake-somebody") else { panic!() };
    let told = (policy.alert_when_no_data, policy.alert_when_resolved, policy.alert_when_breaching);
    assert_eq!(told, (Some(true), Some(false), Some(true)));
    assert_eq!(policy.notification_targets.len(), 2);
}

#[test]
fn a_promise_in_time_slices_over_the_calendar_compares_raw_values() {
    let slo = slo("pages-are-fast");
    assert_eq!(slo.budgeting_method, BudgetingMethod::Timeslices);
    let window = &slo.time_window.as_ref().unwrap()[0];
    let calendar = window.calendar.as_ref().unwrap();
    assert_eq!((calendar.start_time.as_str(), calendar.time_zone.as_str()), ("2026-01-01 00:00:00", "America/New_York"));
    assert_eq!((window.duration.as_str(), window.duration.seconds(), window.is_rolling), ("1M", None, Some(false)));
    let objective = &slo.objectives[0];
    assert_eq!((objective.op, objective.value), (Some(Operator::Lte), Some(Number::Float(1.5))));
    assert_eq!(objective.time_slice_target, Some(Number::Integer(1)));
    assert_eq!(objective.time_slice_window, Some(SliceWindow::Minutes(Number::Integer(5))));
    assert!(slo.indicator.unwrap().spec.threshold_metric.is_some());
}

#[test]
fn a_promise_in_shares_of_slices_counts_bad_events() {
    let slo = slo("search-answers");
    assert_eq!(slo.budgeting_method, BudgetingMethod::RatioTimeslices);
    assert!(matches!(&slo.objectives[0].time_slice_window, Some(SliceWindow::Duration(window)) if window.as_str() == "1m"));
    let ratio = slo.indicator.unwrap().spec.ratio_metric.unwrap();
    assert_eq!((ratio.counter, ratio.good.is_some(), ratio.bad.is_some()), (Some(false), false, true));
    assert_eq!(slo.time_window.unwrap()[0].is_rolling, None);
}

#[test]
fn the_objectives_of_a_composite_have_indicators_and_weights() {
    let slo = slo("the-shop-works");
    assert_eq!((slo.indicator.is_some(), slo.indicator_ref), (false, None));
    let weights: Vec<f64> = slo.objectives.iter().filter_map(|objective| objective.composite_weight).map(Number::as_f64).collect();
    assert_eq!(weights, [3.0, 0.5]);
    assert_eq!(slo.objectives[0].indicator_ref.as_deref(), Some("paid-orders"));
    assert!(slo.objectives.iter().all(|objective| objective.is_composite()));
}
