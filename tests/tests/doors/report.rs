//! The report of a dashboard beside the addresses of its metrics.

use std::collections::BTreeMap;

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{assert_shows, between, plain, run};

use super::{RANGE, config, page};

/// The text of the first element that begins so.
fn element(html: &str, open: &str, close: &str) -> Option<String> {
    between(html, open, close).first().map(|rest| plain(&format!("{open}{rest}")))
}

/// What a report calls its figures, each with the headline that stands there.
fn headlines(report: &str) -> Vec<(String, String)> {
    let value = |tile: &str| element(tile, "<p class=\"value", "</p>");
    let said = |figure: &str| element(figure, "<p class=\"say\"", "</p>").as_deref().map(first);
    let tiles = between(report, "<article class=\"tile\">", "</article>").into_iter().map(|tile| (tile, value(tile)));
    let figures = between(report, "<figure", "</figure>").into_iter().map(|figure| (figure, said(figure)));
    tiles.chain(figures).filter_map(|(html, headline)| element(html, "<h3", "</h3>").zip(headline)).collect()
}

/// What a sentence begins with: the figure over the whole range.
fn first(sentence: &str) -> String {
    let part = sentence.split([',', ';']).next().unwrap_or_default();
    part.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[test]
fn a_report_of_every_metric_shows_the_figures_of_their_pages() {
    let output = run(&["report", "overview", "--config", config().to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.err);
    let registry = Registry::embedded();
    let mut waiting: BTreeMap<&str, _> = registry.metrics().map(|metric| (metric.title.as_str(), metric)).collect();
    assert_eq!(waiting.len(), registry.metrics().count(), "two metrics have one title");
    let metrics = waiting.clone();
    for (title, headline) in headlines(&output.out) {
        let Some(metric) = metrics.get(title.as_str()) else { continue };
        let answer = page(&metric.name, &format!("grain=total&{RANGE}"));
        assert_shows(&headline, &answer["rows"][0][metric.measures[0].as_str()], &format!("{title} in the report"));
        waiting.remove(title.as_str());
    }
    assert!(waiting.is_empty(), "not in the report: {:?}", waiting.keys());
}
