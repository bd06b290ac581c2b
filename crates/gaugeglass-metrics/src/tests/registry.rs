//! Folders extend and override the embedded files; what is broken is left out alone.

use std::fs;
use std::path::Path;

use super::{metric_text, readable};
use crate::{Diagnostic, Loaded, Registry, fingerprint};

const SQL: &str = "select count(*) as orders, count(*) as n from logs.orders";

/// A folder of queries with these files, and what loading it gives. Embedded files are set aside.
fn load(files: &[(&str, String)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(path, text)| write(folder.path(), path, text));
    let mut loaded = Registry::load(&[folder.path().to_owned()]);
    let prefix = format!("{}/", folder.path().display());
    loaded.diagnostics.retain(|finding| finding.path().starts_with(&prefix));
    loaded
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn model(sql: &str) -> String {
    format!("/* ---\ntitle: A\ndescription: B\ngrain: one row per c\n--- */\n{sql}")
}

fn messages(findings: &[Diagnostic]) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
    findings.iter().map(|f| format!("{}:{}:{}: {}", name(f.path()), f.line(), f.column(), f.message())).collect()
}

#[test]
fn a_broken_file_takes_no_other_down() {
    let loaded = load(&[("customer/zz_good.sql", metric_text("", SQL)), ("customer/zz_bad.sql", metric_text("grade: E9\n", SQL))]);
    assert!(loaded.registry.metric("zz_good").is_some());
    assert!(loaded.registry.metric("zz_bad").is_none());
    assert_eq!(messages(&loaded.diagnostics), ["customer/zz_bad.sql:9:8: unknown grade `E9`"]);
}

#[test]
fn a_folder_overrides_a_file_and_a_broken_override_leaves_it() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folders = [first.path().to_owned(), second.path().to_owned()];
    write(first.path(), "customer/zz_a.sql", &metric_text("", SQL));
    write(second.path(), "customer/zz_a.sql", &metric_text("grade: E3\n", SQL));
    assert_eq!(Registry::load(&folders).registry.metric("zz_a").unwrap().grade.as_str(), "E3");
    write(second.path(), "customer/zz_a.sql", "select 1");
    let loaded = Registry::load(&folders);
    assert_eq!(loaded.registry.metric("zz_a").unwrap().grade.as_str(), "E1");
    assert!(loaded.diagnostics.iter().any(|finding| finding.message().contains("no front matter")));
}

#[test]
fn a_name_is_claimed_once_over_all_families() {
    let loaded = load(&[("customer/zz_a.sql", metric_text("", SQL)), ("operational/zz_a.sql", metric_text("", SQL))]);
    let [finding] = loaded.diagnostics.as_slice() else { panic!("{}", readable(&loaded.diagnostics)) };
    assert!(finding.path().ends_with("operational/zz_a.sql"), "{finding}");
    assert!(finding.message().starts_with("metric `zz_a` is defined in"), "{finding}");
    assert!(loaded.registry.metric("zz_a").is_some());
}

#[test]
fn files_in_the_wrong_place_or_with_a_wrong_name_are_told() {
    let loaded = load(&[
        ("custmer/zz_a.sql", metric_text("", SQL)),
        ("customer/Zz-A.sql", metric_text("", SQL)),
        ("customer/.zz_hidden.sql", "junk".to_owned()),
        ("customer/notes.md", "junk".to_owned()),
    ]);
    let expected = ["custmer/zz_a.sql:1:1: no kind of definition lies in `custmer/`", "customer/Zz-A.sql:1:1: `Zz-A` cannot be a name"];
    assert_eq!(messages(&loaded.diagnostics), expected);
    assert_eq!(loaded.diagnostics[0].help(), Some("did you mean `customer`?"));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap().path().join("absent");
    let loaded = Registry::load(std::slice::from_ref(&folder));
    let told =
        loaded.diagnostics.iter().any(|finding| Path::new(finding.path()) == folder && finding.message().starts_with("cannot be read"));
    assert!(told, "{}", readable(&loaded.diagnostics));
}

#[test]
fn models_come_after_what_they_read() {
    let loaded = load(&[
        ("model/zz_a.sql", model("select * from model.zz_c join model.zz_b on true")),
        ("model/zz_b.sql", model("select * from model.zz_c")),
        ("model/zz_c.sql", model("select * from logs.events")),
    ]);
    let names: Vec<_> = loaded.registry.models().iter().map(|model| model.name.as_str()).filter(|name| name.starts_with("zz_")).collect();
    assert_eq!(names, ["zz_c", "zz_b", "zz_a"]);
}

#[test]
fn models_that_read_each_other_are_left_out_and_told() {
    let loaded = load(&[
        ("model/zz_a.sql", model("select *\nfrom model.zz_b")),
        ("model/zz_b.sql", model("select * from model.zz_a")),
        ("model/zz_c.sql", model("select * from model.zz_a")),
        ("model/zz_d.sql", model("select * from model.zz_d")),
        ("model/zz_e.sql", model("select * from logs.events")),
    ]);
    let expected = [
        "model/zz_a.sql:7:6: model `zz_a` reads itself",
        "model/zz_b.sql:6:15: model `zz_b` reads itself",
        "model/zz_c.sql:6:15: model `zz_c` reads models that read each other",
        "model/zz_d.sql:6:15: model `zz_d` reads itself",
    ];
    assert_eq!(messages(&loaded.diagnostics), expected);
    assert_eq!(loaded.diagnostics[0].help(), Some("zz_a → zz_b → zz_a"));
    assert!(loaded.registry.model("zz_a").is_none() && loaded.registry.model("zz_e").is_some());
}

#[test]
fn a_metric_needs_the_logs_behind_its_models() {
    let reads_model = SQL.replace("logs.orders", "model.zz_b");
    let loaded = load(&[
        ("model/zz_a.sql", model("select * from logs.events join logs.decisions on true")),
        ("model/zz_b.sql", model("select * from model.zz_a join logs.orders on true")),
        ("customer/zz_m.sql", metric_text("", &reads_model)),
        ("customer/zz_n.sql", metric_text("needs: [orders]\n", &reads_model)),
    ]);
    assert_eq!(loaded.registry.metric("zz_m").unwrap().needs, ["decisions", "events", "orders"]);
    assert_eq!(loaded.registry.metric("zz_n").unwrap().needs, ["orders"]);
    assert_eq!(loaded.registry.nearest_metric("zzm"), Some("zz_m"));
}

#[test]
fn the_fingerprint_follows_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let folders = [folder.path().to_owned()];
    let empty = fingerprint(&folders);
    assert_eq!(empty, fingerprint(&folders));
    write(folder.path(), "customer/a.sql", "one");
    let one = fingerprint(&folders);
    write(folder.path(), "customer/a.sql", "longer");
    let longer = fingerprint(&folders);
    write(folder.path(), "customer/note.md", "not a definition");
    assert_eq!(longer, fingerprint(&folders));
    fs::remove_file(folder.path().join("customer/a.sql")).unwrap();
    assert_eq!([one != empty, longer != one, fingerprint(&folders) == empty], [true; 3]);
}

#[test]
fn what_only_gates_a_level_is_not_among_the_checks() {
    let check = |id: &str, dimension: &str| {
        format!(
            "/* ---\nid: {id}\ndimension: {dimension}\ntitle: A\nseverity: low\npass: 1\nfail: 0\nlevel: 2\nremediation: B\n--- */\n\
             select 1.0 as value, count(*) as n from logs.orders"
        )
    };
    let loaded = load(&[("readiness/zz_gate.sql", check("L98", "L")), ("readiness/zz_check.sql", check("S98", "S"))]);
    assert!(loaded.diagnostics.is_empty(), "{}", readable(&loaded.diagnostics));
    let registry = loaded.registry;
    assert!(registry.gates().iter().any(|gate| gate.id == "L98") && !registry.checks().iter().any(|check| check.id == "L98"));
    assert!(registry.checks().iter().any(|check| check.id == "S98") && registry.check("L98").is_some());
}

#[test]
fn earlier_checks_are_those_of_their_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    let check = "/* ---\nid: U1\ndimension: U\ntitle: A\nseverity: low\npass: 1\nfail: 0\nremediation: B\n--- */\n\
                 select 1.0 as value, count(*) as n from logs.orders";
    write(folder.path(), "readiness/one.sql", check);
    write(folder.path(), "readiness/broken.sql", "select 1");
    let registry = Registry::embedded();
    for place in [folder.path().to_owned(), folder.path().join("readiness")] {
        let (checks, findings) = registry.checks_of(&place);
        assert_eq!(
            checks.iter().map(|check| (check.id.as_str(), check.needs.clone())).collect::<Vec<_>>(),
            [("U1", vec!["orders".into()])]
        );
        assert_eq!(findings.len(), 1);
    }
    let (checks, findings) = registry.checks_of(&folder.path().join("nowhere"));
    assert!(checks.is_empty() && findings[0].help().is_some_and(|help| help.contains("readiness.previous_rules")));
}
