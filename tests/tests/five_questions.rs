//! A person new to the product, given only the first page, can tell from its text: is it working, is the data fresh, what is the
//! worst gap, who owns it, and what to do next. Each answer is that of the relations behind the page.

use std::sync::LazyLock;

use gaugeglass_tests::{Server, assert_shows, between, get, rows_over_http, serve, unescaped, world};
use serde_json::Value;

static SERVER: LazyLock<Server> = LazyLock::new(|| serve(&world().join("gaugeglass.toml"), &[], &[]));
/// The first page as it is read aloud: no markup, one space between words.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let html = get(&SERVER.http, "/").text();
    spoken(between(&html, "<main", "</main>")[0])
});

fn spoken(html: &str) -> String {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    in_one_line(&unescaped(&texts.collect::<Vec<_>>().join(" ")))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(sentence: &str) {
    let sentence = in_one_line(sentence);
    assert!(PAGE.contains(&sentence), "`{sentence}` is not on the first page:\n{}", *PAGE);
}

fn rows(sql: &str) -> Vec<Value> {
    rows_over_http(&SERVER.http, sql).as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("no {name} in {row}"))
}

/// The headline of a metric over the page's range.
fn headline(metric: &Value) -> Option<f64> {
    let (name, measures) = (text(metric, "name"), text(metric, "measures"));
    let measure = measures.split(", ").next().unwrap_or_default();
    rows(&format!("select cast(\"{measure}\" as double) as value from metric('{name}', null, null, 'total')"))[0]["value"].as_f64()
}

#[test]
fn the_first_page_says_whether_it_is_working() {
    let metrics = rows("select name, measures, direction, target from meta.metrics where target is not null");
    let is_met = |metric: &Value| {
        let (value, target) = (headline(metric)?, metric["target"].as_f64()?);
        Some(if text(metric, "direction") == "up_is_good" { value >= target } else { value <= target })
    };
    let verdicts: Vec<Option<bool>> = metrics.iter().map(is_met).collect();
    let count = |wanted: Option<bool>| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    let (met, missed, open) = (count(Some(true)), count(Some(false)), count(None));
    assert!(met > 0 && missed > 0, "{verdicts:?}");
    let open = if open == 0 { String::new() } else { format!(", {open} cannot be judged") };
    assert_says(&format!("On target: {met} of {} figures that have one. Off target: {missed}{open}.", verdicts.len()));
    let level = &rows("select * from readiness.level")[0];
    assert_says(&format!("Level {} of 5 {}", level["level"], text(level, "name")));
}

#[test]
fn the_first_page_says_how_fresh_the_data_is() {
    let metric = &rows("select name, measures, target from meta.metrics where name = 'freshness'")[0];
    let (age, target) = (headline(metric).unwrap(), metric["target"].as_f64().unwrap());
    assert_eq!(Some(age), rows("select max(ingest_age_h) as age from metrics.freshness")[0]["age"].as_f64());
    let verdict = if age <= target { "✓ On target" } else { "✕ Above target" };
    let tile = PAGE.split("Freshness ").nth(1).unwrap();
    let (shown, rest) = tile.split_once('h').unwrap();
    assert_shows(&format!("{}h", shown.trim()), &age.into(), "the tile of freshness");
    assert!(rest.trim_start().starts_with(&format!("{verdict} of {target}")), "{rest}");
}

/// The gap to be mended first.
fn first() -> Value {
    rows("select * from readiness.remediations order by place limit 1")[0].clone()
}

#[test]
fn the_first_page_says_what_the_worst_gap_is() {
    let first = first();
    assert_says(&format!("Worst gap: {} {}", text(&first, "id"), text(&first, "title")));
    let level = &rows("select binding_constraint from readiness.level")[0];
    let lowest = &rows("select name from readiness.dimensions order by lo limit 1")[0];
    assert_eq!(level["binding_constraint"], lowest["name"]);
    assert_says(&format!("Held back by {}", text(level, "binding_constraint")));
}

#[test]
fn the_first_page_says_who_owns_that_gap() {
    let first = first();
    let said = first["owner"].as_str().map_or("no owner is named".to_owned(), |owner| format!("owner {owner}"));
    let gap = PAGE.split("Worst gap: ").nth(1).unwrap();
    let (before_next, _) = gap.split_once("Next: ").unwrap();
    assert!(before_next.trim_end().ends_with(&said), "{before_next}");
}

#[test]
fn the_first_page_says_what_to_do_next() {
    let first = first();
    assert_says(&format!("Next: {}", text(&first, "remediation").replace('`', " ")));
}
