//! The words of the README and what the program has are the same things.

use std::collections::BTreeSet;

use gaugeglass_tests::{root, rows, run, text, world};

#[test]
fn the_settings_table_of_the_readme_is_the_programs_list() {
    let readme = text("README.md");
    let table: Vec<&str> = readme
        .lines()
        .skip_while(|line| !line.starts_with("<!-- settings"))
        .take_while(|line| !line.starts_with("<!-- end"))
        .filter(|line| line.starts_with("| `"))
        .collect();
    let settings = gaugeglass::SETTINGS.iter().map(|setting| match setting.default {
        "" => format!("| `{}` |  | {} |", setting.name, setting.doc),
        default => format!("| `{}` | `{default}` | {} |", setting.name, setting.doc),
    });
    let tables = gaugeglass::TABLES.iter().map(|key| format!("| `{}` | {} |", key.name, key.doc));
    let listed: Vec<String> = settings.chain(tables).collect();
    assert_eq!(table, listed.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn every_command_is_in_the_readme_and_the_other_way_round() {
    let readme = text("README.md");
    let named: BTreeSet<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `gaugeglass "))
        .map(|rest| rest.split('`').next().unwrap().to_owned())
        .collect();
    let known: BTreeSet<String> = gaugeglass::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert_eq!(named, known);
}

#[test]
fn every_setting_has_a_flag_a_variable_and_a_sentence() {
    let command = gaugeglass::command();
    for setting in gaugeglass::SETTINGS {
        assert!(command.get_arguments().any(|argument| argument.get_long() == Some(setting.flag().as_str())), "{}", setting.name);
        assert!(setting.variable().starts_with("GAUGEGLASS_"));
        assert!(setting.doc.ends_with('.'), "{}", setting.doc);
    }
}

#[test]
fn metrics_and_models_that_the_readmes_name_exist() {
    let registry = gaugeglass_metrics::Registry::embedded();
    let readme = text("README.md");
    let words: Vec<&str> = readme.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.' || c == '-')).collect();
    let after = |word: &str| words.windows(2).filter(|pair| pair[0] == word).map(|pair| pair[1]).collect::<Vec<_>>();
    let named: Vec<&str> = after("--metric").into_iter().chain(words.iter().filter_map(|word| word.strip_prefix("metrics."))).collect();
    assert!(!named.is_empty());
    for name in named.into_iter().filter(|name| !name.is_empty()) {
        assert!(registry.metric(name).is_some() || registry.table(name).is_some(), "{name}");
    }
}

#[test]
fn functions_that_the_readme_names_exist_and_its_statement_runs() {
    let readme = text("README.md");
    let section = readme.split("## What SQL can ask").nth(1).unwrap().split("\n## ").next().unwrap();
    let (words, statement) = section.split_once("```sql\n").unwrap();
    let config = world().join("gaugeglass.toml");
    let listed = rows(&config, "select name from meta.functions");
    let known: BTreeSet<&str> = listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    let is_word = |part: &&str| part.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let named: Vec<&str> = words.split('`').skip(1).step_by(2).filter(is_word).collect();
    assert!(named.len() > 10, "{named:?}");
    assert!(named.iter().all(|name| known.contains(name)), "{named:?} are not all of {known:?}");
    let funnel = rows(&config, statement.split("```").next().unwrap());
    assert_eq!(funnel.as_array().unwrap().len(), 4, "{funnel}");
}

#[test]
fn every_file_that_the_readme_names_exists() {
    let readme = text("README.md");
    let paths: Vec<&str> = readme.split('`').filter(|part| part.ends_with(".md") || (part.ends_with('/') && !part.contains(' '))).collect();
    assert!(!paths.is_empty());
    for path in paths {
        assert!(root().join(path).exists(), "{path}");
    }
}

#[test]
fn the_page_of_the_log_contracts_is_what_the_program_prints() {
    let printed = run(&["schema", "--format", "md"]);
    let is_same = printed.out == text("crates/gaugeglass-logs/README.md");
    assert!(is_same, "write it anew: gaugeglass schema --format md > crates/gaugeglass-logs/README.md");
}
