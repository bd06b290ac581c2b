//! The audit as text, JSON, Markdown and one HTML file says the same thing, and as relations too.

use gaugeglass_tests::{root, rows, run, world, write_config};
use serde_json::Value;

use super::configuration;

fn written(format: &str) -> String {
    let config = world().join("gaugeglass.toml").display().to_string();
    let output = run(&["audit", "--format", format, "--config", &config]);
    assert_eq!(output.code, 2, "{format}: {}", output.err);
    output.out
}

#[test]
fn every_format_tells_level_score_and_every_check() {
    let audit: Value = serde_json::from_str(&written("json")).unwrap();
    let score = format!("{:.0}", 100.0 * audit["score_lo"].as_f64().unwrap());
    let name = audit["level_name"].as_str().unwrap();
    let (text, markdown, html) = (written("text"), written("md"), written("html"));
    for (format, page) in [("text", &text), ("md", &markdown), ("html", &html)] {
        assert!(page.contains(name) && page.contains(&score), "{format}");
        for finding in audit["findings"].as_array().unwrap() {
            assert!(page.contains(finding["id"].as_str().unwrap()), "{format}: {}", finding["id"]);
        }
        for probe in audit["probes"].as_array().unwrap() {
            assert!(page.contains(probe["title"].as_str().unwrap()), "{format}: {}", probe["title"]);
        }
    }
    assert_eq!(audit["probes"].as_array().unwrap().len(), 5);
}

#[test]
fn the_html_file_stands_alone_and_its_links_lead_to_the_service() {
    let html = written("html");
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    assert!(html.contains("<style>") && !html.contains("<script") && !html.contains("/static/"));
    assert!(html.contains("href=\"http://127.0.0.1:8080/m/") && !html.contains("href=\"/"), "links that lead nowhere");
}

#[test]
fn the_relations_of_readiness_hold_what_the_document_says() {
    let config = world().join("gaugeglass.toml");
    let audit: Value = serde_json::from_str(&written("json")).unwrap();
    let ask = |sql: &str| rows(&config, sql).as_array().unwrap().clone();
    let level = ask("select * from readiness.level");
    assert_eq!((&level[0]["level"], &level[0]["score_lo"]), (&audit["level"], &audit["score_lo"]));
    assert_eq!(level[0]["constant_lo"], audit["constant_rules"]["score_lo"]);
    let unseen = ask("select distinct id from readiness.unseen");
    let unknown = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["status"] == "unknown").count();
    assert_eq!(unseen.len(), unknown);
    let remedies = ask("select id, priority from readiness.remediations order by place");
    let first: Vec<&Value> = audit["remediations"].as_array().unwrap().iter().map(|remedy| &remedy["id"]).collect();
    assert_eq!(remedies.iter().map(|remedy| &remedy["id"]).collect::<Vec<_>>(), first);
    assert!(remedies.windows(2).all(|pair| pair[0]["priority"].as_f64() >= pair[1]["priority"].as_f64()), "{remedies:?}");
    let probes = ask("select probe, fires from readiness.probes");
    assert_eq!(probes.len(), 5);
    assert!(ask("select * from readiness.exemptions").is_empty());
}

#[test]
fn every_unknown_says_which_columns_to_log_and_what_they_unlock() {
    let folder = tempfile::tempdir().unwrap();
    let config = write_config(folder.path(), "as_of = \"2026-05-05T00:00:00Z\"\n[cache]\nurl = \"file:cache\"\n");
    let output = run(&["audit", "--format", "json", "--config", config.to_str().unwrap()]);
    let audit: Value = serde_json::from_str(&output.out).unwrap();
    assert_eq!((&audit["level"], &audit["level_name"]), (&Value::from(0), &Value::from("Dark")));
    let findings = audit["findings"].as_array().unwrap();
    assert!(!findings.iter().any(|finding| finding["status"] == "pass" || finding["status"] == "warn"), "silence passes nothing");
    for finding in findings.iter().filter(|finding| finding["status"] == "unknown") {
        let gaps = finding["to_log"].as_array().unwrap();
        let is_told = gaps.iter().all(|gap| !gap["columns"].as_array().unwrap().is_empty());
        assert!(is_told && finding["why"].is_string(), "{finding}");
    }
    let blockers = audit["next_level"]["blockers"].as_array().unwrap();
    assert_eq!(blockers.len(), 6, "{blockers:?}");
}

#[test]
fn earlier_rules_judge_the_same_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let earlier = folder.path().join("earlier/readiness");
    std::fs::create_dir_all(&earlier).unwrap();
    for entry in std::fs::read_dir(root().join("queries/readiness")).unwrap().map(|entry| entry.unwrap()) {
        std::fs::copy(entry.path(), earlier.join(entry.file_name())).unwrap();
    }
    let config = write_config(folder.path(), &format!("{}\n[readiness]\nprevious_rules = \"earlier\"\n", configuration()));
    let constant = || {
        let output = run(&["audit", "--format", "json", "--config", config.to_str().unwrap()]);
        let audit: Value = serde_json::from_str(&output.out).unwrap();
        (audit["score_lo"].clone(), audit["constant_rules"].clone())
    };
    let (score, same) = constant();
    assert_eq!((&same["score_lo"], &same["changes"]), (&score, &Value::Array(Vec::new())));
    let rule = earlier.join("definitions.sql");
    let milder = std::fs::read_to_string(&rule).unwrap().replace("fail: 0.9\n", "fail: 0.5\n");
    std::fs::write(&rule, milder).unwrap();
    let (score, other) = constant();
    assert!(other["score_lo"].as_f64() > score.as_f64(), "{other}");
    let changes = other["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((&changes[0]["id"], &changes[0]["what"]), (&Value::from("G5"), &Value::from("fails at 0.9, before at 0.5")));
}
