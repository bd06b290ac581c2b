//! Dashboard files: what is read, and how errors name their place.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use gaugeglass_engine::{Relation, RelationKind};
use gaugeglass_metrics::{Family, Registry, Unit};

use super::raw::parse;
use super::{Layouts, Shape, Subject, check, check_columns, load};
use crate::charts::Kind;

#[test]
fn the_built_in_dashboards_fit_the_built_in_metrics() {
    let loaded = load(&[]);
    let complaints: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(complaints, Vec::<String>::new());
    assert!(loaded.dashboards.contains_key("overview"), "no overview among {:?}", loaded.dashboards.keys());
    for dashboard in loaded.dashboards.values() {
        let complaints: Vec<String> = check(dashboard, &Registry::embedded()).iter().map(ToString::to_string).collect();
        assert_eq!(complaints, Vec::<String>::new());
    }
}

#[test]
fn panels_are_typed() {
    let text = "title: T\nrows:\n  - panels:\n      - {metric: aov, as: line, by: market, span: 8}\n      - {metrics: \"*\", family: links, as: stat}\n";
    let dashboard = parse("dashboards/t.yaml", text).unwrap();
    let panels = &dashboard.rows[0].panels;
    assert_eq!((dashboard.name.as_str(), panels[0].span, panels[1].span), ("t", 8, 3));
    assert_eq!(panels[1].subject, Subject::Every(Some(Family::Links)));
    assert!(matches!(&panels[0].subject, Subject::Metric(panel) if panel.shape == Shape::Line));
}

/// A file of one panel, which begins in line 4, column 9.
fn panel(panel: &str) -> String {
    format!("title: T\nrows:\n  - panels:\n      - {panel}\n")
}

#[test]
fn a_chart_over_a_table_says_which_column_is_what() {
    let text = "{table: signal_to_value, title: Through, as: funnel, x: stage, value: entered, where: {use_case_id: all}, unit: count}";
    let dashboard = parse("d.yaml", &panel(text)).unwrap();
    let Subject::Plot(plot) = &dashboard.rows[0].panels[0].subject else { panic!("{dashboard:?}") };
    let names: Vec<&str> = plot.encoding.columns().map(|column| column.name.as_str()).collect();
    assert_eq!((plot.kind, plot.unit, names), (Kind::Funnel, Some(Unit::Count), vec!["stage", "entered"]));
    let filter: Vec<(&str, &str)> = plot.selection.filter.iter().map(|(column, text)| (column.name.as_str(), text.as_str())).collect();
    assert_eq!((plot.selection.title.as_deref(), filter), (Some("Through"), vec![("use_case_id", "all")]));
    let flags = parse("d.yaml", &panel("{table: fast_lane, as: rows, where: {is_final: true, n: 7}, top: 5}")).unwrap();
    let Subject::Rows(rows) = &flags.rows[0].panels[0].subject else { panic!("{flags:?}") };
    let texts: Vec<&str> = rows.selection.filter.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!((texts, rows.top), (vec!["true", "7"], Some(5)));
}

#[test]
fn errors_point_at_the_line() {
    let cases = [
        ("rows: []\n".to_owned(), "missing key `title`", ""),
        (panel("{metric: aov, as: lien}"), "d.yaml:4:27: no panel is shown as `lien`", "did you mean `line`?"),
        (panel("{metric: aov, as: line, spam: 3}"), "d.yaml:4:33: unknown key `spam`", "did you mean `span`?"),
        (panel("{metric: aov, as: line, span: 13}"), "d.yaml:4:39: a span is 1 to 12 columns", "twelve"),
        (panel("{as: line}"), "d.yaml:4:14: the panel must name a metric", "`metric`"),
        (panel("{metric: aov, as: rows}"), "d.yaml:4:27: the panel must name a table", "`table`"),
        (panel("{table: experiment_health, as: line}"), "d.yaml:4:40: a table is not shown as `line`", "`as: rows`"),
        (panel("{metric: aov, as: survival}"), "d.yaml:4:27: a metric is not shown as `survival`", "`table`"),
        (panel("{metric: aov, as: interval}"), "d.yaml:4:27: the panel must say what `interval` is broken down by", "`by`"),
        (panel("{metric: aov, as: interval, by: market, x: a}"), "d.yaml:4:52: a metric has no `x`", "`by`"),
        (panel("{metric: aov, title: Mine, as: stat}"), "d.yaml:4:30: a metric is called by its own title", "file"),
        (panel("{table: fast_lane, as: funnel, x: a}"), "d.yaml:4:32: the funnel must name its `value`", "x, value"),
        (panel("{table: fast_lane, as: funnel, x: a, value: b, y: c}"), "d.yaml:4:59: a funnel has no `y`", "x, value"),
        (panel("{table: fast_lane, as: interval, x: a, value: b, lo: c}"), "d.yaml:4:32: an interval has two ends", "`hi`"),
        (panel("{table: fast_lane, as: interval, x: a, value: b, unit: hour}"), "d.yaml:4:64: unknown unit `hour`", "h"),
        (panel("{table: fast_lane, as: rows, x: a}"), "d.yaml:4:41: rows have no `x`", "`columns`"),
        (panel("{table: fast_lane, as: rows, top: 0}"), "d.yaml:4:43: no row would be shown", "20"),
        (panel("{table: fast_lane, as: rows, where: {\"a b\": c}}"), "`a b` is not the name of a column", "letters"),
        (panel("{metrics: all, as: stat}"), "d.yaml:4:19: `all` is not a selection of metrics", "\"*\""),
        (panel("{metrics: \"*\", family: link, as: stat}"), "d.yaml:4:32: unknown family `link`", "did you mean `links`?"),
        ("title: T\ndefaults: {from: monday}\nrows: []\n".to_owned(), "d.yaml:2:18: `monday` is not a point in time", "`-28d`"),
    ];
    for (text, message, help) in cases {
        let findings = parse("d.yaml", &text).unwrap_err();
        assert!(findings[0].to_string().contains(message), "{} in {text}", findings[0]);
        assert!(findings[0].help().unwrap_or_default().contains(help), "{:?} in {text}", findings[0].help());
    }
}

#[test]
fn names_are_checked_against_the_registry() {
    let text = "title: T\nrows:\n  - panels:\n      - {metric: aow, as: stat}\n      - {metric: aov, as: line, by: markt}\n";
    let findings = check(&parse("d.yaml", text).unwrap(), &Registry::embedded());
    assert_eq!(findings[0].to_string(), "d.yaml:4:18: no metric named `aow`");
    assert_eq!(findings[0].help(), Some("did you mean `aov`?"));
    assert_eq!(findings[1].to_string(), "d.yaml:5:37: metric `aov` has no dimension `markt`");
    let text = "title: T\nrows:\n  - panels:\n      - {table: experiment_helth, as: rows}\n";
    let findings = check(&parse("d.yaml", text).unwrap(), &Registry::embedded());
    assert_eq!(findings[0].to_string(), "d.yaml:4:17: no table named `experiment_helth`");
    assert_eq!(findings[0].help(), Some("did you mean `experiment_health`?"));
}

#[test]
fn metrics_are_checked_for_what_a_chart_needs_of_them() {
    let cases = [
        ("{metric: conversion_rate, as: waterfall, by: market}", "metric `conversion_rate` cannot be summed over its slices"),
        ("{metric: freshness, as: heatmap, by: source}", "metric `freshness` has no course over time"),
    ];
    for (text, message) in cases {
        let findings = check(&parse("d.yaml", &panel(text)).unwrap(), &Registry::embedded());
        assert_eq!(findings[0].to_string(), format!("d.yaml:4:18: {message}"));
    }
}

/// A table with a text, a number and a flag.
fn relations() -> Vec<Relation> {
    let columns = [("stage", DataType::Utf8), ("entered", DataType::Int64), ("is_final", DataType::Boolean)];
    let fields: Vec<Field> = columns.map(|(name, kind)| Field::new(name, kind, true)).into();
    vec![Relation {
        schema: "metrics".into(),
        name: "signal_to_value".into(),
        kind: RelationKind::View,
        arrow: Arc::new(Schema::new(fields)),
        doc: String::new(),
        key: Vec::new(),
    }]
}

#[test]
fn columns_are_checked_against_the_table_and_named_at_their_place() {
    let cases = [
        (
            "{table: signal_to_value, as: rows, columns: [stage, enterd]}",
            "4:61: table `signal_to_value` has no column `enterd`",
            "`entered`",
        ),
        ("{table: signal_to_value, as: rows, where: {stge: late}}", "4:52: table `signal_to_value` has no column `stge`", "`stage`"),
        ("{table: signal_to_value, as: funnel, x: step, value: entered}", "4:49: table `signal_to_value` has no column `step`", "stage"),
        (
            "{table: signal_to_value, as: funnel, x: stage, value: stage}",
            "4:63: column `stage` is text, and a number is needed here",
            "number",
        ),
        (
            "{table: signal_to_value, as: survival, x: stage, value: entered}",
            "4:51: column `stage` is text, and a number is needed",
            "number",
        ),
        (
            "{table: signal_to_value, as: cohort, x: entered, y: stage, value: entered, final: stage}",
            "4:91: column `stage` is text",
            "flag",
        ),
    ];
    for (text, message, help) in cases {
        let findings = check_columns(&parse("d.yaml", &panel(text)).unwrap(), &relations());
        assert!(findings[0].to_string().contains(message), "{} in {text}", findings[0]);
        assert!(findings[0].help().unwrap_or_default().contains(help), "{:?} in {text}", findings[0].help());
    }
    let sound = "{table: signal_to_value, as: cohort, x: entered, y: stage, value: entered, final: is_final}";
    for relations in [relations(), Vec::new()] {
        assert!(check_columns(&parse("d.yaml", &panel(sound)).unwrap(), &relations).is_empty());
    }
}

#[test]
fn a_broken_file_keeps_its_last_good_version() {
    let folder = std::env::temp_dir().join(format!("gaugeglass-layouts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("mine.yaml");
    let layouts = Layouts::new(vec![folder.clone()]);
    std::fs::write(&file, "title: Mine\nrows: []\n").unwrap();
    assert_eq!(layouts.current().dashboards["mine"].title, "Mine");
    std::fs::write(&file, "title: [\n").unwrap();
    let broken = layouts.current();
    assert_eq!(broken.dashboards["mine"].title, "Mine");
    assert_eq!(broken.diagnostics.len(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(layouts.current().diagnostics[0].message().contains("cannot be read"));
}
