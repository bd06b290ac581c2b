//! The panels of every dashboard beside their data: each shows the numbers that its own address gives as `.json`.

use std::sync::LazyLock;

use gaugeglass_tests::{Server, assert_shows, assert_shows_ends, between, get, plain, unescaped};
use serde_json::Value;

use crate::pages::site;

const PAGES: [&str; 7] = ["/", "/d/approvals", "/d/consistency", "/d/experiments", "/d/identity", "/d/links", "/d/slo"];
/// Columns of a metric's answer that say what a row is, not how much.
const STAMP: [&str; 8] = ["bucket", "lo", "hi", "maturity", "grade", "as_of", "watermark", "definition"];
const NUMERIC: [&str; 5] = ["double", "real", "bigint", "integer", "smallint"];
/// Further rows are in the downloads only.
const ROWS_MAX: usize = 500;

static SERVER: LazyLock<Server> = LazyLock::new(site);

fn page(path: &str) -> String {
    get(&SERVER.http, path).text()
}

fn data(address: &str) -> Value {
    get(&SERVER.http, address).json()
}

/// The address of the figure over the whole range, from that of the metric's page.
fn total_of(page: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let joint = if query.is_empty() { "" } else { "&" };
    format!("{path}.json?{query}{joint}grain=total")
}

/// A name as pages write it.
fn text(value: &Value) -> String {
    if value.is_null() { "—".to_owned() } else { value.as_str().map_or_else(|| value.to_string(), str::to_owned) }
}

/// A metric's answer.
struct Answer {
    by: Vec<String>,
    /// The headline first, `n` last.
    numbers: Vec<String>,
    rows: Vec<Value>,
    is_total: bool,
}

impl Answer {
    fn of(address: &str) -> Answer {
        let data = data(address);
        let by: Vec<String> = data["by"].as_array().unwrap().iter().map(text).collect();
        let names = data["columns"].as_array().unwrap().iter().map(|column| text(&column["name"]));
        let numbers = names.filter(|name| !STAMP.contains(&name.as_str()) && !by.contains(name)).collect();
        Answer { numbers, by, rows: data["rows"].as_array().unwrap().clone(), is_total: data["grain"] == "total" }
    }

    fn names(&self, row: &Value) -> Vec<String> {
        self.by.iter().map(|dimension| text(&row[dimension.as_str()])).collect()
    }

    /// The only row of these values of the dimensions.
    fn row(&self, names: &[String], what: &str) -> &Value {
        let found: Vec<&Value> = self.rows.iter().filter(|row| self.names(row) == names).collect();
        assert_eq!(found.len(), 1, "{what}: {names:?} in the data");
        found[0]
    }
}

/// A figure of a page: what it is called, its markup, and where its data is.
fn figures(page: &str) -> Vec<(String, &str, String)> {
    let figure = |html| {
        let title = plain(&format!("<h3{}", between(html, "<h3", "</h3>")[0]));
        let links: Vec<&str> = between(html, "href=\"", "\"").into_iter().filter(|href| href.contains(".json")).collect();
        assert_eq!(links.len(), 1, "{title}: {links:?}");
        (title, html, unescaped(links[0]))
    };
    between(page, "<figure", "</figure>").into_iter().map(figure).collect()
}

fn rows(table: &str) -> Vec<&str> {
    between(between(table, "<tbody>", "</tbody>")[0], "<tr>", "</tr>")
}

fn cells(row: &str) -> Vec<String> {
    between(row, "<td", "</td>").into_iter().map(|cell| plain(&format!("<td{cell}"))).collect()
}

#[test]
fn a_tile_shows_the_headline_of_its_metric() {
    let mut seen = 0;
    for path in PAGES {
        for tile in between(&page(path), "<article class=\"tile\">", "</article>") {
            let href = unescaped(between(tile, "href=\"", "\"")[0]);
            check_tile(tile, &Answer::of(&total_of(&href)), &format!("{path}, {href}"));
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} tiles");
}

fn check_tile(tile: &str, answer: &Answer, what: &str) {
    let row = answer.rows.first().cloned().unwrap_or_default();
    let value = between(tile, "<p class=\"value", "</p>")[0];
    assert_shows(&plain(&format!("<p class=\"value{value}")), &row[answer.numbers[0].as_str()], what);
    // Where no value can be given, words stand in place of the rest.
    if tile.contains("class=\"notice") {
        return;
    }
    let fine = between(tile, "<p class=\"fine\">", "</p>").into_iter().map(plain).find(|text| text.contains("n ")).unwrap();
    let (interval, n) = fine.rsplit_once("n ").unwrap();
    assert_shows(n, &row["n"], what);
    if !interval.is_empty() {
        assert_shows_ends(interval.trim_end_matches(" · "), &row, what);
    }
}

#[test]
fn what_changed_is_what_its_metrics_say() {
    let overview = page("/");
    let changes = between(&overview, "<section class=\"changes\"", "</section>")[0];
    let changes = between(changes, "<li>", "</li>");
    assert!(!changes.is_empty());
    for change in changes {
        let href = unescaped(between(change, "href=\"", "\"")[0]);
        let answer = Answer::of(&total_of(&href));
        assert_shows(&plain(between(change, "<strong>", "</strong>")[0]), &answer.rows[0][answer.numbers[0].as_str()], &href);
    }
}

#[test]
fn a_figure_of_a_metric_shows_the_rows_behind_it() {
    let mut seen = 0;
    for path in PAGES {
        for (title, html, address) in figures(&page(path)).into_iter().filter(|(_, _, address)| address.starts_with("/m/")) {
            let (answer, what) = (Answer::of(&address), format!("{path}, {title}"));
            match between(html, "<table", "</table>").first() {
                None => assert!(html.contains("class=\"notice"), "{what}: neither rows nor a word why"),
                Some(table) if table.starts_with(" class=\"slices") => check_slices(table, &answer, &what),
                Some(table) => check_rows(table, &answer, &what),
            }
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} figures of metrics");
}

fn check_slices(table: &str, answer: &Answer, what: &str) {
    assert!(!rows(table).is_empty(), "{what}");
    for slice in rows(table) {
        let name = plain(between(slice, "<th scope=\"row\">", "</th>")[0]);
        let (row, cells) = (answer.row(std::slice::from_ref(&name), what), cells(slice));
        assert_shows(&cells[0], &row[answer.numbers[0].as_str()], &format!("{what}, {name}"));
        assert_shows(cells.last().unwrap(), &row["n"], &format!("{what}, n of {name}"));
        let interval = unescaped(between(slice, "title=\"", "\"")[0]);
        if interval.contains('–') {
            assert_shows_ends(&interval, row, &format!("{what}, {name}"));
        }
    }
}

fn check_rows(table: &str, answer: &Answer, what: &str) {
    let (shown, by) = (rows(table), answer.by.len());
    assert_eq!(shown.len(), answer.rows.len().min(ROWS_MAX), "{what}");
    for (cells, newest) in shown.into_iter().map(cells).zip(answer.rows.iter().rev()) {
        let names = &cells[1..=by];
        // Over time the newest is first; a total has the order of its drawing.
        let row = if answer.is_total { answer.row(names, what) } else { newest };
        assert_eq!(answer.names(row), names, "{what}");
        let (numbers, rest) = cells[1 + by..].split_at(answer.numbers.len());
        for (cell, number) in numbers.iter().zip(&answer.numbers) {
            assert_shows(cell, &row[number.as_str()], &format!("{what}, {number} of {names:?} {}", row["bucket"]));
        }
        if let Some(interval) = rest.first().filter(|cell| cell.contains('–')) {
            assert_shows_ends(interval, row, what);
        }
    }
}

#[test]
fn a_table_of_results_shows_its_own_rows() {
    let mut seen = 0;
    for path in PAGES {
        for (title, html, address) in figures(&page(path)).into_iter().filter(|(_, _, address)| address.starts_with("/sql")) {
            let (data, what) = (data(&address), format!("{path}, {title}"));
            match between(html, "<table", "</table>").first() {
                None => assert_eq!(data["rows"], Value::Array(Vec::new()), "{what}: nothing of this is shown"),
                Some(table) => check_results(table, &data, &what),
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} figures of tables");
}

fn check_results(table: &str, data: &Value, what: &str) {
    let columns = data["columns"].as_array().unwrap();
    let heads = between(table, "<th scope=\"col\"", "</th>").into_iter().map(|head| plain(&format!("<th{head}")));
    let named = |head: String| columns.iter().find(|column| words(&text(&column["name"])) == head);
    let shown: Vec<&Value> = heads.map(|head| named(head).unwrap_or_else(|| panic!("{what}: a head is no column"))).collect();
    let (rows, all) = (rows(table), data["rows"].as_array().unwrap());
    assert!(!rows.is_empty() && rows.len() <= all.len(), "{what}: {} of {} rows", rows.len(), all.len());
    for (cells, row) in rows.into_iter().map(cells).zip(all) {
        assert_eq!(cells.len(), shown.len(), "{what}: {cells:?}");
        for (cell, column) in cells.iter().zip(&shown) {
            let (name, kind) = (column["name"].as_str().unwrap(), column["type"].as_str().unwrap());
            let what = format!("{what}, {name} in {row}");
            match kind {
                "text" => assert_eq!(*cell, text(&row[name]).trim(), "{what}"),
                kind if NUMERIC.contains(&kind) => assert_shows(cell, &row[name], &what),
                // Instants are written in the zone, flags as words.
                _ => assert!(!cell.is_empty(), "{what}"),
            }
        }
    }
}

/// The name of a column as a head: its unit stands with the values.
fn words(column: &str) -> String {
    let units = ["_ms", "_s", "_min", "_h", "_d"];
    let name = units.iter().find_map(|unit| column.strip_suffix(unit)).unwrap_or(column).replace('_', " ");
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
