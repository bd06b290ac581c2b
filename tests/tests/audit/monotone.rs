//! Silence never pays: taking a log away, narrowing what is read of it, or exempting checks raises neither score nor level.

use std::path::Path;

use gaugeglass_tests::{Changed, configuration, run};
use serde_json::Value;

/// What becomes of the audit under a changed configuration.
fn audit(changed: &Changed, config: &str) -> Standing {
    Standing::of(&changed.write("changed", config))
}

/// What must not rise.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Standing {
    score: f64,
    constant: f64,
    level: i64,
}

impl Standing {
    fn of(config: &Path) -> Standing {
        let output = run(&["audit", "--format", "json", "--limits-query-time-ms-max", "300000", "--config", config.to_str().unwrap()]);
        assert!([0, 2].contains(&output.code), "{}", output.err);
        let audit: Value = serde_json::from_str(&output.out).unwrap();
        let broken: Vec<&Value> = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["status"] == "error").collect();
        assert!(broken.is_empty(), "{broken:?}");
        Standing {
            score: audit["score_lo"].as_f64().unwrap(),
            constant: audit["constant_rules"]["score_lo"].as_f64().unwrap(),
            level: audit["level"].as_i64().unwrap(),
        }
    }

    fn is_above(self, other: Standing) -> bool {
        self.score > other.score + 1e-12 || self.constant > other.constant + 1e-12 || self.level > other.level
    }
}

/// What raised something, in words.
fn raised<'a>(whole: Standing, changed: impl Iterator<Item = (&'a str, Standing)>) -> Vec<String> {
    let mut count = 0;
    let risen = changed.inspect(|_| count += 1).filter(|(_, standing)| standing.is_above(whole));
    let risen: Vec<String> = risen.map(|(what, standing)| format!("{what}: {standing:?} above {whole:?}")).collect();
    assert!(count > 0, "nothing was changed");
    risen
}

#[test]
fn leaving_any_log_out_raises_nothing() {
    let changed = Changed::of(configuration());
    let whole = audit(&changed, &changed.text);
    let each = changed.logs().into_iter().map(|log| (log, audit(&changed, &changed.without(log))));
    let risen = raised(whole, each);
    assert!(risen.is_empty(), "{risen:#?}");
}

/// Filters that somebody who wants to look better would write, and some that cut at random.
const NARROWING: [(&str, &str); 8] = [
    ("decisions", "decision_time is not null"),
    ("decisions", "not is_fallback"),
    ("decisions", "person_id_used is not null"),
    ("approvals", "action <> 'changes_requested'"),
    ("approvals", "md5(object_id) < '8'"),
    ("deliveries", "decision_id is not null"),
    ("events", "channel = 'web'"),
    ("exposures", "md5(unit_id_hash) < '8'"),
];

#[test]
fn reading_only_the_rows_that_look_well_raises_neither_the_level_nor_the_score_of_constant_rules() {
    let changed = Changed::of(configuration());
    let whole = audit(&changed, &changed.text);
    let each = NARROWING.into_iter().map(|(log, condition)| {
        let standing = audit(&changed, &changed.narrowed(log, condition));
        // The score beside it takes the rows as they come, and may rise: half of the units can show a half of the trouble.
        (condition, Standing { score: whole.score, ..standing })
    });
    let risen = raised(whole, each);
    assert!(risen.is_empty(), "{risen:#?}");
}

#[test]
fn a_filter_of_more_than_one_row_in_a_hundred_is_named() {
    let changed = Changed::of(configuration());
    let file = changed.write("narrowed", &changed.narrowed("approvals", "md5(object_id) < '8'"));
    let output = run(&["audit", "--format", "json", "--config", file.to_str().unwrap()]);
    let audit: Value = serde_json::from_str(&output.out).unwrap();
    let named: Vec<&Value> = audit["filters"].as_array().unwrap().iter().map(|filter| &filter["log"]).collect();
    assert_eq!(named, ["approvals"]);
}

fn exemption(check: &str) -> String {
    format!("- {{check: {check}, owner: head of it, reason: Not ours., granted: 2026-05-01, expires: 2026-06-01}}\n")
}

#[test]
fn exemptions_raise_neither_the_level_nor_the_score_of_constant_rules() {
    let changed = Changed::of(configuration());
    let whole = audit(&changed, &changed.text);
    let registry = gaugeglass_metrics::Registry::embedded();
    let each = "UIDTAGMS".chars().map(|dimension| {
        let own = registry.checks().iter().filter(|check| check.id.starts_with(dimension));
        let file = changed.folder().join("exemptions.yaml");
        std::fs::write(&file, own.map(|check| exemption(&check.id)).collect::<String>()).unwrap();
        let config = format!("{}\n[readiness]\nexemptions_file = \"{}\"\n", changed.text, file.display());
        let standing = audit(&changed, &config);
        // The score beside it may rise: an exemption in force takes weight off it.
        ("a dimension exempted", Standing { score: whole.score, ..standing })
    });
    let risen = raised(whole, each);
    assert!(risen.is_empty(), "{risen:#?}");
}

#[test]
fn exempting_everything_exempts_a_tenth_and_blinds_the_rest() {
    let changed = Changed::of(configuration());
    let whole = audit(&changed, &changed.text);
    let file = changed.folder().join("exemptions.yaml");
    let registry = gaugeglass_metrics::Registry::embedded();
    std::fs::write(&file, registry.checks().iter().map(|check| exemption(&check.id)).collect::<String>()).unwrap();
    let all = audit(&changed, &format!("{}\n[readiness]\nexemptions_file = \"{}\"\n", changed.text, file.display()));
    assert!(all.score < whole.score, "{all:?} {whole:?}");
    assert_eq!((all.constant, all.level), (whole.constant, whole.level));
}
