//! Labels from end to end: a sample is exported, filled by one who knows the truth, imported and served; the figures then
//! are those that were planted, within their sampling error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::DataType;
use gaugeglass_tests::{Output, answer, rows, run, world, write_config};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use tempfile::TempDir;

/// An identifier: its type and hash.
pub type Identifier = (String, String);

/// Columns of text of a folder of Parquet files.
pub fn texts<const N: usize>(folder: &Path, columns: [&str; N]) -> Vec<[String; N]> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut rows = Vec::new();
    for batch in files.flat_map(|file| ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap().build().unwrap()) {
        let batch = batch.unwrap();
        let texts = columns.map(|name| cast(batch.column_by_name(name).unwrap(), &DataType::Utf8).unwrap());
        let text = |row: usize, column: usize| texts[column].as_string::<i32>().value(row).to_owned();
        rows.extend((0..batch.num_rows()).map(|row| std::array::from_fn(|column| text(row, column))));
    }
    assert!(!rows.is_empty(), "no rows under {}", folder.display());
    rows
}

/// Whose each identifier truly is.
fn owners() -> BTreeMap<Identifier, String> {
    let rows = texts(&world().join("truth/id_truth"), ["id_type", "id_hash", "owner"]);
    rows.into_iter().map(|[kind, hash, owner]| ((kind, hash), owner)).collect()
}

fn world_config() -> String {
    world().join("gaugeglass.toml").display().to_string()
}

fn label(arguments: &[&str]) -> Output {
    run(&[&["label"], arguments, &["--config", &world_config()]].concat())
}

/// Exports a sheet into the folder.
fn export(folder: &TempDir, kind: &str, n: &str, seed: &str) -> PathBuf {
    let sheet = folder.path().join(format!("{kind}-{seed}.csv"));
    let output = label(&["export", "--kind", kind, "--n", n, "--seed", seed, "--output", sheet.to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.err);
    sheet
}

/// The cells below the header; nothing in the demo world needs quotation marks.
fn cells(sheet: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(sheet).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

const HEADER: &str = "label_id,kind,cluster_id,left_type,left_id,right_type,right_id,truth,labeller,label_time,inclusion_prob";

fn pair(row: &[String]) -> (Identifier, Identifier) {
    ((row[3].clone(), row[4].clone()), (row[5].clone(), row[6].clone()))
}

/// Fills a sheet as one who knows the truth does; identifiers that are nobody's stay without a verdict.
fn fill(sheet: &Path) {
    let owners = owners();
    let mut rows = cells(sheet);
    for row in &mut rows {
        let (left, right) = pair(row);
        row[7] = match (owners.get(&left), owners.get(&right)) {
            (Some(one), Some(other)) => (one == other).to_string(),
            _ if left == right => "no".to_owned(),
            _ => String::new(),
        };
    }
    rows.extend(missing(&rows, &owners));
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    std::fs::write(sheet, format!("{HEADER}\n{}\n", lines.join("\n"))).unwrap();
}

/// Rows for what belongs to the human of a case and is not in it.
fn missing(rows: &[Vec<String>], owners: &BTreeMap<Identifier, String>) -> Vec<Vec<String>> {
    let mut owned: BTreeMap<&String, Vec<&Identifier>> = BTreeMap::new();
    owners.iter().for_each(|(identifier, owner)| owned.entry(owner).or_default().push(identifier));
    let mut cases: BTreeMap<&String, Vec<&Vec<String>>> = BTreeMap::new();
    rows.iter().filter(|row| row[1] == "identity_cluster").for_each(|row| cases.entry(&row[2]).or_default().push(row));
    let mut added = Vec::new();
    for case in cases.into_values() {
        let offered: BTreeSet<Identifier> = case.iter().map(|row| pair(row).1).collect();
        let Some(owner) = owners.get(&pair(case[0]).0) else { continue };
        for (kind, hash) in owned[owner].iter().filter(|identifier| !offered.contains(**identifier)) {
            let mut row = case[0].clone();
            (row[0], row[5], row[6], row[7]) = (String::new(), kind.clone(), hash.clone(), "true".to_owned());
            added.push(row);
        }
    }
    added
}

/// The world, with these judgements for its labels.
fn served_with(folder: &TempDir, judgements: &Path) -> PathBuf {
    let labels = folder.path().join("judged/labels");
    std::fs::create_dir_all(&labels).unwrap();
    std::fs::copy(judgements, labels.join("judgements.ndjson")).unwrap();
    let mut config: toml::Table = std::fs::read_to_string(world_config()).unwrap().parse().unwrap();
    config["cache"]["url"] = format!("file:{}", world().join(".gaugeglass").display()).into();
    config["stores"]["lake"]["url"] = format!("file:{}", world().join("logs").display()).into();
    let mut put = |part: &str, name: &str, entry: &str| {
        let entry: toml::Table = entry.parse().unwrap();
        config[part].as_table_mut().unwrap().insert(name.to_owned(), entry.into());
    };
    put("stores", "judged", "url = 'file:judged'");
    put("logs", "labels", "store = 'judged'\npath = 'labels/'\nformat = 'ndjson'");
    write_config(folder.path(), &toml::to_string(&config).unwrap())
}

/// Exports, fills, imports and serves.
fn judged(folder: &TempDir, kind: &str) -> PathBuf {
    let sheet = export(folder, kind, "400", "1");
    fill(&sheet);
    let judgements = folder.path().join("judgements.ndjson");
    let imported = label(&["import", sheet.to_str().unwrap(), "--output", judgements.to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    served_with(folder, &judgements)
}

fn figures(config: &Path, metric: &str) -> Value {
    let range = ["--from", "2026-04-05", "--to", "2026-05-05", "--grain", "total"];
    answer(config, &[&["query", "--metric", metric], &range[..]].concat())["rows"][0].clone()
}

fn planted(id: &str) -> Value {
    let truth: Value = serde_json::from_str(&std::fs::read_to_string(world().join("truth/truth.json")).unwrap()).unwrap();
    truth["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
}

/// Asserts that a figure is within four standard errors, as its own interval has them, of what was planted.
fn assert_covers(row: &Value, [column, lo, hi]: [&str; 3], id: &str) {
    let number = |name: &str| row[name].as_f64().unwrap_or_else(|| panic!("{name} of {row}"));
    let (truth, error) = (planted(id)["truth"].as_f64().unwrap(), (number(hi) - number(lo)) / 2.0 / 1.96);
    assert!(error > 0.0 && error < 0.06, "{id}: an interval that says little: {row}");
    assert!((number(column) - truth).abs() < 4.0 * error, "{id}: planted {truth}, found {row}");
}

#[test]
fn judged_surroundings_give_back_the_planted_quality_of_the_map() {
    let folder = tempfile::tempdir().unwrap();
    let config = judged(&folder, "identity_cluster");
    let (precision, recall) = (figures(&config, "identity_precision"), figures(&config, "identity_recall"));
    assert_covers(&precision, ["b3_precision", "lo", "hi"], "I3.b3_precision");
    assert_covers(&precision, ["pair_precision", "pair_precision_lo", "pair_precision_hi"], "I3.pair_precision");
    assert_covers(&recall, ["b3_recall", "lo", "hi"], "I3.b3_recall");
    assert_covers(&recall, ["pair_recall", "pair_recall_lo", "pair_recall_hi"], "I3.pair_recall");
    let across = figures(&config, "cross_channel_recognised");
    assert_covers(&across, ["recognised", "lo", "hi"], "I2");
    let people = planted("I2")["n"][0].as_f64().unwrap();
    assert!((across["people"].as_f64().unwrap() / people - 1.0).abs() < 0.25, "{across}");
    let headline = rows(&config, "select figure, is_proxy, value from metrics.identity_headline");
    assert_eq!((&headline[1]["figure"], &headline[1]["is_proxy"]), (&"b3_precision".into(), &false.into()));
    assert!((headline[1]["value"].as_f64().unwrap() - precision["b3_precision"].as_f64().unwrap()).abs() < 1e-9, "{headline}");
}

#[test]
fn judged_pairs_give_back_the_precision_of_pairs_and_claim_no_recall() {
    let folder = tempfile::tempdir().unwrap();
    let config = judged(&folder, "identity_pair");
    let (precision, recall) = (figures(&config, "identity_precision"), figures(&config, "identity_recall"));
    assert_covers(&precision, ["pair_precision", "pair_precision_lo", "pair_precision_hi"], "I3.pair_precision");
    assert!(precision["b3_precision"].is_null() && recall["b3_recall"].is_null() && recall["pair_recall"].is_null(), "{recall}");
    // Pairs that nobody thought of are not in the sheet, so this can only be too high.
    assert!(recall["judged_recall"].as_f64() >= planted("I3.pair_recall")["truth"].as_f64(), "{recall}");
    assert!(figures(&config, "cross_channel_recognised")["recognised"].is_null());
}

#[test]
fn probabilities_count_every_identifier_once() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = export(&folder, "identity_cluster", "300", "1");
    let cases: BTreeMap<String, f64> = cells(&sheet).into_iter().map(|row| (row[2].clone(), row[10].parse().unwrap())).collect();
    assert_eq!(cases.len(), 300);
    let known = rows(&world().join("gaugeglass.toml"), "select count(*) as n from model.identity_holders")[0]["n"].as_f64().unwrap();
    let represented: f64 = cases.values().map(|probability| 1.0 / probability).sum();
    assert!((represented / known - 1.0).abs() < 1e-9, "{represented} of {known}");
}

#[test]
fn a_sheet_does_not_tell_what_the_system_thinks() {
    let folder = tempfile::tempdir().unwrap();
    let persons: BTreeSet<String> =
        texts(&world().join("logs/identity_map"), ["person_id", "id_type"]).into_iter().map(|[person, _]| person).collect();
    for kind in ["identity_pair", "identity_cluster"] {
        let sheet = export(&folder, kind, "200", "1");
        let text = std::fs::read_to_string(&sheet).unwrap();
        assert_eq!(text.lines().next(), Some(HEADER));
        let rows = cells(&sheet);
        assert!(rows.len() > 150 && rows.iter().all(|row| row.len() == 11 && row[7].is_empty()), "{text}");
        assert!(rows.iter().flatten().all(|cell| !persons.contains(cell)), "{kind} names a person of the map");
    }
}

#[test]
fn the_same_seed_draws_the_same_and_another_one_others() {
    let folder = tempfile::tempdir().unwrap();
    let first = cells(&export(&folder, "identity_pair", "50", "1"));
    let again = tempfile::tempdir().unwrap();
    assert_eq!(first, cells(&export(&again, "identity_pair", "50", "1")));
    assert_ne!(first, cells(&export(&folder, "identity_pair", "50", "2")));
}

#[test]
fn a_mistake_is_told_at_its_place_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("sheet.csv");
    let row = "l1,identity_pair,,user_id,'=1+1,anonymous_id,a1,true,=HYPERLINK(x),,0.25";
    std::fs::write(&sheet, format!("{HEADER}\n{row}\n{}\n", row.replace("l1", "l2").replace("true", "perhaps"))).unwrap();
    let refused = label(&["import", sheet.to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains(&format!("{}:3:49: `perhaps` is no verdict", sheet.display())), "{}", refused.err);
    assert!(!folder.path().join("sheet.ndjson").exists());

    std::fs::write(&sheet, format!("{HEADER}\n{row}\n")).unwrap();
    assert_eq!(label(&["import", sheet.to_str().unwrap()]).code, 0);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(folder.path().join("sheet.ndjson")).unwrap()).unwrap();
    assert_eq!(written["left_id"], "=1+1");
    assert!(!written["labeller"].as_str().unwrap().contains('='), "{written}");
}

#[test]
fn nothing_is_written_to_a_log_location_or_over_somebodys_work() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = export(&folder, "identity_pair", "20", "1");
    fill(&sheet);
    let work = std::fs::read_to_string(&sheet).unwrap();
    let inside = world().join("logs/labels/judged.ndjson");
    let (sheet_path, inside_path) = (sheet.to_str().unwrap(), inside.to_str().unwrap());
    for arguments in [
        &["export", "--output", inside_path][..],
        &["export", "--dir", world().join("logs").to_str().unwrap()],
        &["import", sheet_path, "--output", inside_path],
    ] {
        let refused = label(arguments);
        assert!(refused.code == 1 && refused.err.contains("lies within the logs"), "{arguments:?}: {}", refused.err);
    }
    assert!(!inside.exists() && !world().join("logs/identity_pair.csv").exists());
    let over = label(&["export", "--output", sheet_path]);
    assert!(over.code == 1 && over.err.contains("somebody's work"), "{}", over.err);
    assert_eq!(std::fs::read_to_string(&sheet).unwrap(), work);
}
