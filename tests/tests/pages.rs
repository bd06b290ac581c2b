//! The pages as readers get them: without JavaScript by one request, and in a real browser.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gaugeglass_tests::{Server, escaped, get, python_available, python_with, serve, world};
use serde_json::Value;

const STATEMENT: &str = "select log, sum(rows_in) as rows from meta.files group by log order by log";

/// Metrics in a range of whole weeks, one of them sliced.
const METRICS: [&str; 6] = [
    "aov?from=2026-03-02&to=2026-05-04&grain=week",
    "conversion_rate?from=2026-03-02&to=2026-05-04&grain=week",
    "decision_latency?from=2026-03-02&to=2026-05-04&grain=week",
    "approval_turnaround?from=2026-03-02&to=2026-05-04&grain=month",
    "decision_slo?from=2026-03-02&to=2026-05-04&grain=day",
    "aov?from=2026-03-02&to=2026-05-04&grain=month&by=market",
];

const HEADERS: [&str; 4] = [
    "content-security-policy: default-src 'none';",
    "x-content-type-options: nosniff",
    "referrer-policy:",
    "content-type: text/html; charset=utf-8",
];

/// Every kind of page, with the status it is answered with.
fn paths() -> Vec<(String, u16)> {
    let mut paths: Vec<(String, u16)> = METRICS.iter().map(|metric| (format!("/m/{metric}"), 200)).collect();
    paths.extend([
        ("/".to_owned(), 200),
        ("/d/consistency".to_owned(), 200),
        ("/d/experiments".to_owned(), 200),
        ("/d/slo".to_owned(), 200),
        ("/d/identity".to_owned(), 200),
        ("/d/approvals".to_owned(), 200),
        ("/d/links".to_owned(), 200),
        ("/patterns".to_owned(), 200),
        ("/readiness".to_owned(), 200),
        ("/sql".to_owned(), 200),
        (format!("/sql?q={}", escaped(STATEMENT)), 200),
        (format!("/sql?q={}", escaped("select reveneu from logs.orders")), 400),
        ("/catalog".to_owned(), 200),
        ("/catalog?q=orders".to_owned(), 200),
        ("/m/aov?grain=fortnight".to_owned(), 400),
        ("/m/no_such_metric".to_owned(), 404),
        ("/no/such/page".to_owned(), 404),
    ]);
    paths
}

fn site() -> Server {
    serve(&world().join("gaugeglass.toml"), &[], &[])
}

/// Everything between two marks, each time they occur.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// Text of HTML without its tags.
fn plain(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#60;", "<").replace("&#62;", ">").trim().to_owned()
}

#[test]
fn every_page_is_whole_without_a_script_and_forbids_strangers() {
    let server = site();
    for (path, status) in paths() {
        let page = get(&server.http, &path);
        let html = page.text();
        assert_eq!(page.status, status, "{path}: {html}");
        let head = page.head.to_lowercase();
        for header in HEADERS {
            assert!(head.contains(header), "{path}: no {header} in {head}");
        }
        assert!(!head.contains("unsafe-inline") && !head.contains("unsafe-eval"), "{path}: {head}");
        for once in ["<html lang=\"en\">", "</title>\n", "<h1", "<main id=\"content\"", "<a class=\"skip\" href=\"#content\">"] {
            assert_eq!(html.matches(once).count(), 1, "{path}: {once}");
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let server = site();
    let mut links = BTreeSet::new();
    for (path, _) in paths() {
        let html = get(&server.http, &path).text();
        let targets = ["href=\"", "src=\"", "action=\""].into_iter().flat_map(|attribute| between(&html, attribute, "\""));
        links.extend(
            targets
                .filter(|target| target.starts_with('/'))
                .map(|target| (target.replace("&#38;", "&").replace("&amp;", "&"), path.clone())),
        );
    }
    assert!(links.len() > 100, "{links:?}");
    let mut asked = BTreeSet::new();
    for (link, page) in links {
        let target = link.split('#').next().unwrap().to_owned();
        if asked.insert(target.clone()) {
            let status = get(&server.http, &target).status;
            assert!(status < 400, "{page} links to {link}, which is answered with {status}");
        }
    }
}

/// A number as a page shows it, with the size of its last digit. Shares are shown in percent.
fn shown(cell: &str) -> Option<(f64, f64)> {
    let text = cell.replace(['\u{202f}', '\u{a0}', ' '], "").replace('−', "-");
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-.e".contains(c));
    let digits = &text[..text.len() - unit.len()];
    let scale = if ["%", "pt"].contains(&unit) { 100.0 } else { 1.0 };
    let mantissa = digits.split('e').next().unwrap();
    let exponent: i32 = digits.split_once('e').map_or(0, |(_, exponent)| exponent.parse().unwrap());
    let decimals = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let value: f64 = digits.parse().ok()?;
    Some((value / scale, 10_f64.powi(exponent - i32::try_from(decimals).unwrap()) / scale))
}

fn assert_shows(cell: &str, value: &Value, what: &str) {
    match (shown(cell), value.as_f64()) {
        (Some((shown, step)), Some(value)) => {
            assert!((shown - value).abs() <= 0.5001 * step, "{what}: the page shows {cell}, the data says {value}")
        }
        // Latency is without bound where too many requests were never answered.
        (None, None) => assert!(["—", "∞"].contains(&cell), "{what}: the page shows {cell}, the data says {value}"),
        _ => panic!("{what}: the page shows {cell}, the data says {value}"),
    }
}

/// The cells of numbers in each row of the table of a metric's course, interval apart.
fn course(html: &str) -> Vec<(Vec<String>, Option<String>)> {
    let table = between(html, "<details class=\"rows\"", "</table>").into_iter().next().unwrap_or_else(|| panic!("no table: {html}"));
    let body = between(table, "<tbody>", "</tbody>")[0];
    between(body, "<tr>", "</tr>")
        .into_iter()
        .map(|row| {
            let cells: Vec<String> =
                between(row, "<td class=\"number", "</td>").into_iter().map(|cell| plain(&format!("<td class=\"{cell}"))).collect();
            let (intervals, numbers): (Vec<String>, Vec<String>) = cells.into_iter().partition(|cell| cell.contains('–'));
            (numbers, intervals.into_iter().next())
        })
        .collect()
}

#[test]
fn the_figures_of_the_data_are_on_the_page() {
    let server = site();
    for metric in METRICS {
        let (name, query) = metric.split_once('?').unwrap();
        let data = get(&server.http, &format!("/m/{name}.json?{query}")).json();
        let stamp = ["bucket", "lo", "hi", "maturity", "grade", "as_of", "watermark", "definition"];
        let dimensions = data["by"].as_array().unwrap();
        let names: Vec<&str> = data["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap()).collect();
        let numbers: Vec<&str> =
            names.into_iter().filter(|name| !stamp.contains(name) && !dimensions.iter().any(|dimension| dimension == name)).collect();
        let rows = data["rows"].as_array().unwrap();
        let table = course(&get(&server.http, &format!("/m/{metric}")).text());
        assert!(rows.len() > 1, "{metric}: {data}");
        assert_eq!(table.len(), rows.len(), "{metric}");
        // Newest first.
        for ((cells, interval), row) in table.iter().zip(rows.iter().rev()) {
            // An unknown interval is one more dash.
            assert!(cells.len() == numbers.len() || (interval.is_none() && cells.len() == numbers.len() + 1), "{metric}: {cells:?}");
            for (cell, number) in cells.iter().zip(&numbers) {
                assert_shows(cell, &row[*number], &format!("{metric}, {number} of {}", row["bucket"]));
            }
            if let Some((lo, hi)) = interval.as_deref().and_then(|interval| interval.split_once('–')) {
                let unit = hi.trim_start_matches(|c: char| !c.is_alphabetic() && c != '%');
                assert_shows(&format!("{lo}{unit}"), &row["lo"], metric);
                assert_shows(hi, &row["hi"], metric);
            }
        }
    }
}

/// A Chromium on this machine, whatever its name.
fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.exists())
}

#[test]
fn a_browser_opens_every_page_without_a_complaint() {
    let Some(chromium) = chromium().filter(|_| python_available()) else {
        eprintln!("skipped: no Chromium, or no python3 to drive it");
        return;
    };
    let server = site();
    let pictures = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("GAUGEGLASS_PICTURES").map_or_else(|| pictures.path().to_owned(), PathBuf::from);
    let paths: Vec<String> = paths().into_iter().map(|(path, _)| path).collect();
    let mut arguments = vec![chromium.to_str().unwrap(), folder.to_str().unwrap(), &server.http];
    arguments.extend(paths.iter().map(String::as_str));
    let visits: Value = serde_json::from_str(&python_with("tests/clients/browser.py", &arguments, &[])).unwrap();
    let visits = visits.as_array().unwrap();
    assert_eq!(visits.len(), 4 * paths.len());
    for visit in visits {
        let what = format!("{} at {} px, {}", visit["path"], visit["asked_width"], visit["scheme"]);
        assert_eq!(visit["complaints"], serde_json::json!([]), "{what}: the console complains");
        assert_eq!(visit["lang"], "en", "{what}");
        assert!(visit["title"].as_str().is_some_and(|title| title.ends_with("Gaugeglass")), "{what}: {visit}");
        assert_eq!((&visit["headings"], &visit["mains"], &visit["skips"]), (&1.into(), &1.into(), &serde_json::json!(["MAIN"])), "{what}");
        assert_eq!(visit["wide"], serde_json::json!([]), "{what}: these are wider than the page");
        assert_eq!(
            (&visit["width"], &visit["page_width"]),
            (&visit["asked_width"], &visit["asked_width"]),
            "{what}: the page scrolls sideways"
        );
    }
    let backgrounds = |scheme: &str| {
        visits.iter().filter(|visit| visit["scheme"] == scheme).map(|visit| visit["background"].to_string()).collect::<BTreeSet<_>>()
    };
    assert!(backgrounds("light").is_disjoint(&backgrounds("dark")), "a page is the same by night");
}

#[test]
fn the_page_of_experiments_shows_a_block_before_any_number() {
    let server = serve(&world().join("gaugeglass.toml"), &[], &[]);
    let page = get(&server.http, "/d/experiments").text();
    let (health, results) = page.split_once("id=\"p1-experiment_results\"").expect("health comes before results");
    let first_row = health.split("<tbody>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(first_row.contains("<td>srm_ios</td><td>blocked</td>") && first_row.contains("/shop/ios"), "{first_row}");
    let blocked: Vec<&str> = results.split("<tr>").filter(|row| row.starts_with("<td>srm_ios</td>")).collect();
    assert!(!blocked.is_empty());
    for row in blocked {
        assert!(row.contains("Blocked: units went missing in platform /shop/ios."), "{row}");
        // Lift, its interval and the p-value are unknown.
        assert_eq!(row.matches("unknown").count(), 4, "{row}");
    }
}
