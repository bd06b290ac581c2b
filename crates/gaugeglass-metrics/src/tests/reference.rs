//! The cookbook in `queries/README.md` lists what the parser accepts, and its examples are accepted.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_saphyr::Error;

use super::slicing::normal;
use super::{good_metric, is_aggregate, parse_metric};
use crate::diagnostic::Source;
use crate::{
    CHECK_KEYS, EVIDENCE_KEYS, EXCLUSION_KEYS, EXEMPTION_KEYS, Exemption, Family, Grade, Grain, Key, LINK_KEYS, METRIC_KEYS, MODEL_KEYS,
    MUTATION_KEYS, SLO_KEYS, STANDARD_PARAMETERS, Slice, check, evidence, exemption, link, metric, model, mutation, slo,
};

fn cookbook() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../queries/README.md");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The keys a type accepts, told by its complaint about one it does not.
fn accepted<T: DeserializeOwned>() -> Vec<&'static str> {
    match serde_saphyr::from_str::<T>("no_such_key: 1").err().unwrap().without_snippet() {
        Error::SerdeUnknownField { expected, .. } => expected.clone(),
        other => panic!("{other}"),
    }
}

fn check_keys<T: DeserializeOwned>(keys: &[Key]) {
    let mut listed: Vec<_> = keys.iter().map(|key| key.name).collect();
    let mut accepted = accepted::<T>();
    listed.sort_unstable();
    accepted.sort_unstable();
    assert_eq!(listed, accepted);
}

#[test]
fn the_listed_keys_are_those_the_parser_accepts() {
    check_keys::<metric::Raw>(METRIC_KEYS);
    check_keys::<slo::RawObjective>(SLO_KEYS);
    check_keys::<slo::RawExclusion>(EXCLUSION_KEYS);
    check_keys::<link::RawLink>(LINK_KEYS);
    check_keys::<model::Raw>(MODEL_KEYS);
    check_keys::<check::Raw>(CHECK_KEYS);
    check_keys::<evidence::RawEvidence>(EVIDENCE_KEYS);
    check_keys::<mutation::Raw>(MUTATION_KEYS);
    check_keys::<exemption::RawExemption>(EXEMPTION_KEYS);
}

#[test]
fn the_keys_listed_as_required_are_those_whose_absence_is_refused() {
    let nothing = "/* ---\n--- */\nselect 1 as value, count(*) as n";
    let source = Source::new("a.sql", nothing);
    let missing = |findings: Vec<crate::Diagnostic>| -> Vec<String> {
        let keys =
            findings.iter().filter_map(|finding| finding.message().strip_prefix("missing key `")?.strip_suffix('`').map(str::to_owned));
        let mut keys: Vec<String> = keys.collect();
        keys.sort_unstable();
        keys
    };
    let required = |keys: &[Key]| -> Vec<String> {
        let mut names: Vec<String> = keys.iter().filter(|key| key.required).map(|key| key.name.to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(missing(parse_metric(nothing).unwrap_err()), required(METRIC_KEYS));
    assert_eq!(missing(model::parse(&source, "a").unwrap_err()), required(MODEL_KEYS));
    assert_eq!(missing(check::parse(&source, "a").unwrap_err()), required(CHECK_KEYS));
    assert_eq!(missing(mutation::parse(&source, "a").unwrap_err()), required(MUTATION_KEYS));
}

#[test]
fn the_cookbook_has_the_tables_of_keys_and_parameters() {
    let cookbook = cookbook();
    let lists = [METRIC_KEYS, SLO_KEYS, EXCLUSION_KEYS, LINK_KEYS, MODEL_KEYS, CHECK_KEYS, EVIDENCE_KEYS, MUTATION_KEYS, EXEMPTION_KEYS];
    for keys in lists {
        let rows: Vec<String> = keys.iter().map(row).collect();
        let table = format!("| key | required | says |\n|---|---|---|\n{}\n\n", rows.join("\n"));
        assert!(cookbook.contains(&table), "queries/README.md should have this table:\n\n{table}");
    }
    let rows: Vec<String> = STANDARD_PARAMETERS.iter().map(|p| format!("| `${}` | {} | {} |", p.name, p.kind, p.doc)).collect();
    let table = format!("| placeholder | type | stands for |\n|---|---|---|\n{}\n\n", rows.join("\n"));
    assert!(cookbook.contains(&table), "queries/README.md should have this table:\n\n{table}");
}

#[test]
fn the_exemptions_shown_are_accepted() {
    let cookbook = cookbook();
    let shown = cookbook.split("```yaml\n").filter_map(|part| part.split("```").next()).find(|block| block.starts_with("- check:"));
    let exemptions = Exemption::read("exemptions.yaml", shown.expect("queries/README.md shows exemptions")).unwrap();
    assert!(exemptions.iter().all(|exemption| exemption.granted < exemption.expires), "{exemptions:?}");
    assert!(!exemptions.is_empty());
}

#[test]
fn the_cookbook_has_the_words_of_every_grade() {
    let cookbook = cookbook();
    for grade in Grade::ALL {
        let words = grade.claim();
        let row = cookbook.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{grade}`")) && line.contains("| … "));
        assert!(row.is_some_and(|row| row.contains(&format!("… {words} …"))), "queries/README.md should say of {grade}: {words}");
    }
}

fn row(key: &Key) -> String {
    format!("| `{}` | {} | {} |", key.name, if key.required { "yes" } else { "" }, key.doc)
}

/// The SQL blocks of the cookbook: the worked example, then the statement it becomes.
fn examples(cookbook: &str) -> [&str; 2] {
    let blocks: Vec<&str> = cookbook.split("```sql\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    blocks.try_into().unwrap_or_else(|blocks: Vec<&str>| panic!("{} SQL blocks in queries/README.md", blocks.len()))
}

#[test]
fn the_worked_example_is_accepted_and_becomes_the_statement_shown() {
    let cookbook = cookbook();
    let [file, statement] = examples(&cookbook);
    let metric = good_metric(file);
    let filters = vec![("channel".to_owned(), "web".to_owned())];
    let slice = Slice { grain: Grain::Week, by: vec!["channel".to_owned()], filters };
    assert_eq!(normal(&metric.sliced(&slice, &is_aggregate).unwrap().sql), normal(statement));
}

#[test]
fn the_report_shown_is_the_one_a_typing_error_gets() {
    let cookbook = cookbook();
    let [file, _] = examples(&cookbook);
    let typed = Source::new("queries/customer/first_order_share.sql", &file.replace("measures:", "mesures:"));
    let findings = metric::parse(&typed, Family::Customer, "first_order_share").unwrap_err();
    let report = findings[0].render_plain();
    let shown: Vec<&str> = cookbook.lines().map(str::trim).collect();
    for line in report.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(shown.contains(&line), "queries/README.md should show this report:\n{report}");
    }
}
