//! Dashboard files: what is read, and how errors name their place.
#![allow(clippy::unwrap_used)]

use gaugeglass_metrics::{Family, Registry};

use super::raw::parse;
use super::{Layouts, Shape, Subject, check, load};

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

#[test]
fn errors_point_at_the_line() {
    let panel = |panel: &str| format!("title: T\nrows:\n  - panels:\n      - {panel}\n");
    let cases = [
        ("rows: []\n".to_owned(), "missing key `title`", ""),
        (panel("{metric: aov, as: lien}"), "d.yaml:4:27: no panel is shown as `lien`", "did you mean `line`?"),
        (panel("{metric: aov, as: line, spam: 3}"), "d.yaml:4:33: unknown key `spam`", "did you mean `span`?"),
        (panel("{metric: aov, as: line, span: 13}"), "d.yaml:4:39: a span is 1 to 12 columns", "twelve"),
        (panel("{as: line}"), "d.yaml:4:14: the panel must name a metric", "`metric`"),
        (panel("{metric: aov, as: rows}"), "d.yaml:4:27: the panel must name a table", "`table`"),
        (panel("{table: experiment_health, as: line}"), "d.yaml:4:40: a table is not shown as `line`", "`as: rows`"),
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
    assert_eq!(findings[1].to_string(), "d.yaml:5:18: metric `aov` has no dimension `markt`");
    let text = "title: T\nrows:\n  - panels:\n      - {table: experiment_helth, as: rows}\n";
    let findings = check(&parse("d.yaml", text).unwrap(), &Registry::embedded());
    assert_eq!(findings[0].to_string(), "d.yaml:4:17: no table named `experiment_helth`");
    assert_eq!(findings[0].help(), Some("did you mean `experiment_health`?"));
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
