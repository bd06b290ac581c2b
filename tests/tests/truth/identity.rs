//! What the identity metrics say, against the mistakes of the resolver that were planted.
//!
//! Quality by labels is in `tests/labels.rs`: the labels of the world are of too narrow a kind to tell of all identifiers.

#[path = "identity/by_hand.rs"]
mod by_hand;

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_tests::{rows_over_http, world};
use serde_json::Value;

use super::{ALL, LAST_30_DAYS, check, item, rows, total, truth};
use crate::labels::texts;

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("{column} of {row}"))
}

/// True where a figure is the expected one.
fn is(row: &Value, column: &str, expected: f64) -> bool {
    (number(row, column) - expected).abs() < 1e-9
}

/// The cell of `metrics.identity_match_rates`.
fn cell<'a>(cells: &'a Value, id_type: &str, channel: &str) -> &'a Value {
    let mut rows = cells.as_array().unwrap().iter();
    rows.find(|row| row["id_type"] == id_type && row["channel"] == channel).unwrap_or_else(|| panic!("{id_type}: {cells}"))
}

/// The truth is compared on the tier whose files lie at hand.
fn is_small() -> bool {
    let is_small = item("I2")["n"][0] == 1000;
    if !is_small {
        eprintln!("skipped: the files compared with are those of the ci tier");
    }
    is_small
}

/// The entries of the map that were never taken back: type, hash, person; and how many were.
fn map() -> (Vec<[String; 3]>, usize) {
    let entries = texts(&world().join("logs/identity_map"), ["id_type", "id_hash", "person_id", "retracted_time"]);
    let all = entries.len();
    let standing = entries.into_iter().filter(|[.., retracted]| retracted.is_empty());
    let standing: Vec<[String; 3]> = standing.map(|[kind, hash, person, _]| [kind, hash, person]).collect();
    let corrected = all - standing.len();
    (standing, corrected)
}

#[test]
fn recognition_and_contradiction_are_exact() {
    let slice = format!("{ALL}&f.use_case_id=product_reco");
    let (recognised, contradicted) = (total("recognised_at_decision", &slice), total("contradicted_later", &slice));
    check([("I1".to_owned(), &recognised, "recognised"), ("I4".to_owned(), &contradicted, "so_far")]);
    // Those nobody was taken for cannot be contradicted, and thin the rate.
    assert!(number(&contradicted, "of_known") > number(&contradicted, "contradicted"), "{contradicted}");
}

#[test]
fn the_lift_of_those_recognised_is_found() {
    let lift = total("lift_lost_to_identity", ALL);
    let readings = [("I5.recognised", "recognised_lift"), ("I5.unrecognised", "unrecognised_lift")];
    check(readings.map(|(id, column)| (id.to_owned(), &lift, column)));
}

#[test]
fn the_engine_used_what_the_map_held() {
    let row = total("as_of_correctness", ALL);
    assert!(is(&row, "correct_share", 1.0) && is(&row, "stale_share", 0.0) && is(&row, "missed_share", 0.0), "{row}");
}

#[test]
fn blobs_and_conflicts_are_those_of_the_map() {
    let sizes = total("ids_per_person", ALL);
    check([("I3.largest_cluster".to_owned(), &sizes, "largest_cluster")]);
    if !is_small() {
        return;
    }
    let (standing, _) = map();
    let mut persons: BTreeMap<&String, (f64, usize)> = BTreeMap::new();
    for [kind, _, person] in &standing {
        let (ids, users) = persons.entry(person).or_default();
        *ids += 1.0;
        *users += usize::from(kind == "user_id");
    }
    let blobs: f64 = persons.values().filter(|(ids, users)| *ids > 20.0 || *users > 1).map(|(ids, _)| ids).sum();
    assert!(is(&sizes, "blob_share", blobs / standing.len() as f64) && is(&sizes, "n", persons.len() as f64), "{sizes}");
    let conflicts = total("conflict_rate", ALL);
    let several = persons.values().filter(|(_, users)| *users > 1).count() as f64;
    assert!(several > 0.0 && is(&conflicts, "two_users", several), "{several}: {conflicts}");
    assert!(number(&conflicts, "conflict_rate") > 0.01, "{conflicts}");
}

#[test]
fn a_kiosk_is_found_by_its_neighbours() {
    let by_type = rows("link_degree", &format!("{ALL}&by=id_type"));
    let kiosk = by_type.iter().find(|row| row["id_type"] == "kiosk_id").unwrap();
    check([("I3.largest_cluster".to_owned(), kiosk, "most_neighbours")]);
    assert!(by_type.iter().filter(|row| row["id_type"] != "kiosk_id").all(|row| is(row, "shared_share", 0.0)), "{by_type:?}");
}

#[test]
fn the_week_of_corrections_shows_and_no_other() {
    let weeks = rows("stability_7d", &ALL.replace("grain=total", "grain=week"));
    let shaken: Vec<&Value> = weeks.iter().filter(|row| number(row, "changed") > 0.0).collect();
    assert_eq!(shaken.len(), 1, "{weeks:?}");
    // Everybody who was mistaken at first is corrected on the 87th day.
    assert_eq!(shaken[0]["bucket"], "2026-03-30T00:00:00Z");
    assert!(is(shaken[0], "renamed", 0.0) && is(shaken[0], "splits", 0.0) && number(shaken[0], "merges") > 0.0, "{}", shaken[0]);
    if is_small() {
        assert!(is(shaken[0], "changed", map().1 as f64), "{}", shaken[0]);
    }
}

#[test]
fn second_devices_are_known_as_often_as_planted_and_strange_types_are_unknown() {
    let cells = rows_over_http(&truth().server.http, "select * from metrics.identity_match_rates");
    let devices = cell(&cells, "device_id", "ios");
    assert_eq!((&devices["seen"], &devices["known"]), (&item("I2")["n"][0], &item("I2")["n"][1]), "{devices}");
    for (id_type, channel) in [("anonymous_id", "ios"), ("kiosk_id", "web")] {
        assert!(cell(&cells, id_type, channel)["match_rate"].is_null(), "{cells}");
        let slice = format!("{ALL}&by=id_type,channel&f.id_type={id_type}&f.channel={channel}");
        assert_eq!(rows("match_rate_obs", &slice).len(), 0, "{id_type} on {channel}");
    }
}

#[test]
fn without_a_frame_nobody_claims_to_know_who_was_missed() {
    let row = total("cross_channel_recognised", LAST_30_DAYS);
    assert!(row["recognised"].is_null() && row["people"].is_null() && row["n"] == 0, "{row}");
    // The map sees those it joined, less the few that it took for their neighbours: of itself it would say 100 %.
    let joined = number(&row, "joined_persons") / item("I2")["n"][1].as_f64().unwrap();
    assert!((0.95..=1.0).contains(&joined), "{row}");
}

#[test]
fn the_labels_of_the_world_tell_of_the_pairs_they_were_drawn_from() {
    let (precision, recall) = (total("identity_precision", ALL), total("identity_recall", ALL));
    assert!(precision["b3_precision"].is_null() && recall["b3_recall"].is_null() && recall["pair_recall"].is_null(), "{recall}");
    assert!(number(&precision, "conflict_rate") > 0.0 && recall["split_share"].is_number(), "proxies stand beside: {precision} {recall}");
    if !is_small() {
        return;
    }
    // Browsers with the account of their own customer, and with that of the next one.
    let mapped: BTreeMap<String, String> =
        texts(&world().join("truth/id_truth"), ["id_hash", "mapped"]).into_iter().map(|[hash, person]| (hash, person)).collect();
    let people = texts(&world().join("truth/persons"), ["anonymous_id", "user_id"]);
    let joined = |browser: &str, user: &str| mapped.get(user).is_some_and(|person| mapped.get(browser) == Some(person));
    let right = people.iter().filter(|[browser, user]| joined(browser, user)).count() as f64;
    let wrong = people.iter().zip(people.iter().cycle().skip(1)).filter(|([browser, _], [_, user])| joined(browser, user)).count() as f64;
    let share = right / people.len() as f64;
    let error = (share * (1.0 - share) / 200.0).sqrt();
    assert!((number(&recall, "judged_recall") - share).abs() < 4.0 * error, "{share}: {recall}");
    let error = (number(&precision, "pair_precision_hi") - number(&precision, "pair_precision_lo")) / 2.0 / 1.96;
    assert!((number(&precision, "pair_precision") - right / (right + wrong)).abs() < 4.0 * error, "{right}, {wrong}: {precision}");
}

#[test]
fn the_headline_is_three_figures_and_says_which_is_a_stand_in() {
    let found = rows_over_http(&truth().server.http, "select * from metrics.identity_headline");
    let figures: Vec<(&str, bool)> =
        found.as_array().unwrap().iter().map(|row| (row["figure"].as_str().unwrap(), row["is_proxy"] == true)).collect();
    assert_eq!(figures, [("recognised_at_decision", false), ("conflict_rate", true), ("stability_7d", false)]);
    assert!(found.as_array().unwrap().iter().all(|row| row["value"].is_number() && row["n"].as_i64() > Some(0)), "{found}");
}

#[test]
fn the_evidence_alone_makes_a_graph_to_compare_with() {
    let found = rows_over_http(&truth().server.http, "select * from metrics.identity_graphs");
    let graphs: BTreeSet<&str> = found.as_array().unwrap().iter().map(|row| row["graph"].as_str().unwrap()).collect();
    assert_eq!(graphs, BTreeSet::from(["evidence", "map"]));
    let map = found.as_array().unwrap().iter().find(|row| row["graph"] == "map").unwrap();
    check([("I3.largest_cluster".to_owned(), map, "largest_cluster")]);
    assert!((0.5..1.0).contains(&number(map, "backed_by_other")), "{found}");
}

#[test]
fn identifiers_never_linked_are_waited_for_and_not_dropped() {
    let row = total("time_to_link", ALL);
    assert!(number(&row, "never_linked") > 0.0 && number(&row, "linked_24h") < 0.9, "{row}");
    assert!(row["p50_h"].is_null() || number(&row, "linked_only_p50_h") <= number(&row, "p50_h"), "dropping them must flatter: {row}");
}
