//! Cells of CSV: whichever of three separators a spreadsheet expects, none calculates; a machine gets every text back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gaugeglass_tests::{escaped, get, python, python_available, run, serve, write_config};
use serde_json::json;

const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const BODIES: [&str; 3] = ["1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x.example/?\"&A1,\"a\")"];
/// What stands before it: what a spreadsheet strips, what quotes, and what parts cells.
const LEADS: [&str; 14] = ["", " ", "\t", "\r", "\n", "\u{feff}", "\u{a0}\u{200b}", "'", "\"", "a,", "a;", "a\t", "a\n", "\"\";"];
/// What a spreadsheet may strip before it looks.
const STRIPPED: [char; 3] = ['\u{feff}', '\u{200b}', '\u{a0}'];
const RANGE: &str = "from=2026-04-01&to=2026-05-05&grain=total";

/// Rows of cells by the separator that a reader expects.
pub type Read = BTreeMap<String, Vec<Vec<String>>>;

/// What Python's reader of CSV finds in a file.
pub fn read(file: &Path) -> Read {
    serde_json::from_str(&python("tests/clients/cells.py", &[file.to_str().unwrap()])).unwrap()
}

/// A text without its guard, as the help of `query` has it: an apostrophe where a part of it would calculate.
pub fn plain(cell: &str) -> String {
    let parts = cell.split_inclusive([';', '\t', '\n', '\r']).enumerate();
    let bare = parts.map(|(place, part)| match part.strip_prefix('\'') {
        Some(rest) if calculates(rest) || (place == 0 && begins_apart(rest)) => rest,
        _ => part,
    });
    bare.collect()
}

fn calculates(text: &str) -> bool {
    let is_stripped = |letter: char| letter == '\'' || letter.is_whitespace() || letter.is_control() || STRIPPED.contains(&letter);
    text.trim_start_matches(is_stripped).starts_with(STARTS)
}

fn begins_apart(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['\t', '\n', '\r'])
}

/// What a spreadsheet would calculate, once it stripped what it strips; an apostrophe stops it.
fn is_formula(cell: &str) -> bool {
    let strips = |letter: char| letter == ' ' || letter.is_control() || STRIPPED.contains(&letter);
    cell.starts_with(['\t', '\n', '\r']) || cell.trim_start_matches(strips).starts_with(STARTS)
}

fn payloads() -> Vec<String> {
    let starts = LEADS.iter().flat_map(|lead| STARTS.map(|start| format!("{lead}{start}")));
    starts.flat_map(|start| BODIES.map(|body| format!("{start}{body}"))).collect()
}

/// A statement whose rows are the payloads between two numbers.
fn statement() -> String {
    let row = |(row, text): (usize, String)| format!("({row}, '{}', -1.5)", text.replace('\'', "''"));
    let rows: Vec<String> = payloads().into_iter().enumerate().map(row).collect();
    format!("select column1 as row, column2 as \"=text\", column3 as number from (values {}) as payloads order by 1", rows.join(", "))
}

/// Actions whose market is a payload, one each.
fn shop(folder: &Path) -> PathBuf {
    let action = |(row, market): (usize, String)| {
        let (at, later) = ("2026-04-20T10:00:00Z", "2026-04-20T10:01:00Z");
        json!({
            "event_id": format!("e{row}"), "source": "/shop/web", "type": "product_viewed", "user_id": format!("u{row}"), "channel": "web",
            "event_time": at, "received_time": at, "ingest_time": later, "time_precision": "ms", "country": market
        })
    };
    let lines: String = payloads().into_iter().enumerate().map(action).map(|action| format!("{action}\n")).collect();
    std::fs::create_dir_all(folder.join("lake/events")).unwrap();
    std::fs::write(folder.join("lake/events/part.ndjson"), lines).unwrap();
    let store = "[stores.lake]\nurl = \"file:lake\"\n[logs.events]\nstore = \"lake\"\npath = \"events/\"\nformat = \"ndjson\"\n";
    write_config(folder, &format!("as_of = \"2026-05-05T00:00:00Z\"\n[cache]\nurl = \"file:cache\"\n{store}"))
}

/// The texts of a column come back, no cell of another column or of another reading is a formula, and numbers are numbers.
fn assert_harmless(folder: &Path, body: &[u8], (text, number): (&str, &str), what: &str) {
    let file = folder.join("cells.csv");
    std::fs::write(&file, body).unwrap();
    let read = read(&file);
    let rows = &read[","];
    let heads: Vec<String> = rows[0].iter().map(|head| plain(head)).collect();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{what}: no {name} in {heads:?}"));
    let (text, number) = (place(text), place(number));
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{what}: rows differ in length");
    let mut found: Vec<String> = rows[1..].iter().map(|row| plain(&row[text])).collect();
    let mut expected = payloads();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{what}");
    assert!(rows[1..].iter().all(|row| row[number].parse::<f64>().is_ok()), "{what}: a number is none");
    for (separator, rows) in &read {
        let texts = rows.iter().flat_map(|row| row.iter().enumerate().filter(|(place, _)| separator != "," || *place != number));
        let formulas: Vec<&String> = texts.map(|(_, cell)| cell).filter(|cell| is_formula(cell)).collect();
        assert!(formulas.is_empty(), "{what}, parted by {separator:?}: {formulas:?}");
    }
}

#[test]
fn no_cell_of_csv_is_a_formula_and_every_text_and_number_comes_back() {
    if !python_available() {
        eprintln!("skipped: no python3 to read CSV with");
        return;
    }
    assert!(payloads().len() >= 200);
    let folder = tempfile::tempdir().unwrap();
    let config = shop(folder.path());
    let config_path = config.to_str().unwrap();
    let server = serve(&config, &[], &[]);
    let page = |path: &str| get(&server.http, path).body;
    let command = |arguments: &[&str]| run(&[&["query", "--config", config_path][..], arguments].concat());

    let sql = statement();
    let rows = page(&format!("/sql.csv?q={}", escaped(&sql)));
    assert_harmless(folder.path(), &rows, ("=text", "number"), "/sql.csv");
    assert!(String::from_utf8(rows.clone()).unwrap().lines().any(|line| line.ends_with(",-1.5")), "a number is no text");
    assert_eq!(command(&["--format", "csv", &sql]).out.into_bytes(), rows, "the command line writes what the page does");

    let figure = "engaged_days_per_user";
    let slices = page(&format!("/m/{figure}.csv?by=market&{RANGE}"));
    assert_harmless(folder.path(), &slices, ("market", "so_far"), "/m/….csv");
    let range = ["--from", "2026-04-01", "--to", "2026-05-05", "--grain", "total", "--by", "market"];
    let told = command(&[&["--metric", figure, "--format", "csv"][..], &range[..]].concat());
    assert_harmless(folder.path(), told.out.as_bytes(), ("market", "so_far"), "query --metric");
}
