//! A thousand malformed files, a few hundred to a source, each among good neighbours: the program ends well, names
//! every bad file with a reason, counts every neighbour, and its accounts add up.
//!
//! 400 Parquet, 400 NDJSON, 200 of CSV, Arrow IPC, Avro and of odd names. All chance comes from fixed seeds.

#[path = "thousand/base.rs"]
mod base;
#[path = "thousand/delimited.rs"]
mod delimited;
#[path = "thousand/lines.rs"]
mod lines;
#[path = "thousand/names.rs"]
mod names;
#[path = "thousand/parquet_files.rs"]
mod parquet_files;
#[path = "thousand/typed.rs"]
mod typed;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use gaugeglass_tests::{python, python_available};
use serde_json::Value;

use super::{Accounts, Orders, stem, whole};

/// What must become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// Named with a reason, and this many of its rows are kept.
    Named(i64),
    /// Named with a reason, whatever of it could be read.
    NamedInPart,
    /// Not named, and all of its rows are kept.
    Kept(i64),
    /// Both would do: its rows are accounted for.
    Either,
    /// An independent reader says whether it is bad; a good one has this many rows.
    Judged(i64),
}

/// A file that is not as it should be.
struct Odd {
    name: String,
    bytes: Vec<u8>,
    expected: Expected,
}

impl Odd {
    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>, expected: Expected) -> Odd {
        Odd { name: name.into(), bytes: bytes.into(), expected }
    }

    /// The name without its ending.
    fn stem(&self) -> &str {
        self.name.split('.').next().unwrap()
    }
}

/// Good files beside the bad ones.
const NEIGHBOURS: usize = 10;
/// Rows of a good file.
const NEIGHBOUR_ROWS: i64 = 20;
/// What a source of some hundred files may take; a mean of 10 s a file would be far more.
const TIME_MAX: Duration = Duration::from_secs(300);

/// Files of a source, with what an independent reader thinks of them where one is asked.
fn settle(format: &str, ending: &str, files: &[Odd], neighbour: impl Fn(&str) -> Vec<u8>, judge: Option<&str>) {
    let orders = Orders::new(format);
    for file in files {
        orders.write(&file.name, &file.bytes);
    }
    let names: Vec<String> = (0..NEIGHBOURS).map(|at| format!("{}neighbour-{at:02}", if at % 2 == 0 { "a" } else { "z" })).collect();
    for name in &names {
        orders.write(&format!("{name}.{ending}"), &neighbour(name));
    }
    let begun = Instant::now();
    let accounts = orders.accounts();
    assert!(begun.elapsed() < TIME_MAX, "{format}: {:?}", begun.elapsed());
    for name in &names {
        let account = &accounts[name];
        assert_eq!((account["state"].as_str(), whole(account, "rows_kept")), (Some("read"), NEIGHBOUR_ROWS), "{account}");
    }
    let verdicts = judge.map(|judge| verdicts(judge, &orders)).unwrap_or_default();
    let named = named(&orders, &accounts);
    let wrong: Vec<String> = files.iter().filter_map(|file| complaint(file, &accounts, &named, &verdicts)).collect();
    let count = files.iter().filter(|file| named.contains_key(file.stem())).count();
    eprintln!("{format}: {} files and {NEIGHBOURS} neighbours, {count} named, {:?}", files.len(), begun.elapsed());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

/// The reasons by file.
fn named(orders: &Orders, accounts: &Accounts) -> BTreeMap<String, String> {
    let damaged = accounts.iter().filter_map(|(name, account)| Some((name.clone(), account["error"].as_str()?.to_owned())));
    let rows = orders.quarantine().into_iter().map(|row| (stem(&row), row["rule"].as_str().unwrap().to_owned()));
    damaged.chain(rows).filter(|(_, reason)| !reason.is_empty()).collect()
}

/// What is wrong with what became of a file.
fn complaint(file: &Odd, accounts: &Accounts, named: &BTreeMap<String, String>, verdicts: &BTreeMap<String, Value>) -> Option<String> {
    let Some(account) = accounts.get(file.stem()) else {
        return Some(format!("{}: no account", file.name));
    };
    let is_named = named.contains_key(file.stem());
    let kept = whole(account, "rows_kept") + whole(account, "rows_duplicate");
    let is_right = match file.expected {
        Expected::Named(rows) => is_named && kept == rows,
        Expected::NamedInPart => is_named,
        Expected::Kept(rows) => !is_named && kept == rows,
        Expected::Either => true,
        Expected::Judged(rows) => match verdicts.get(file.stem()) {
            // Who reads what another refuses, or more than a footer admits, is right where the file's rows are all there.
            Some(verdict) => is_named || kept == rows || Some(kept) == verdict["rows"].as_i64(),
            None => true,
        },
    };
    (!is_right).then(|| format!("{}: {:?}, {:?}, {account}", file.name, file.expected, verdicts.get(file.stem())))
}

/// What pyarrow says of each file of a source: its rows, or why it cannot be read.
fn verdicts(kind: &str, orders: &Orders) -> BTreeMap<String, Value> {
    if !python_available() {
        eprintln!("not judged: no python3 to read the files independently");
        return BTreeMap::new();
    }
    let folder = orders.path("");
    let judged: BTreeMap<String, Value> =
        serde_json::from_str(&python("tests/clients/judge.py", &[kind, folder.to_str().unwrap()])).unwrap();
    judged.into_iter().map(|(name, verdict)| (name.split('.').next().unwrap().to_owned(), verdict)).collect()
}

#[test]
fn four_hundred_malformed_parquet_files() {
    let files = parquet_files::all();
    assert_eq!(files.len(), 400);
    settle("parquet", "parquet", &files, |name| base::parquet(name, NEIGHBOUR_ROWS, false), Some("parquet"));
}

#[test]
fn four_hundred_malformed_files_of_lines() {
    let files = lines::all();
    assert_eq!(files.len(), 400);
    settle("ndjson", "ndjson", &files, |name| base::lines(name, NEIGHBOUR_ROWS), None);
}

#[test]
fn eighty_malformed_delimited_files() {
    let files = delimited::all();
    assert_eq!(files.len(), 80);
    settle("csv", "csv", &files, |name| base::csv(name, NEIGHBOUR_ROWS), None);
}

#[test]
fn sixty_malformed_arrow_files() {
    let files = typed::arrow();
    assert_eq!(files.len(), 60);
    settle("ipc", "arrow", &files, |name| base::arrow(name, NEIGHBOUR_ROWS), Some("arrow"));
}

#[test]
fn twenty_malformed_avro_files() {
    let files = typed::avro();
    assert_eq!(files.len(), 20);
    settle("avro", "avro", &files, |name| base::avro(name, NEIGHBOUR_ROWS), None);
}
