//! One figure told many times: the page, every format of it and the report say the same.

use std::collections::HashMap;
use std::io::Cursor;

use arrow::array::AsArray;
use arrow::datatypes::Float64Type;
use arrow::ipc::reader::FileReader;
use arrow::record_batch::RecordBatch;
use gaugeglass_tests::{Answer, Server, get, rows_over_http, run, run_in, serve, world};
use serde_json::Value;

/// Metrics over whole weeks: plain, sliced, filtered, and over the whole range.
const METRICS: [&str; 4] = [
    "aov?from=2026-03-02&to=2026-05-04&grain=week",
    "conversion_rate?from=2026-03-02&to=2026-05-04&grain=month&by=market",
    "conversion_rate?from=2026-03-02&to=2026-05-04&grain=week&f.market=DE",
    "decision_slo?from=2026-03-02&to=2026-05-04&grain=total&by=use_case_id",
];

const DASHBOARDS: [&str; 6] = ["slo", "identity", "approvals", "consistency", "experiments", "links"];

fn site() -> Server {
    serve(&world().join("gaugeglass.toml"), &[], &[])
}

/// The same address with an ending.
fn file(server: &Server, asked: &str, ending: &str) -> Answer {
    let (name, query) = asked.split_once('?').unwrap();
    let answer = get(&server.http, &format!("/m/{name}.{ending}?{query}"));
    assert_eq!(answer.status, 200, "{asked} as {ending}: {}", answer.text());
    answer
}

/// The name of the headline and its values, row by row.
fn headline(json: &Value) -> (String, Vec<Option<f64>>) {
    let by: Vec<&str> = json["by"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let names = json["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap());
    let name = names.into_iter().find(|name| *name != "bucket" && !by.contains(name)).unwrap().to_owned();
    let values = json["rows"].as_array().unwrap().iter().map(|row| row[&name].as_f64()).collect();
    (name, values)
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// Text of HTML without its tags.
fn plain(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">").trim().to_owned()
}

#[test]
fn rows_for_machines_are_the_same_in_every_format() {
    let server = site();
    for asked in METRICS {
        let json = file(&server, asked, "json").json();
        let (name, expected) = headline(&json);
        assert!(!expected.is_empty(), "{asked}");
        let csv = file(&server, asked, "csv").text();
        let mut lines = csv.lines();
        let place = lines.next().unwrap().split(',').position(|column| column == name).unwrap();
        let found: Vec<Option<f64>> = lines.map(|line| line.split(',').nth(place).unwrap().parse().ok()).collect();
        assert_close(&found, &expected, &format!("{asked} as csv"));
        let arrow = FileReader::try_new(Cursor::new(file(&server, asked, "arrow").body), None).unwrap();
        assert_stamp(&arrow.schema().metadata().clone(), &json, asked);
        let batches: Vec<RecordBatch> = arrow.map(Result::unwrap).collect();
        let found: Vec<Option<f64>> = batches.iter().flat_map(|batch| floats(batch, &name)).collect();
        assert_close(&found, &expected, &format!("{asked} as arrow"));
    }
}

/// Readers of JSON may miss the last bit of a number.
fn assert_close(found: &[Option<f64>], expected: &[Option<f64>], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        let (found, expected) = (found.unwrap_or(f64::MAX), expected.unwrap_or(f64::MAX));
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{what}: {found} is not {expected}");
    }
}

fn floats(batch: &RecordBatch, name: &str) -> Vec<Option<f64>> {
    let column = batch.column_by_name(name).unwrap().as_primitive::<Float64Type>();
    assert_eq!(column.len(), batch.num_rows());
    column.iter().collect()
}

/// What a file says it rests on is what was asked.
fn assert_stamp(stamp: &HashMap<String, String>, json: &Value, asked: &str) {
    for key in ["metric", "from", "to", "time_zone", "grain", "as_of", "definition", "sql"] {
        assert_eq!(stamp[key], json[key].as_str().unwrap(), "{asked}: {key}");
    }
    let filters: Vec<String> = json["filters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|filter| format!("{} = {}", filter["name"].as_str().unwrap(), filter["value"].as_str().unwrap()))
        .collect();
    assert_eq!((stamp["filters"].as_str(), stamp["truncated"].as_str()), (filters.join("; ").as_str(), "false"), "{asked}");
}

#[test]
fn markdown_has_the_digits_of_the_page() {
    let server = site();
    for asked in METRICS.iter().filter(|asked| !asked.contains("grain=total")) {
        let page = get(&server.http, &format!("/m/{asked}")).text();
        let table = between(&page, "<details class=\"rows\"", "</table>")[0];
        let body = between(table, "<tbody>", "</tbody>")[0];
        let cells = |row: &str| between(row, "<td", "</td>").into_iter().map(|cell| plain(&format!("<td{cell}"))).collect::<Vec<_>>();
        let expected: Vec<Vec<String>> = between(body, "<tr>", "</tr>").into_iter().map(cells).collect();
        let answer = file(&server, asked, "md");
        let text = answer.text();
        let rows = text.lines().skip_while(|line| !line.starts_with("| --")).skip(1).take_while(|line| line.starts_with('|'));
        let found: Vec<Vec<String>> =
            rows.map(|row| row.trim_matches(['|', ' ']).split(" | ").map(|cell| cell.trim().to_owned()).collect()).collect();
        assert!(!found.is_empty());
        assert_eq!(found, expected, "{asked}");
        for told in ["- From: 2026-03-02", "- To: 2026-05-04", "- Time zone: UTC", "- As of: 2026-05-05", "- Truncated: false"] {
            assert!(text.contains(told), "{asked}: no {told} in {text}");
        }
        assert_eq!(text.contains("- Filters: market = DE"), asked.contains("f.market=DE"), "{text}");
    }
}

#[test]
fn pictures_say_what_they_show_and_what_it_rests_on() {
    let server = site();
    for asked in METRICS {
        let json = file(&server, asked, "json").json();
        let answer = file(&server, asked, "svg");
        let svg = answer.text();
        let of_metric = ["title", "definition"].map(|key| json[key].as_str().unwrap());
        for told in of_metric.into_iter().chain(["2 Mar – 3 May 2026, UTC", "As of 5 May 2026"]) {
            assert!(svg.contains(told), "{asked}: no {told} in {svg}");
        }
        assert_eq!(svg.contains("only market = DE"), asked.contains("f.market=DE"), "{asked}");
        assert!(svg.contains("role=\"img\"") && (svg.contains("<polyline") || svg.contains("<circle")), "{svg}");
        assert!(answer.head.to_lowercase().contains("x-as-of: 2026-05-05t00:00:00z"), "{}", answer.head);
        let png = file(&server, asked, "png").body;
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 5_000, "{asked}: {} bytes", png.len());
        assert_eq!(u32::from_be_bytes(png[16..20].try_into().unwrap()), 1680, "{asked}");
        let pdf = file(&server, asked, "pdf");
        assert!(pdf.body.starts_with(b"%PDF-") && pdf.body.len() > 5_000, "{asked}: {} bytes", pdf.body.len());
        assert!(pdf.head.to_lowercase().contains("content-type: application/pdf"), "{}", pdf.head);
    }
}

#[test]
fn every_dashboard_shows_all_of_its_panels() {
    let server = site();
    for name in DASHBOARDS {
        let page = get(&server.http, &format!("/d/{name}")).text();
        for wrong in ["This panel cannot be shown", "could not be computed", "could not be rendered", "This question cannot be answered"] {
            assert!(!page.contains(wrong), "/d/{name}: {wrong}: {page}");
        }
    }
}

#[test]
fn a_chart_of_a_table_shows_the_numbers_of_the_table() {
    let server = site();
    let page = get(&server.http, "/d/links").text();
    let stages = "select stage, entered from metrics.signal_to_value where use_case_id = 'all' order by stage_no";
    let stages = rows_over_http(&server.http, stages);
    let labels: Vec<String> = between(&page, "<title>", "</title>").into_iter().map(plain).collect();
    for stage in stages.as_array().unwrap() {
        let label = format!("{}: {}", stage["stage"].as_str().unwrap(), stage["entered"]);
        assert!(labels.iter().any(|found| found.replace('\u{202f}', "") == label), "no {label}");
    }
    let page = get(&server.http, "/d/slo").text();
    // The figure names its heading first, then the heading itself.
    let curve = between(&page, "-delivery_curve-title\">", "</figure>")[1];
    let followed = rows_over_http(&server.http, "select count(distinct use_case_id) as n from metrics.delivery_curve");
    assert_eq!(curve.matches("class=\"swatch s").count() as u64, followed[0]["n"].as_u64().unwrap().min(6), "{curve}");
}

#[test]
fn a_report_is_one_file_with_the_figures_of_the_page() {
    let server = site();
    let folder = tempfile::tempdir().unwrap();
    let config = world().join("gaugeglass.toml");
    for name in ["overview", "approvals"] {
        let path = folder.path().join(format!("{name}.html"));
        let range = ["--from", "2026-03-02", "--to", "2026-05-04"];
        let arguments =
            [&["report", name][..], &range, &["--output", path.to_str().unwrap(), "--config", config.to_str().unwrap()]].concat();
        let made = run(&arguments);
        assert_eq!((made.code, made.out.as_str()), (0, ""), "{}", made.err);
        let report = std::fs::read_to_string(&path).unwrap();
        for stranger in ["<script", "<a ", "href=", "src=", "url(", "@import", "Still computing"] {
            assert!(!report.contains(stranger), "{name}: {stranger}");
        }
        let address = if name == "overview" { "/".to_owned() } else { format!("/d/{name}") };
        let page = get(&server.http, &format!("{address}?from=2026-03-02&to=2026-05-04")).text();
        for mark in ["<p class=\"value\">", "<p class=\"say\">"] {
            let texts = |html: &str| between(html, mark, "</p>").into_iter().map(plain).collect::<Vec<_>>();
            assert!(!texts(&page).is_empty());
            assert_eq!(texts(&report), texts(&page), "{name}: {mark}");
        }
        assert!(report.contains("2 Mar – 3 May 2026") && report.contains("As of <time datetime=\"2026-05-05T00:00:00Z\">"), "{name}");
    }
}

#[test]
fn a_report_that_cannot_be_made_says_why() {
    let config = world().join("gaugeglass.toml");
    let inside = world().join("logs").join("report.html");
    let cases = [
        (vec!["report", "approvels"], "Did you mean approvals?"),
        (vec!["report", "slo", "--from", "yesterday"], "write `now`"),
        (vec!["report", "slo", "--output", inside.to_str().unwrap()], "within the logs"),
    ];
    for (arguments, told) in cases {
        let made = run(&[&arguments[..], &["--config", config.to_str().unwrap()]].concat());
        assert!(made.code == 1 && made.out.is_empty() && made.err.contains(told), "{arguments:?}: {}", made.err);
    }
    assert!(!inside.exists());
}

#[test]
fn a_column_that_is_not_there_is_an_error_of_check_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let panel = "{table: signal_to_value, as: funnel, x: stag, value: entered}";
    std::fs::write(folder.path().join("mine.yaml"), format!("title: Mine\nrows:\n  - panels:\n      - {panel}\n")).unwrap();
    let config = world().join("gaugeglass.toml");
    let variables = [("GAUGEGLASS_DASHBOARDS_FOLDERS", folder.path().to_str().unwrap())];
    let checked = run_in(folder.path(), &["check", "--config", config.to_str().unwrap()], &variables);
    assert_eq!(checked.code, 1, "{}", checked.out);
    let told = checked.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("mine.yaml:4:49: table `signal_to_value` has no column `stag`"), "{}", checked.out);
    assert!(told.contains("did you mean `stage`?"), "{}", checked.out);
}
