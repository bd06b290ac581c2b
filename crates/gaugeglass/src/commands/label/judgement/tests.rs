//! What a filled sheet may say, and where it is told what it may not.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};

use super::{Filled, read};
use crate::commands::label::COLUMNS;

fn now() -> DateTime<Utc> {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

/// A sheet with these rows.
fn sheet(rows: &[&str]) -> Result<Filled, String> {
    let text = format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n"));
    read(&text, now()).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

const PAIR: &str = "l1,identity_pair,,user_id,u1,anonymous_id,a1,true,Ann,,0.25";
const CASE: &str = "l2,identity_cluster,c1,user_id,u1,user_id,u1,yes,,2026-04-30,0.5";

#[test]
fn a_judgement_has_the_columns_of_the_contract() {
    let filled = sheet(&[PAIR, CASE]).unwrap();
    let lines: Vec<serde_json::Value> = filled.judgements.iter().map(|judgement| serde_json::to_value(judgement).unwrap()).collect();
    assert_eq!(
        lines[0],
        serde_json::json!({
            "label_id": "l1", "kind": "identity_pair", "left_type": "user_id", "left_id": "u1", "right_type": "anonymous_id",
            "right_id": "a1", "truth": "true", "inclusion_prob": 0.25, "labeller": lines[0]["labeller"],
            "label_time": "2026-05-01T12:00:00.000000Z", "blinded": true
        })
    );
    assert!(!lines[0]["labeller"].as_str().unwrap().contains("Ann"));
    assert_eq!((lines[1]["cluster_id"].as_str(), lines[1]["label_time"].as_str()), (Some("c1"), Some("2026-04-30T00:00:00.000000Z")));
    let contract = gaugeglass_logs::log("labels").unwrap();
    assert!(lines[1].as_object().unwrap().keys().all(|name| contract.column(name).is_some()));
}

#[test]
fn rows_without_a_verdict_are_counted_and_left_out() {
    let filled = sheet(&[&PAIR.replace("true", ""), &CASE.replace("yes", "?")]).unwrap();
    assert_eq!((filled.judgements.len(), filled.unjudged), (0, 2));
}

#[test]
fn an_added_row_gets_an_id_of_its_own() {
    let added = CASE.replace("l2,", ",").replace("user_id,u1,yes", "device_id,v9,yes");
    let filled = sheet(&[CASE, &added]).unwrap();
    assert_eq!(filled.judgements[1].label_id.len(), 16);
    assert_eq!(filled, sheet(&[CASE, &added]).unwrap());
}

#[test]
fn sheets_of_other_countries_are_read() {
    let text = format!("{}\n{}\n", COLUMNS.join(";"), PAIR.replace(',', ";").replace("0.25", "0,25"));
    assert_eq!(read(&text, now()).unwrap().judgements, sheet(&[PAIR]).unwrap().judgements);
}

#[test]
fn mistakes_are_told_at_their_place() {
    let cases = [
        (PAIR.replace("true", "maybe"), "2:46: `maybe` is no verdict"),
        (PAIR.replace("identity_pair", "pair"), "2:4: `pair` is no kind of judgement"),
        (PAIR.replace("u1", ""), "2:27: `left_id` is empty"),
        (PAIR.replace("0.25", "1.5"), "2:56: `1.5` is no probability"),
        (PAIR.replace(",0.25", ""), "2:55: `` is no probability"),
        (PAIR.replace("Ann,", "Ann,yesterday"), "2:55: `yesterday` is no time"),
        (CASE.replace("c1", ""), "2:21: `cluster_id` is empty"),
        (format!("{PAIR}\n{PAIR}"), "3:1: this row is there twice, first in line 2"),
        (format!("{CASE}\n{}", CASE.replace("l2", "l3").replace("0.5", "0.6")), "3:21: left_type, left_id and inclusion_prob"),
    ];
    for (rows, told) in cases {
        let mistake = sheet(&[&rows]).unwrap_err();
        assert!(mistake.starts_with(told), "{rows}\n{mistake}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let mistakes = sheet(&[&PAIR.replace("true", "maybe"), CASE, &PAIR.replace("0.25", "0")]).unwrap_err();
    assert_eq!(mistakes.lines().count(), 2, "{mistakes}");
}

#[test]
fn a_sheet_without_a_column_is_told_which() {
    let mistakes = read("label_id,kind\nl1,identity_pair\n", now()).unwrap_err();
    assert_eq!(mistakes[0].to_string(), "1:1: there is no column `cluster_id`; keep the header of the export");
    assert_eq!(read("", now()).unwrap_err()[0].to_string(), "1:1: the sheet is empty");
}
