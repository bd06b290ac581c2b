//! A line that cannot be read costs itself and no neighbour: it is counted, and found again by file, line and byte.

use gaugeglass_tests::world;

use super::{Orders, stem, whole};

/// A line of an order; `more` goes before the closing brace.
fn order(id: &str, more: &str) -> String {
    format!(
        "{{\"event_id\":\"{id}\",\"source\":\"/oms\",\"event_time\":\"2026-01-05T10:00:00Z\",\"order_id\":\"{id}\",\"currency\":\"EUR\"{more}}}"
    )
}

/// A name, the bad line, its rule, and its column.
fn bad_lines() -> Vec<(&'static str, Vec<u8>, &'static str, Option<&'static str>)> {
    let utf8 = order("utf8", ",\"status\":\"?\"").into_bytes().iter().map(|byte| if *byte == b'?' { 0xFF } else { *byte }).collect();
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("word", text("not an order"), "not_json", None),
        ("array", text("[\"event_id\"]"), "not_an_object", None),
        ("number", text("42"), "not_an_object", None),
        ("null", text("null"), "not_an_object", None),
        ("two", text(&format!("{} {}", order("a", ""), order("b", ""))), "several_values", None),
        ("glued", text(&format!("{}{}", order("c", ""), order("d", ""))), "several_values", None),
        ("truncated", text(&order("e", "")[..60]), "not_json", None),
        ("comma", text(&format!("{},", order("f", ""))), "not_json", None),
        ("deep", text(&format!("{{\"event_id\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000))), "not_json", None),
        ("list", text(&order("g", ",\"items\":\"none\"")), "type:items", Some("items")),
        ("money", text(&order("h", ",\"total\":\"much\"")), "type:total", Some("total")),
        ("instant", text(&order("i", "").replace("2026-01-05T10:00:00Z", "yesterday")), "type:event_time", Some("event_time")),
        ("flag", text(&order("j", ",\"is_test\":\"perhaps\"")), "type:is_test", Some("is_test")),
        ("bytes", utf8, "not_utf8", None),
        ("no_id", text(&order("k", "").replace("\"event_id\":\"k\",", "")), "missing:event_id", Some("event_id")),
        ("null_id", text(&order("l", "").replace("\"event_id\":\"l\"", "\"event_id\":null")), "missing:event_id", Some("event_id")),
        (
            "no_time",
            text(&order("m", "").replace("\"event_time\":\"2026-01-05T10:00:00Z\",", "")),
            "missing:event_time",
            Some("event_time"),
        ),
        ("no_source", text(&order("n", "").replace("\"source\":\"/oms\",", "")), "missing:source", Some("source")),
    ]
}

#[test]
fn a_bad_line_is_turned_away_and_its_neighbours_stand() {
    let orders = Orders::new("ndjson");
    for (name, bad, ..) in bad_lines() {
        let (before, after) = (order(&format!("{name}-1"), ""), order(&format!("{name}-2"), ""));
        orders.write(&format!("{name}.ndjson"), &[before.as_bytes(), b"\n", &bad, b"\n", after.as_bytes(), b"\n"].concat());
    }
    let accounts = orders.accounts();
    let quarantine = orders.quarantine();
    assert_eq!((accounts.len(), quarantine.len()), (bad_lines().len(), bad_lines().len()));
    for (name, bad, rule, column) in bad_lines() {
        let account = &accounts[name];
        assert_eq!(["rows_in", "rows_kept", "rows_quarantined"].map(|part| whole(account, part)), [3, 2, 1], "{account}");
        let turned = quarantine.iter().find(|row| stem(row) == name).unwrap();
        assert_eq!((turned["log"].as_str(), turned["row"].as_i64()), (Some("orders"), Some(2)), "{turned}");
        assert_eq!((turned["rule"].as_str(), turned["column"].as_str()), (Some(rule), column), "{name}: {turned}");
        let place = order(&format!("{name}-1"), "").len() as i64 + 1;
        // A row that was read and then refused is known by its number.
        let expected = if rule.starts_with("missing:") { None } else { Some(place) };
        assert_eq!(turned["byte_offset"].as_i64(), expected, "{name}");
        assert!(bad.len() < 20 || !turned.to_string().contains(&String::from_utf8_lossy(&bad)[..20]), "{name}: the line is shown whole");
    }
}

#[test]
fn what_looks_odd_and_is_not_wrong_is_kept() {
    let orders = Orders::new("ndjson");
    let (one, two) = (order("one", ""), order("two", ""));
    let cases = [
        ("bom", format!("\u{feff}{one}\n"), 1, 0),
        ("crlf", format!("{}\r\n{}\r\n", order("r-1", ""), order("r-2", "")), 2, 0),
        ("unended", order("u", ""), 1, 0),
        ("blank", format!("\n\n{}\n\n", order("blank", "")), 1, 0),
        ("strange", format!("{}\n", order("s", ",\"colour\":{\"name\":\"red\"}")), 1, 0),
        ("twice", format!("{two}\n{two}\n"), 1, 1),
        ("empty", String::new(), 0, 0),
    ];
    for (name, text, ..) in &cases {
        orders.write(&format!("{name}.ndjson"), text.as_bytes());
    }
    let accounts = orders.accounts();
    assert!(orders.quarantine().is_empty());
    for (name, _, kept, duplicate) in cases {
        assert_eq!((whole(&accounts[name], "rows_kept"), whole(&accounts[name], "rows_duplicate")), (kept, duplicate), "{name}");
        assert_eq!(accounts[name]["state"], "read", "{name}");
    }
}

#[test]
fn a_compressed_file_cut_short_gives_its_whole_lines() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    std::fs::create_dir(&lake).unwrap();
    let day = |day: u8| std::fs::read(world().join(format!("ndjson/decisions/ingest_dt=2026-01-{day:02}/part-0000.ndjson.gz"))).unwrap();
    let (cut, whole_day) = (day(6), day(7));
    std::fs::write(lake.join("cut.ndjson.gz"), &cut[..cut.len() / 2]).unwrap();
    std::fs::write(lake.join("plain.ndjson.gz"), order("plain", "")).unwrap();
    std::fs::write(lake.join("whole.ndjson.gz"), whole_day).unwrap();
    let text = "[stores.lake]\nurl = \"file:lake\"\n[logs.decisions]\nstore = \"lake\"\npath = \"\"\nformat = \"ndjson\"\n";
    let config = gaugeglass_tests::write_config(folder.path(), text);
    let files = gaugeglass_tests::rows(&config, "select * from meta.files order by file");
    let states: Vec<(&str, bool)> =
        files.as_array().unwrap().iter().map(|file| (file["state"].as_str().unwrap(), whole(file, "rows_in") > 100)).collect();
    assert_eq!(states, [("damaged", true), ("damaged", false), ("read", true)], "{files}");
    let (cut, plain) = (files[0]["error"].as_str().unwrap(), files[1]["error"].as_str().unwrap());
    assert!(cut.starts_with("the file cannot be read past line ") && plain.contains("past line 0"), "{cut} {plain}");
}
