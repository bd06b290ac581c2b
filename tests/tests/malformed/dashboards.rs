//! A broken dashboard is told at its place by `check`, as a broken definition is.

use gaugeglass_tests::{run, world};

use super::definitions;
use super::reports::{Case, assert_told};

/// A dashboard without a mistake.
const GOOD: &str = "title: Mine
description: What we look at on Mondays.
defaults: {from: -28d, compare: prev}
presets: [-7d, -28d]
rows:
  - title: Orders
    panels:
      - {metric: aov, as: line, by: market, span: 8}
      - {metric: approval_turnaround, as: interval, by: risk_tier, span: 4}
      - {metrics: \"*\", family: links, as: stat}
      - {table: signal_to_value, as: funnel, x: stage, value: entered, where: {use_case_id: all}}
      - {table: slo_status, as: rows, columns: [slice, state], top: 5}
";

const CASES: &[Case] = &[
    ("unknown_key", "description:", "descripton:", "2:1", "unknown key `descripton`", "descripton", "did you mean `description`?"),
    ("no_title", "title: Mine\n", "", "4:1", "missing key `title`", "rows", "add `title:`"),
    ("yaml", "title: Mine", "title: [Mine", "1:8", "expected string scalar", "[", ""),
    ("compare", "compare: prev", "compare: previous", "3:33", "`previous` is not a comparison", "previous", "choose prev or none"),
    ("from", "from: -28d", "from: monday", "3:18", "`monday` is not a point in time", "monday", "`-28d`"),
    ("preset", "[-7d,", "[a week,", "4:11", "`a week` is not a point in time", "a", "`-28d`"),
    ("no_rows", "rows:", "row:", "5:1", "unknown key `row`", "row", "did you mean `rows`?"),
    ("no_panels", "panels:", "panel:", "7:5", "unknown key `panel`", "panel", "did you mean `panels`?"),
    ("metric", "metric: aov", "metric: aow", "8:18", "no metric named `aow`", "aow", "did you mean `aov`?"),
    ("kind", "as: line", "as: lien", "8:27", "no panel is shown as `lien`", "lien", "did you mean `line`?"),
    ("panel_key", "span: 8", "spam: 8", "8:45", "unknown key `spam`", "spam", "did you mean `span`?"),
    ("span", "span: 8", "span: 13", "8:51", "a span is 1 to 12 columns", "13", "a row has twelve columns"),
    ("span_word", "span: 8", "span: wide", "8:51", "not a whole number that can stand here", "wide", "such as 8"),
    ("key_twice", "span: 8", "span: 8, span: 8", "8:54", "key `span` is given twice", "span", "keep one of the two"),
    ("dimension", "by: market", "by: markt", "8:37", "metric `aov` has no dimension `markt`", "markt", "did you mean `market`?"),
    ("no_metric", "metric: aov, ", "", "8:14", "the panel must name a metric", "line", "name one `metric`"),
    ("selection", "\"*\"", "all", "10:19", "`all` is not a selection of metrics", "all", "metrics: \"*\""),
    ("family", "family: links", "family: link", "10:32", "unknown family `link`", "link", "did you mean `links`?"),
    (
        "tiles",
        "family: links, as: stat",
        "family: links, as: line",
        "10:43",
        "all metrics together are shown as tiles",
        "line",
        "write `as: stat`",
    ),
    (
        "table",
        "table: signal_to_value",
        "table: signals_to_value",
        "11:17",
        "no table named `signals_to_value`",
        "signals_to_value",
        "did you mean `signal_to_value`?",
    ),
    ("chart", "as: funnel", "as: funel", "11:38", "a table is not shown as `funel`", "funel", "did you mean `funnel`?"),
    ("column", "x: stage", "x: stge", "11:49", "table `signal_to_value` has no column `stge`", "stge", "did you mean `stage`?"),
    (
        "not_a_number",
        "value: entered",
        "value: stage",
        "11:63",
        "column `stage` is text, and a number is needed here",
        "stage",
        "name a column that is a number",
    ),
    ("no_value", " value: entered,", "", "11:38", "the funnel must name its `value`", "funnel", "it needs x, value"),
    (
        "condition",
        "use_case_id: all",
        "use_case: all",
        "11:80",
        "table `signal_to_value` has no column `use_case`",
        "use_case",
        "did you mean `use_case_id`?",
    ),
    ("shown", "[slice, state]", "[slice, stat]", "12:56", "table `slo_status` has no column `stat`", "stat", "did you mean `state`?"),
    ("top", "top: 5", "top: 0", "12:69", "no row would be shown", "0", "write how many rows are shown, such as 20"),
    (
        "no_by",
        "as: interval, by: risk_tier",
        "as: interval",
        "9:43",
        "the panel must say what `interval` is broken down by",
        "interval",
        "name the dimension with `by`",
    ),
    ("curve", "as: interval", "as: survival", "9:43", "a metric is not shown as `survival`", "survival", "name a `table` of results"),
    (
        "one_end",
        "as: funnel, x: stage, value: entered",
        "as: interval, x: stage, value: entered, lo: entered",
        "11:38",
        "an interval has two ends",
        "interval",
        "name `lo` and `hi`, or neither",
    ),
    ("no_such_side", "value: entered", "value: entered, y: stage", "11:75", "a funnel has no `y`", "stage", "it knows x, value"),
    ("unit", "value: entered", "value: entered, unit: counts", "11:78", "unknown unit `counts`", "counts", "did you mean `count`?"),
    (
        "own_title",
        "metric: aov, as: line",
        "metric: aov, title: Mine, as: line",
        "8:30",
        "a metric is called by its own title",
        "Mine",
        "change it in the metric's file",
    ),
    ("rows_have_none", "as: rows,", "as: rows, x: slice,", "12:42", "rows have no `x`", "slice", "name the `columns` to be shown"),
    (
        "parts",
        "as: line, by: market",
        "as: waterfall, by: market",
        "8:18",
        "metric `aov` cannot be summed over its slices",
        "aov",
        "choose `as: interval`, or another metric",
    ),
    (
        "no_course",
        "metric: approval_turnaround, as: interval, by: risk_tier",
        "metric: freshness, as: heatmap, by: source",
        "9:18",
        "metric `freshness` has no course over time",
        "freshness",
        "choose `as: interval`, or another metric",
    ),
    ("readiness", "as: line", "as: readiness", "8:27", "a readiness panel names no metric", "readiness", "remove `metric`"),
    (
        "undeclared",
        "by: market",
        "by: market, parameters: {wait: 60m}",
        "8:18",
        "metric `aov` has no parameter `wait`",
        "aov",
        "the metric declares no parameter",
    ),
];

#[test]
fn every_mistake_in_a_dashboard_is_told_at_its_place_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for (name, from, to, ..) in CASES {
        assert!(GOOD.contains(from), "{name}");
        std::fs::write(folder.path().join(format!("{name}.yaml")), GOOD.replacen(from, to, 1)).unwrap();
    }
    std::fs::write(folder.path().join("good.yaml"), GOOD).unwrap();
    let dashboards = folder.path().to_str().unwrap();
    let config = world().join("gaugeglass.toml");
    let output = run(&["check", "--dashboards-folders", dashboards, "--config", config.to_str().unwrap()]);
    assert_eq!(output.code, 1, "{}", output.err);
    for case in CASES {
        assert_told(&output.out, &format!("{dashboards}/{}.yaml", case.0), case);
    }
    assert!(!output.out.contains("/good.yaml"), "{}", output.out);
}

#[test]
fn sixty_mistakes_are_tried() {
    assert!(definitions::CASES.len() + CASES.len() >= 60);
}
