//! Forty names that object stores allow and programs trip over: each file is read, under its own name.

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_tests::rows;

use super::super::{Orders, whole};
use super::base;

/// Names of files; what lies in folders has the folders made.
fn odd_names() -> Vec<String> {
    let long = "n".repeat(255 - ".ndjson".len());
    let deep = format!("{0}/{0}/{0}/{0}/{1}", "d".repeat(250), "k".repeat(1024 - 4 * 251 - "orders/".len() - ".ndjson".len()));
    let names = [
        "a..b",
        "...",
        "a.",
        "%2F",
        "%2e%2e",
        "%00",
        "%",
        "100%",
        "%zz",
        "#1",
        "a#1",
        "a b",
        " a",
        "a ",
        "a'b",
        "a\"b",
        "a`b",
        "a;b",
        "a|b",
        "a&b",
        "a$HOME",
        "a*b",
        "a?b",
        "a[b]",
        "{yyyy}",
        "a<b>",
        "-rf",
        "~",
        "a=b",
        "a,b:c@d+e^f!",
        "a\\b",
        "é",
        "e\u{301}",
        "日本語",
        "😀",
        "ש\u{202e}",
        "a\u{200b}b",
        "ingest_dt=2026-13-45/x",
    ];
    names.into_iter().map(str::to_owned).chain([long, deep]).map(|name| name + ".ndjson").collect()
}

#[test]
fn forty_odd_names_are_names() {
    let orders = Orders::new("ndjson");
    let names = odd_names();
    assert_eq!(names.len(), 40);
    for (at, name) in names.iter().enumerate() {
        std::fs::create_dir_all(orders.path(name).parent().unwrap()).unwrap();
        orders.write(name, &base::lines(&format!("name_{at:02}"), 3));
    }
    orders.write("neighbour.ndjson", &base::lines("neighbour", 20));
    let files = rows(&orders.config, "select * from meta.files");
    let found: BTreeMap<String, i64> =
        files.as_array().unwrap().iter().map(|file| (file["file"].as_str().unwrap().to_owned(), whole(file, "rows_kept"))).collect();
    let hidden = names.iter().filter(|name| name.starts_with('.')).count();
    assert_eq!(found.len(), names.len() + 1 - hidden, "{found:?}");
    assert_eq!(found.values().sum::<i64>(), 3 * (names.len() - hidden) as i64 + 20, "{found:?}");
    let told: BTreeSet<&str> = found.keys().map(|file| file.strip_prefix("orders/").unwrap()).collect();
    let own: BTreeSet<&str> = names.iter().map(String::as_str).chain(["neighbour.ndjson"]).filter(|name| !name.starts_with('.')).collect();
    assert_eq!(told, own, "a file is told under another name");
}

#[test]
fn a_name_that_no_key_can_hold_is_told_and_hides_nothing_in_silence() {
    for name in ["a\nb.ndjson", "a\tb.ndjson", "a\u{7f}b.ndjson"] {
        let orders = Orders::new("ndjson");
        orders.write(name, &base::lines("control", 3));
        orders.write("neighbour.ndjson", &base::lines("neighbour", 20));
        let source = &rows(&orders.config, "select state, error from meta.sources where log = 'orders'")[0];
        let error = source["error"].as_str().unwrap_or_default();
        assert!(source["state"] == "failed" && error.contains("rename it") && error.contains("b.ndjson"), "{name:?}: {source}");
    }
}
