//! What gaps in the machinery cost: the links against what was planted, and against a few people worked out by hand.

#[path = "links/people.rs"]
mod people;

use std::collections::BTreeSet;

use gaugeglass_metrics::{Family, Grade, Metric, Registry};
use gaugeglass_tests::{get, rows_over_http};
use serde_json::Value;

use super::{ALL, check, complaint, item, rows, text, total, truth};

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("{column} of {row} is no number"))
}

fn near(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9, "{what}: {found} is not {expected}");
}

#[test]
fn every_intent_is_lost_once_at_its_first_failing_stage() {
    let sql = "select * from metrics.signal_to_value where use_case_id = 'price_drop'";
    let stages = rows_over_http(&truth().server.http, sql).as_array().unwrap().clone();
    assert_eq!(stages.len(), truth().items.keys().filter(|id| id.starts_with("W1.")).count());
    check(stages.iter().map(|row| (format!("W1.{}", text(row, "stage")), row, "share")));
    near("all shares", stages.iter().map(|row| number(row, "share")).sum(), 1.0);
    for (row, next) in stages.iter().zip(&stages[1..]) {
        near(text(row, "stage"), number(row, "entered") - number(row, "lost"), number(next, "entered"));
        assert!(number(row, "arrived_if_mended") >= number(&stages[9], "share"), "{row}");
        assert_eq!((text(row, "grade"), text(row, "mended_grade")), ("E1", "E3"));
        assert!(!text(row, "owner").is_empty());
    }
    let arrived = total("signals_arrived", &format!("{ALL}&f.use_case_id=price_drop"));
    check([("W1.arrived".to_owned(), &arrived, "arrived_share")]);
}

#[test]
fn intents_lost_to_approval_are_exact() {
    let row = total("intents_lost_to_approval", &format!("{ALL}&f.use_case_id=price_drop"));
    check([("W1.content_not_approved".to_owned(), &row, "lost_share")]);
    near("lost", number(&row, "lost"), number(&row, "lost_share") * number(&row, "n"));
}

#[test]
fn versions_still_open_are_at_risk_too_and_no_worth_is_made_up() {
    let row = total("approval_delay_at_risk", ALL);
    let open = number(&row, "open_late_versions");
    assert!(open > 0.0 && open < number(&row, "late_versions"), "{row}");
    assert!(number(&row, "person_days") > 0.0 && number(&row, "conversions_from") <= number(&row, "conversions_at_most"), "{row}");
    // The newsletter says nowhere what a conversion is worth.
    assert!(row["worth_from"].is_null() && row["worth_at_most"].is_null(), "{row}");
    let patient = total("approval_delay_at_risk", &format!("{ALL}&p.policy=52w"));
    assert!(patient["late_versions"] == 0 && patient["person_days"] == 0.0, "{patient}");
}

#[test]
fn what_waiting_costs_is_told_from_the_experiment_and_the_logs_say_association() {
    let effect = total("latency_effect", ALL);
    // The line runs through all three arms; the outer one decides where.
    let wrong = complaint("L6.plus_250", &effect["conversion_difference"]);
    assert!(wrong.is_none(), "{wrong:?}");
    assert!(number(&effect, "lo") <= number(&effect, "hi") && effect["grade"] == "E5" && effect["blocked"] == 0, "{effect}");
    let seen = total("latency_association", &format!("{ALL}&f.use_case_id=search_ranking"));
    assert_eq!(seen["grade"], "E2");
    near("own waits", number(&seen, "conversion_difference"), number(&effect, "seen_difference"));
    assert!(item("L6.plus_250")["must_flag"].as_array().unwrap().iter().any(|flag| flag == "association"));
    let table = "select stamp, grade from metrics.latency_conversion where use_case_id = 'search_ranking'";
    let table = rows_over_http(&truth().server.http, table).as_array().unwrap().clone();
    assert!(table.len() > 1);
    assert!(table.iter().all(|row| text(row, "stamp").starts_with("association") && row["grade"] == "E2"), "{table:?}");
}

#[test]
fn lift_among_the_recognised_is_diluted_by_the_others() {
    let row = total("lift_lost_to_identity", ALL);
    check([("I5.recognised".to_owned(), &row, "recognised_lift"), ("I5.unrecognised".to_owned(), &row, "unrecognised_lift")]);
    let (known, unknown, share) = (number(&row, "recognised_lift"), number(&row, "unrecognised_lift"), number(&row, "recognised_share"));
    near("dilution", number(&row, "recomposed_lift"), share * known + (1.0 - share) * unknown);
    // But for chance in who was recognised in which arm.
    assert!((number(&row, "lift") - number(&row, "recomposed_lift")).abs() < 0.02, "{row}");
    for (column, k) in [("at_most", 1.0), ("at_half", 0.5), ("at_least", 0.25)] {
        near(column, number(&row, column), (1.0 - share) * (k * known - unknown));
        assert!(number(&row, "lo") < number(&row, column) && number(&row, column) < number(&row, "hi"), "{column} of {row}");
    }
}

#[test]
fn a_fast_programme_on_old_features_is_irrelevant_and_wins_nothing() {
    let fast = total("faster_irrelevance", &format!("{ALL}&f.experiment_id=fast_but_stale"));
    check([("P8.faster_irrelevance".to_owned(), &fast, "irrelevant")]);
    let stale = total("staleness_lift", &format!("{ALL}&f.experiment_id=fast_but_stale"));
    check([("P8.conversion_7d.difference".to_owned(), &stale, "lift")]);
    let ages = rows("staleness_lift", &format!("{ALL}&by=feature_age&by=experiment_id"));
    let old: BTreeSet<&str> = ages.iter().filter(|row| row["feature_age"] == "over 24 h").map(|row| text(row, "experiment_id")).collect();
    assert_eq!(old, BTreeSet::from(["fast_but_stale"]));
}

#[test]
fn where_everybody_is_served_fallbacks_lose_nothing() {
    let row = total("lift_lost_to_fallbacks", ALL);
    assert!(row["lost"] == 0.0 && row["unserved_share"] == 0.0 && row["lo"].is_null(), "{row}");
    assert_eq!(row["assigned_lift"], row["served_lift"]);
}

/// Whether a text speaks of causes.
fn speaks_of_causes(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase);
    words.any(|word| ["cause", "causes", "caused", "causing", "causal", "causally"].contains(&word.as_str()))
}

fn links(registry: &Registry) -> Vec<&Metric> {
    registry.metrics().map(|metric| &**metric).filter(|metric| metric.family == Family::Links).collect()
}

#[test]
fn no_link_below_randomised_evidence_speaks_of_causes() {
    let registry = Registry::embedded();
    let links = links(&registry);
    assert!(links.len() >= 8, "{}", links.len());
    for metric in links {
        let link = metric.link.as_ref().unwrap_or_else(|| panic!("{} links nothing", metric.name));
        let page = get(&truth().server.http, &format!("/m/{}?{ALL}", metric.name)).text();
        let claim = page.split("id=\"claim\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_else(|| panic!("{page}"));
        if metric.grade < Grade::E5 {
            let said = [&metric.title, &metric.question, &metric.description, &link.estimand, &link.excluded];
            assert!(said.into_iter().chain(&link.stronger).all(|text| !speaks_of_causes(text)), "{}", metric.name);
            assert!(!speaks_of_causes(&page), "{} speaks of causes", metric.name);
            assert!(link.stronger.is_some(), "{} says not what would make it stronger", metric.name);
        }
        assert!([metric.grade, Grade::E0].iter().any(|grade| claim == link.claim(*grade)), "{}: {claim}", metric.name);
        assert!(page.contains(&link.estimand) && page.contains(&link.excluded), "{}", metric.name);
    }
}

#[test]
fn a_link_that_is_known_says_so_in_the_words_of_its_grade() {
    for (name, words) in [
        ("latency_effect", "causes, in this population and period, the change in conversion"),
        ("latency_association", "is associated with the difference in conversion"),
        ("intents_lost_to_approval", "accounts for the lost intents"),
    ] {
        let page = get(&truth().server.http, &format!("/m/{name}?{ALL}")).text();
        assert!(page.contains(words), "{name}");
    }
}
