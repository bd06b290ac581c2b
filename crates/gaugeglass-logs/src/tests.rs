#![allow(clippy::unwrap_used)]
//! What holds for every contract, and two schemas written out by hand.

use std::collections::HashSet;

use arrow::datatypes::{DataType, TimeUnit};

use crate::{ColumnType, Need, Rule, envelope, log, logs};

#[test]
fn log_names_are_unique_and_found_by_name() {
    let names: HashSet<_> = logs().iter().map(|log| log.name).collect();
    assert_eq!(names.len(), logs().len());
    assert_eq!(logs().len(), 20);
    for each in logs() {
        assert_eq!(log(each.name).unwrap().name, each.name);
    }
    assert!(log("event").is_none());
}

#[test]
fn column_names_are_unique_within_a_log() {
    for log in logs() {
        let names: HashSet<_> = log.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), log.columns.len(), "{}", log.name);
    }
}

#[test]
fn names_are_snake_case() {
    let is_snake = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    for log in logs() {
        assert!(is_snake(log.name), "{}", log.name);
        for column in &log.columns {
            assert!(is_snake(column.name), "{}.{}", log.name, column.name);
        }
    }
}

#[test]
fn every_key_and_time_is_a_column() {
    for log in logs() {
        assert!(!log.key.is_empty(), "{}", log.name);
        for name in log.key {
            assert!(log.column(name).is_some(), "{}.{name}", log.name);
        }
        if let Some(name) = log.time {
            let kind = log.column(name).unwrap().kind;
            assert_eq!(kind, ColumnType::Instant, "{}.{name}", log.name);
        }
    }
}

#[test]
fn every_log_and_column_is_documented_in_a_sentence() {
    for log in logs() {
        assert!(log.doc.ends_with('.'), "{}", log.name);
        assert!(log.grain.starts_with("one row per "), "{}", log.name);
        for column in &log.columns {
            assert!(column.doc.ends_with('.'), "{}.{}", log.name, column.name);
            assert!(column.doc.len() > 8, "{}.{}", log.name, column.name);
        }
    }
}

#[test]
fn facts_open_with_the_envelope_and_registries_carry_none_of_it() {
    let envelope = envelope::columns();
    let facts: Vec<_> = logs().iter().filter(|log| log.is_fact()).collect();
    for log in &facts {
        assert_eq!(log.columns[..envelope.len()], envelope, "{}", log.name);
        assert_eq!(log.time, Some("event_time"));
    }
    let names: Vec<_> = facts.iter().map(|log| log.name).collect();
    assert_eq!(names, ["events", "orders", "decisions", "deliveries", "approvals", "identity_observations", "assignments", "exposures",]);
    for log in logs().iter().filter(|log| !log.is_fact()) {
        assert!(log.column("event_id").is_none(), "{}", log.name);
    }
}

#[test]
fn rules_fit_the_type_of_their_column() {
    for log in logs() {
        for column in &log.columns {
            let is_label = column.kind == ColumnType::Label;
            let fits = match column.rule {
                None => true,
                Some(Rule::OneOf(labels) | Rule::Only(labels)) => is_label && labels.len() > 1,
                Some(Rule::NonNegative | Rule::Between(..)) => column.kind.arrow().is_numeric() && !is_label,
            };
            assert!(fits, "{}.{}", log.name, column.name);
        }
    }
}

#[test]
fn every_schema_field_is_nullable_in_the_order_of_the_columns() {
    for log in logs() {
        let schema = log.schema();
        assert_eq!(schema.fields().len(), log.columns.len());
        for (field, column) in schema.fields().iter().zip(&log.columns) {
            assert_eq!(field.name(), column.name);
            assert!(field.is_nullable(), "{}.{}", log.name, column.name);
        }
    }
}

/// "name: type" of every column, with Arrow types cut to one word.
fn outline(name: &str) -> Vec<String> {
    let log = log(name).unwrap();
    let word = |kind: &DataType| match kind {
        DataType::Dictionary(_, _) => "Dictionary".to_owned(),
        DataType::Timestamp(TimeUnit::Microsecond, Some(zone)) => format!("Timestamp({zone})"),
        other => format!("{other}"),
    };
    let fields = log.schema().fields().clone();
    fields
        .iter()
        .zip(&log.columns)
        .map(|(field, column)| {
            let mark = match column.need {
                Need::Required => "!",
                Need::Optional => "",
                Need::Conditional => "?",
            };
            format!("{}{mark}: {}", field.name(), word(field.data_type()))
        })
        .collect()
}

#[test]
fn the_schema_of_identity_links_is_as_written_by_hand() {
    assert_eq!(
        outline("identity_links"),
        [
            "link_id!: Utf8",
            "left_type!: Dictionary",
            "left_hash!: Utf8",
            "right_type!: Dictionary",
            "right_hash!: Utf8",
            "method!: Dictionary",
            "rule_id: Dictionary",
            "model_version: Dictionary",
            "confidence: Float32",
            "evidence_event_id: Utf8",
            "valid_from!: Timestamp(UTC)",
            "valid_to: Timestamp(UTC)",
            "recorded_time!: Timestamp(UTC)",
            "retracted_time: Timestamp(UTC)",
        ]
    );
}

#[test]
fn the_schema_of_assignments_is_as_written_by_hand() {
    let outline = outline("assignments");
    let (envelope, own) = outline.split_at(19);
    assert_eq!(
        envelope[..8],
        [
            "event_id!: Utf8",
            "source!: Dictionary",
            "type!: Dictionary",
            "event_time!: Timestamp(UTC)",
            "client_time: Timestamp(UTC)",
            "sent_time: Timestamp(UTC)",
            "received_time?: Timestamp(UTC)",
            "ingest_time!: Timestamp(UTC)",
        ]
    );
    assert_eq!(
        envelope[8..18],
        [
            "time_precision!: Dictionary",
            "clock_source: Dictionary",
            "tz: Dictionary",
            "trace_id: Utf8",
            "span_id: Utf8",
            "schema_ref: Dictionary",
            "environment: Dictionary",
            "is_test: Boolean",
            "is_bot: Boolean",
            "bot_reason: Dictionary",
        ]
    );
    assert!(envelope[18].starts_with("extra: Map("));
    assert_eq!(
        own,
        [
            "experiment_id!: Utf8",
            "variant_id!: Utf8",
            "unit_type!: Dictionary",
            "unit_id_hash!: Utf8",
            "weight_at_assignment: Float64",
            "reason: Dictionary",
        ]
    );
}

#[test]
fn nested_columns_hold_the_members_of_the_contract() {
    let members = |kind: ColumnType| match kind.arrow() {
        DataType::List(item) => match item.data_type() {
            DataType::Struct(fields) => fields.iter().map(|field| field.name().clone()).collect::<Vec<_>>().join(","),
            other => other.to_string(),
        },
        other => other.to_string(),
    };
    let cases = [
        (ColumnType::TextList, "Utf8"),
        (ColumnType::Items, "product_id,sku,quantity,price,category,coupon,position"),
        (ColumnType::Identifiers, "id_type,id_hash"),
        (ColumnType::Candidates, "action_id,score,propensity,eligible,reject_reason"),
        (ColumnType::Arms, "variant_id,weight,is_control"),
    ];
    for (kind, expected) in cases {
        assert_eq!(members(kind), expected, "{kind:?}");
    }
}

#[test]
fn a_rule_has_a_name_and_words() {
    let cases = [
        (Rule::OneOf(&["a", "b"]), "unknown_label", "is usually one of a, b"),
        (Rule::Only(&["a", "b"]), "label_not_allowed", "must be one of a, b"),
        (Rule::NonNegative, "negative", "must be zero or more"),
        (Rule::PROBABILITY, "out_of_range", "must be from 0 to 1"),
    ];
    for (rule, name, words) in cases {
        assert_eq!(rule.name(), name);
        assert_eq!(rule.describe(), words);
    }
}

#[test]
fn only_the_precision_of_clocks_is_a_closed_vocabulary() {
    let closed: HashSet<_> = logs()
        .iter()
        .flat_map(|log| &log.columns)
        .filter(|column| matches!(column.rule, Some(Rule::Only(_))))
        .map(|column| column.name)
        .collect();
    assert_eq!(closed, HashSet::from(["time_precision"]));
}
