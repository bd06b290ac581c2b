//! The pages as readers get them without JavaScript, by one request.

use std::collections::BTreeSet;

use gaugeglass_tests::{Server, assert_shows, assert_shows_ends, between, escaped, get, plain, serve, unescaped, world};

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
pub fn paths() -> Vec<(String, u16)> {
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

/// The pages of the generated world.
pub fn site() -> Server {
    serve(&world().join("gaugeglass.toml"), &[], &[])
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
        links.extend(targets.filter(|target| target.starts_with('/')).map(|target| (unescaped(target), path.clone())));
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
            if let Some(interval) = interval {
                assert_shows_ends(interval, row, metric);
            }
        }
    }
}

#[test]
fn a_period_whose_outcomes_are_open_leads_to_one_whose_are_known() {
    let server = site();
    let open = get(&server.http, "/m/conversion_rate?from=-5d&to=now").text();
    assert!(open.contains("Nothing is settled yet") && open.contains("known 7 days after the fact"), "{open}");
    let action = between(&open, "Nothing is settled yet", "Show what is settled")[0];
    let link = unescaped(between(action, "href=\"", "\"")[0]);
    let settled = get(&server.http, &link);
    assert!(settled.status == 200 && !settled.text().contains("Nothing is settled yet"), "{link}: {}", settled.text());
    let rows = get(&server.http, &link.replacen("conversion_rate", "conversion_rate.json", 1)).json()["rows"].take();
    assert_eq!(rows[0]["maturity"], "final", "{link}: {rows}");
    assert!(rows.as_array().unwrap().iter().all(|row| row["conversion_rate"].is_f64()), "{link}: {rows}");
}

#[test]
fn the_page_of_experiments_shows_a_block_before_any_number() {
    let server = site();
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
