//! The page of readiness beside `/readiness.json`: levels, scores, findings and losses are the same numbers.

use std::sync::LazyLock;

use gaugeglass_tests::{assert_shows, assert_shows_ends, between, get, plain};
use serde_json::Value;

use crate::pages::site;

/// The page and its data.
static READINESS: LazyLock<(String, Value)> = LazyLock::new(|| {
    let server = site();
    (get(&server.http, "/readiness").text(), get(&server.http, "/readiness.json").json())
});

/// The rows of the table with this label: the heading of each, and its numbers.
fn table(label: &str) -> Vec<(String, Vec<String>)> {
    let table = between(&READINESS.0, &format!("aria-label=\"{label}\""), "</table>")[0];
    let row = |row| {
        let numbers: Vec<String> = between(row, "<td class=\"number\">", "</td>").into_iter().map(plain).collect();
        (plain(between(row, "<th scope=\"row\">", "</th>")[0]), numbers)
    };
    between(between(table, "<tbody>", "</tbody>")[0], "<tr>", "</tr>").into_iter().map(row).collect()
}

/// The rows of the data under this name.
fn rows(name: &str) -> &'static [Value] {
    let rows = READINESS.1[name].as_array().unwrap();
    assert!(!rows.is_empty(), "no {name}");
    rows
}

/// Scores are whole, of a hundred.
fn assert_scores(span: &str, row: &Value, lo: &str, hi: &str, what: &str) {
    let (from, to) = span.split_once('–').unwrap_or((span, span));
    assert_shows(&format!("{from}%"), &row[lo], what);
    assert_shows(&format!("{to}%"), &row[hi], what);
}

#[test]
fn the_level_and_its_scores_are_those_of_the_data() {
    let (page, data) = &*READINESS;
    let tile = between(page, "<article class=\"tile readiness\">", "</article>")[0];
    let value = plain(between(tile, "<p class=\"value\">", "</p>")[0]);
    assert!(value.starts_with(&format!("Level {} of", data["level"])), "{value}");
    let score = plain(between(tile, "<p class=\"fine\">Score ", " of 100")[0]).replace(" to ", "–");
    assert_scores(&score, data, "score_lo", "score_hi", "the score of all");
    let shown = table("Scores by dimension");
    assert_eq!(shown.len(), rows("dimensions").len());
    for ((name, numbers), row) in shown.iter().zip(rows("dimensions")) {
        let wanted = format!("{} {}", row["key"].as_str().unwrap(), row["name"].as_str().unwrap());
        assert!(name.starts_with(&wanted), "{name}, {wanted}");
        assert_scores(&numbers[0], row, "lo", "hi", name);
        assert_shows(&numbers[1], &row["coverage"], name);
    }
}

#[test]
fn every_finding_is_shown_with_its_numbers() {
    let shown = between(&READINESS.0, "<article class=\"finding\" id=\"", "</article>");
    let findings: Vec<&Value> = rows("findings").iter().chain(rows("gates")).collect();
    assert_eq!(shown.len(), findings.len());
    for article in shown {
        let id = article.split('"').next().unwrap();
        let finding = findings.iter().find(|finding| finding["id"] == id).unwrap_or_else(|| panic!("{id} is not in the data"));
        let measured = between(article, "<div class=\"measured\">", "</p>")[0];
        assert_shows(&plain(between(measured, "<strong>", "</strong>")[0]), &finding["value"], id);
        let further: Vec<String> = between(measured, "<span class=\"muted\">", "</span>").into_iter().map(plain).collect();
        match further.iter().find(|text| text.contains('–')) {
            Some(interval) => assert_shows_ends(interval, finding, id),
            None => assert!(finding["lo"].is_null() || finding["hi"].is_null(), "{id}: its interval is not shown"),
        }
        let n = further.iter().find_map(|text| text.strip_prefix("n "));
        assert_shows(n.unwrap_or("—"), &finding["n"], id);
    }
}

#[test]
fn losses_and_probes_are_those_of_the_data() {
    let shown = table("From signal to value");
    assert_eq!(shown.len(), rows("waterfall").len());
    for ((name, numbers), row) in shown.iter().zip(rows("waterfall")) {
        let columns = ["entered", "count", "share", "arrived_if_mended"];
        // What arrives is no loss, and nothing could mend it.
        for (cell, column) in numbers.iter().zip(columns).filter(|(cell, _)| !cell.is_empty()) {
            assert_shows(cell, &row[column], &format!("{name}, {column}"));
        }
    }
    let shown = between(&READINESS.0, "<article class=\"probe\">", "</article>");
    assert_eq!(shown.len(), rows("probes").len());
    for (article, probe) in shown.into_iter().zip(rows("probes")) {
        // Between a sign and a word.
        let value = between(between(article, "<p class=\"value\">", "</p>")[0], "</span> ", " <span")[0];
        assert_shows(&plain(value), &probe["value"], &probe["probe"].to_string());
    }
}
