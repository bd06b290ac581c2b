//! A damaged Parquet file is named, and its neighbours are read.

use std::path::PathBuf;
use std::process::Command;

use gaugeglass_tests::{program, rows, world};

use super::{Orders, whole};

/// The world's files of orders, with their rows.
fn days() -> Vec<(PathBuf, i64)> {
    let files = rows(&world().join("gaugeglass.toml"), "select file, rows_in from meta.files where log = 'orders' order by file limit 20");
    files
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (world().join("logs").join(file["file"].as_str().unwrap()), whole(file, "rows_in")))
        .collect()
}

#[test]
fn a_damaged_file_is_named_and_the_others_are_read() {
    let days = days();
    let bytes = |day: usize| std::fs::read(&days[day].0).unwrap();
    let without = |bytes: Vec<u8>, from: usize, to: usize| [&bytes[..from], &bytes[to..]].concat();
    let overwritten = |mut bytes: Vec<u8>, from: usize, to: usize| {
        bytes[from..to].fill(0);
        bytes
    };
    let damaged: Vec<(&str, Vec<u8>)> = vec![
        ("cut_in_the_mark", bytes(0)[..bytes(0).len() - 2].to_vec()),
        ("cut_in_the_footer", bytes(1)[..bytes(1).len() - 100].to_vec()),
        ("cut_in_half", bytes(2)[..bytes(2).len() / 2].to_vec()),
        ("cut_at_the_start", bytes(3)[..10].to_vec()),
        ("without_its_start", bytes(4)[100..].to_vec()),
        ("without_its_middle", without(bytes(5), 400, 1400)),
        ("footer_longer_than_the_file", [&bytes(6)[..bytes(6).len() - 8], b"\xFF\xFF\xFF\x7FPAR1"].concat()),
        ("zeroed_pages", overwritten(bytes(7), 4, 400)),
        ("zero_bytes", Vec::new()),
        ("words", b"hello".to_vec()),
        ("marks_alone", b"PAR1PAR1".to_vec()),
    ];
    let orders = Orders::new("parquet");
    for (name, bytes) in &damaged {
        orders.write(&format!("{name}.parquet"), bytes);
    }
    for (name, day) in [("a_whole", 10), ("z_whole", 11)] {
        std::fs::copy(&days[day].0, orders.path(&format!("{name}.parquet"))).unwrap();
    }
    let accounts = orders.accounts();
    assert_eq!(accounts.len(), damaged.len() + 2);
    for (name, _) in &damaged {
        let account = &accounts[*name];
        assert!(account["state"] == "damaged" && account["error"].as_str().is_some_and(|error| error.len() > 20), "{account}");
    }
    for (name, day) in [("a_whole", 10), ("z_whole", 11)] {
        assert_eq!((accounts[name]["state"].as_str(), whole(&accounts[name], "rows_in")), (Some("read"), days[day].1), "{name}");
    }
    let named: Vec<String> = orders.quarantine().iter().filter(|row| row["rule"] == "unreadable_file").map(super::stem).collect();
    assert_eq!(named.len(), damaged.len(), "{named:?}");
}

/// A file that the program writes itself: the answer to a statement over the world.
fn export(sql: &str) -> Vec<u8> {
    let output = Command::new(program())
        .args(["query", sql, "--format", "parquet", "--config"])
        .arg(world().join("gaugeglass.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_file_with_other_columns_costs_its_own_rows() {
    let orders = Orders::new("parquet");
    let page =
        |columns: &str, page: usize| export(&format!("select {columns} from logs.orders order by event_id limit 4 offset {}", page * 4));
    // Columns of the file, rows kept and quarantined of its four, and the rule.
    let cases: [(&str, &str, i64, i64, &str); 8] = [
        ("as_it_is", "*", 4, 0, ""),
        ("no_id", "source, event_time, order_id", 0, 4, "missing:event_id"),
        ("no_time", "event_id, source, order_id", 0, 4, "missing:event_time"),
        ("number_as_time", "event_id, source, cast(event_time as bigint) as event_time", 0, 4, "type:event_time"),
        ("flag_as_time", "event_id, source, true as event_time", 0, 4, "type:event_time"),
        ("word_as_money", "event_id, source, event_time, 'much' as total", 0, 4, "type:total"),
        ("words_as_list", "event_id, source, event_time, 'none' as items", 0, 0, "unreadable_file"),
        ("one_more", "event_id, source, event_time, 1 as colour", 4, 0, ""),
    ];
    for (at, (name, columns, ..)) in cases.iter().enumerate() {
        orders.write(&format!("{name}.parquet"), &page(columns, at));
    }
    let accounts = orders.accounts();
    let quarantine = orders.quarantine();
    for (name, _, kept, quarantined, rule) in cases {
        let account = &accounts[name];
        assert_eq!((whole(account, "rows_kept"), whole(account, "rows_quarantined")), (kept, quarantined), "{account}");
        let rules: Vec<&str> = quarantine.iter().filter(|row| super::stem(row) == name).map(|row| row["rule"].as_str().unwrap()).collect();
        assert!(rules.iter().all(|found| *found == rule) && rules.is_empty() == rule.is_empty(), "{name}: {rules:?}");
    }
    assert!(accounts["words_as_list"]["error"].as_str().unwrap().starts_with("column `items` is Utf8 where the contract has List"));
    // Neighbours keep the times they have: no file's numbers are taken for another's instants.
    let years = rows(&orders.config, "select distinct date_part('year', event_time) as year from logs.orders");
    assert_eq!(years.as_array().unwrap().len(), 1, "{years}");
}
