//! What is wrong with a file is told with its place and a remedy.

use super::{metric_text, parse_metric, readable};
use crate::Exemption;
use crate::check;
use crate::diagnostic::{Diagnostic, Source};
use crate::{model, mutation};

const GOOD_SQL: &str = "select count(*) as orders, count(*) as n from logs.orders";

/// The first finding, as `line:column: message` and its help.
fn first(result: Result<(), Vec<Diagnostic>>, text: &str) -> (String, String) {
    let findings = result.err().unwrap_or_else(|| panic!("was accepted:\n{text}"));
    let finding = &findings[0];
    let place = format!("{}:{}: {}", finding.line(), finding.column(), finding.message());
    (place, finding.help().unwrap_or_default().to_owned())
}

fn check_refused(text: &str, expected: &str, help: &str) {
    let (place, remedy) = first(parse_metric(text).map(drop), text);
    assert_eq!(place, expected, "{text}");
    assert!(remedy.contains(help), "`{remedy}` does not contain `{help}`\n{text}");
}

/// The first finding in a check's file.
fn found_in_check(text: &str) -> String {
    first(check::parse(&Source::new("queries/readiness/a.sql", text), "a").map(drop), text).0
}

/// `keys` start on line 9 of the file.
pub(super) fn refuses_keys(keys: &str, expected: &str, help: &str) {
    check_refused(&metric_text(keys, GOOD_SQL), expected, help);
}

/// `sql` starts on line 10 of the file.
fn refuses_sql(sql: &str, expected: &str, help: &str) {
    check_refused(&metric_text("", sql), expected, help);
}

#[test]
fn front_matter_is_needed_and_closed() {
    check_refused("", "1:1: the file has no front matter", "begin the file with");
    check_refused("select 1", "1:1: the file has no front matter", "begin the file with");
    check_refused("-- ---\nselect 1", "1:1: the file has no front matter", "begin the file with");
    check_refused("\n/* ---\ntitle: A\nselect 1", "2:1: the front matter is not closed", "--- */");
    check_refused("/* ---\ntitle: a */ b\n--- */", "2:10: `*/` inside the front matter", "without the mark");
    check_refused("/* ---\ntitle: logs/*\n--- */", "2:12: `/*` inside the front matter", "without the mark");
}

#[test]
fn keys_are_known_given_once_and_complete() {
    refuses_keys("mesures: [a]\n", "9:1: unknown key `mesures`", "did you mean `measures`?");
    refuses_keys("zzz: 1\n", "9:1: unknown key `zzz`", "known: title, question");
    refuses_keys("title: Again\n", "9:1: key `title` is given twice", "keep one");
    refuses_keys("slo: {objectiv: 1}\n", "9:7: unknown key `objectiv`", "did you mean `objective`?");
    let owner = metric_text("", GOOD_SQL).replace("owner: shop\n", "");
    check_refused(&owner, "1:1: missing key `owner`", "");
    check_refused("/* ---\n--- */\nselect count(*) as n from logs.a", "1:1: missing key `measures`", "");
    check_refused(&metric_text("", GOOD_SQL).replace("title: Orders", "title: \"\""), "1:1: missing key `title`", "");
}

#[test]
fn values_are_of_their_kind() {
    let unit = metric_text("", GOOD_SQL).replace("unit: count", "unit: cuont");
    check_refused(&unit, "6:7: unknown unit `cuont`", "did you mean `count`?");
    let direction = metric_text("", GOOD_SQL).replace("up_is_good", "sideways");
    check_refused(&direction, "7:12: unknown direction `sideways`", "known: up_is_good, down_is_good, neutral");
    refuses_keys("grade: E6\n", "9:8: unknown grade `E6`", "known: E0, E1");
    refuses_keys("time: t\ngrains: [day, fortnight]\n", "10:15: unknown grain `fortnight`", "known: total");
    refuses_keys("target: lots\n", "9:9: not a valid number", "");
    refuses_keys("target: .nan\n", "9:9: not a finite number", "plain number");
    refuses_keys("grains: [day]\n", "9:10: grain `day` needs a time column", "declare `time:`");
}

/// A promise with these keys, in a metric that can carry one; `slo` is on line 12 of the file.
fn refuses_slo(keys: &str, expected: &str, help: &str) {
    refuses_keys(&format!("time: t\ndimensions: [channel]\nadditive: [n]\nslo: {{{keys}}}\n"), expected, help);
}

#[test]
fn a_promise_can_be_kept_and_broken() {
    refuses_slo("objective: 99, window: 30d, good: n, valid: n", "12:18: an objective lies between 0 and 1", "0.99");
    refuses_slo("objective: 1, window: 30d, good: n, valid: n", "12:18: an objective lies between 0 and 1", "0.99");
    refuses_slo("window: 30d, good: n, valid: n", "12:6: the slo has no `objective`", "objective: 0.99");
    refuses_slo("objective: 0.9, good: n, valid: n", "12:6: the slo has no `window`", "window: 30d");
    refuses_slo("objective: 0.9, window: 30d, valid: n", "12:6: the slo has no `good`", "good: …");
    refuses_slo("objective: 0.9, window: 30d, good: n", "12:6: the slo has no `valid`", "valid: …");
    refuses_slo("objective: 0.9, window: 6h, good: n, valid: n", "12:31: `6h` is too short for an error budget", "30d");
    refuses_slo("objective: 0.9, window: month, good: n, valid: n", "12:31: `month` is not a duration", "36h");
    refuses_slo("objective: 0.9, period: weekly, good: n, valid: n", "12:31: unknown period `weekly`", "rolling, calendar");
    refuses_slo("objective: 0.9, window: 30d, by: [chanel], good: n, valid: n", "12:41: unknown dimension `chanel`", "channel");
    refuses_slo("objective: 0.9, window: 30d, good: n, valid: order", "12:52: unknown measure `order`", "did you mean `orders`?");
    refuses_slo("objective: 0.9, window: 30d, good: orders, valid: n", "12:42: `orders` is not additive", "`additive:`");
    let keys = "additive: [n]\nslo: {objective: 0.9, window: 30d, good: n, valid: n}\n";
    refuses_keys(keys, "10:6: a promise is kept minute by minute and needs a time column", "`time:`");
}

#[test]
fn an_exclusion_says_when_who_and_why() {
    let refuses = |keys: &str, expected: &str, help: &str| {
        let slo = "slo: {objective: 0.9, window: 30d, good: n, valid: n, exclusions: [\n";
        let keys = format!("time: t\ndimensions: [channel]\nadditive: [n]\n{slo}  {{{keys}}}]}}\n");
        refuses_keys(&keys, expected, help);
    };
    let rest = "who: ops, why: a move, when: 2026-01-28";
    refuses(&format!("from: 2026-02-03, {rest}"), "13:3: the exclusion has no `to`", "who decided it");
    refuses("from: 2026-02-03, to: 2026-02-04, why: a move, when: 2026-01-28", "13:3: the exclusion has no `who`", "who decided it");
    refuses(&format!("from: 2026-02-03, to: 2026-02-03, {rest}"), "13:26: the exclusion ends before it begins", "`from` before `to`");
    refuses(&format!("from: tuesday, to: 2026-02-03, {rest}"), "13:10: `from` is not an instant", "2026-01-31");
    refuses(&format!("from: 2026-02-03, to: 2026-02-04, {rest}, where: {{chanel: web}}"), "13:95: unknown dimension `chanel`", "channel");
    refuses(&format!("from: 2026-02-03, to: 2026-02-04, {rest}, whom: all"), "13:79: unknown key `whom`", "`who`");
}

#[test]
fn names_fit_together() {
    refuses_keys("dimensions: [channel, channel]\n", "9:23: `channel` is listed twice", "once");
    refuses_keys("dimensions: [market code]\n", "9:14: `market code` is not a column name", "letters");
    refuses_keys("dimensions: [orders]\n", "8:12: `orders` is a measure and a dimension", "only one");
    refuses_keys("dimensions: [grade]\n", "9:14: `grade` is a column of every metric", "another name");
    refuses_keys("additive: [order]\n", "9:12: unknown measure `order`", "did you mean `orders`?");
    refuses_keys("time: placed at\n", "9:7: `placed at` is not a column name", "letters");
}

#[test]
fn parameters_are_declared_whole() {
    refuses_keys("parameters:\n  p: {type: txt, default: a}\n", "10:13: unknown parameter type `txt`", "did you mean `text`?");
    refuses_keys("parameters:\n  p: {type: number}\n", "10:6: parameter `p` has no `default`", "default: 60m");
    refuses_keys("parameters:\n  p: {type: number, default: ten}\n", "10:30: the default of `p` is not a number", "not a number");
    refuses_keys("parameters:\n  as_of: {type: text, default: a}\n", "10:10: a parameter cannot be called `as_of`", "another");
    refuses_sql(
        "select count(*) as orders, count(*) as n from logs.orders where t < $form",
        "10:69: unknown parameter `$form`",
        "did you mean `$from`?",
    );
    refuses_sql("select count(*) as orders, count(*) as n\nfrom logs.orders where t < $1", "11:28: unknown parameter `$1`", "declare it");
    refuses_sql(
        "select count(*) as orders, count(*) as n from logs.orders where t < :from",
        "10:69: unknown parameter `:from`",
        "did you mean `$from`?",
    );
}

#[test]
fn the_sql_is_one_query_that_only_reads() {
    refuses_sql("", "9:6: there is no SQL after the front matter", "one SELECT");
    refuses_sql("select count(*) as orders form logs.orders", "10:27: SQL: Expected: end of statement, found: form", "");
    refuses_sql("select count(*) as orders, count( as n", "10:38: SQL: Expected: ), found: n", "");
    refuses_sql("select 1;\nselect 2", "11:1: more than one statement", "one SELECT");
    refuses_sql("\ndrop table logs.orders", "11:1: DROP is not a query", "one SELECT");
    refuses_sql("insert into logs.orders values (1)", "10:1: INSERT is not a query", "one SELECT");
    refuses_sql("delete from logs.orders", "10:1: DELETE is not a query", "one SELECT");
    refuses_sql("select count(*) as orders, count(*) as n into logs.x from logs.orders", "10:1: SELECT INTO writes", "one SELECT");
    refuses_sql("select count(*) as orders, 'open as n from logs.orders", "10:28: SQL: Unterminated string literal", "");
}

#[test]
fn relations_name_a_schema_that_may_be_read() {
    refuses_sql(
        "with recent as (select 1 as x from logs.orders) select count(*) as orders, count(*) as n from recant",
        "10:95: relation `recant` names no schema",
        "did you mean `recent`?",
    );
    refuses_sql("select count(*) as orders, count(*) as n from orders", "10:47: relation `orders` names no schema", "logs.orders");
    refuses_sql(
        "select count(*) as orders, count(*) as n from log.orders",
        "10:47: `log` is not a schema this file may read",
        "did you mean `logs`?",
    );
    refuses_sql(
        "select count(*) as orders, count(*) as n from metrics.aov",
        "10:47: `metrics` is not a schema this file may read",
        "into a model",
    );
    refuses_sql("select count(*) as orders, count(*) as n from a.b.c", "10:47: `a.b.c` is not written as schema.relation", "catalog");
}

#[test]
fn the_outermost_select_can_be_sliced() {
    refuses_sql(
        "select count(*) as order_count, count(*) as n from logs.orders",
        "10:20: column `order_count` is not declared",
        "did you mean `orders`?",
    );
    refuses_sql("select count(*) as orders from logs.orders", "10:1: the SELECT has no column `n`", "count(*) as n");
    refuses_sql("select count(*) as n from logs.orders", "8:12: the SELECT has no column `orders`", "");
    refuses_sql("select count(*), count(*) as n from logs.orders", "10:8: column `count(*)` has no name of its own", "as name");
    refuses_sql("select * from logs.orders", "10:1: the outermost SELECT aggregates nothing", "count(*) as n");
    refuses_sql("select orders, n from logs.orders", "10:1: the outermost SELECT aggregates nothing", "count(*) as n");
    refuses_sql(
        "select coalesce(a, 0) as orders, row_number() over () as n from logs.orders",
        "10:1: the outermost SELECT aggregates nothing",
        "",
    );
    refuses_sql(
        "select count(*) as orders, count(*) as n\nfrom logs.orders group by channel",
        "11:27: the outermost SELECT groups",
        "`dimensions:`",
    );
    refuses_sql("select distinct count(*) as orders, count(*) as n from logs.orders", "10:1: the outermost SELECT is DISTINCT", "CTE");
    refuses_sql("select count(*) as orders, count(*) as n, min(a) as lo from logs.orders", "10:53: `lo` without `hi`", "both bounds");
    refuses_sql("select count(*) as orders, count(*) as n, count(*) as n from logs.orders", "10:55: column `n` is given twice", "keep one");
    refuses_sql(
        "select count(*) as orders, count(*) as n from logs.a union all select 1 as orders, 1 as n from logs.b",
        "10:1: the outermost query is not one plain SELECT",
        "CTE",
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = metric_text("grade: E9\nmatures: long\n", "select count(*) as orders from logs.orders where t < $form");
    let findings = parse_metric(&text).unwrap_err();
    let mut lines: Vec<u64> = findings.iter().map(Diagnostic::line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [9, 10, 12, 12], "{}", readable(&findings));
}

#[test]
fn models_and_checks_are_held_to_their_own_rules() {
    let model_text = "/* ---\ntitle: A\ndescription: B\n--- */\nselect 1 as x";
    let result = model::parse(&Source::new("queries/model/a.sql", model_text), "a").map(drop);
    assert_eq!(first(result, model_text).0, "1:1: missing key `grain`");
    let check_text =
        |keys: &str, sql: &str| format!("/* ---\nid: U1\ndimension: U\ntitle: A\nseverity: high\nremediation: B\n{keys}--- */\n{sql}");
    let sql = "select 1.0 as value, 1 as n";
    for (keys, sql, expected) in [
        ("pass: 1\nfail: 1\n", sql, "8:7: `pass` and `fail` are equal"),
        ("pass: 1\n", sql, "1:1: missing key `fail`"),
        ("pass: 1\nfail: 0\nneeds: [a.b.c]\n", sql, "9:9: `a.b.c` is neither a log nor a column of one"),
        ("pass: 1\nfail: 0\nlevel: 7\n", sql, "9:8: levels go from 1 to 5"),
        ("pass: 1\nfail: 0\nhouse_default: maybe\n", sql, "9:16: not a valid boolean: write true or false"),
        ("pass: 1\nfail: 0\neffort: huge\n", sql, "9:9: unknown effort `huge`"),
        ("pass: 1\nfail: 0\ntwins: [U1]\n", sql, "9:9: `U1` is this check itself"),
        ("pass: 1\nfail: 0\nevidence: {where: a}\n", sql, "9:11: the evidence has no `key`"),
        ("pass: 1\nfail: 0\nevidence: {key: [a]}\n", sql, "9:11: the evidence has no `where`"),
        ("pass: 1\nfail: 0\n", "select 1.0 as value", "10:1: the SELECT has no column `n`"),
        ("pass: 1\nfail: 0\n", "select 1.0 as valu, 1 as n", "10:15: column `valu` is not declared"),
    ] {
        let text = check_text(keys, sql);
        assert_eq!(found_in_check(&text), expected, "{text}");
    }
    let good = check_text("pass: 1\nfail: 0\n", sql);
    assert_eq!(found_in_check(&good.replace("id: U1", "id: D1")), "2:5: `D1` is not an id of dimension U");
    let gate = good.replace("U1", "L1").replace("dimension: U", "dimension: L");
    assert_eq!(found_in_check(&gate), "3:12: what gates a level says which");
}

#[test]
fn a_condition_of_evidence_is_one_condition() {
    let text = |condition: &str| {
        format!(
            "/* ---\nid: U1\ndimension: U\ntitle: A\nseverity: high\npass: 1\nfail: 0\nremediation: B\n\
             evidence: {{key: [a], where: \"{condition}\"}}\n--- */\nselect 1.0 as value, 1 as n"
        )
    };
    for condition in ["a >", "a; drop table b"] {
        let found = found_in_check(&text(condition));
        assert!(found.starts_with("9:29: `where` is not a condition: "), "{found}");
    }
}

#[test]
fn a_mutation_stands_in_for_a_source_and_not_for_what_follows_from_it() {
    let text = "/* ---\ntitle: A\ndescription: B\nreplaces: model.orders\ndetects: U5\n--- */\nselect 1 as x";
    let result = mutation::parse(&Source::new("queries/mutations/a.sql", text), "a").map(drop);
    assert_eq!(first(result, text).0, "4:11: `model.orders` cannot be stood in for");
}

#[test]
fn exemptions_say_who_why_and_until_when() {
    let cases = [
        ("- check: T7\n  owner: a\n  granted: 2026-01-10\n  expires: 2026-06-01\n", "1:3: the exemption has no `reason`"),
        ("- check: T7\n  ownr: a\n", "2:3: unknown key `ownr`"),
        ("- {check: T7, owner: a, reason: b, granted: soon, expires: 2026-06-01}\n", "1:45: `soon` is not a day"),
        ("check: T7\n", "1:"),
    ];
    for (text, expected) in cases {
        let findings = Exemption::read("exemptions.yaml", text).unwrap_err();
        let found = findings[0].to_string();
        assert!(found.starts_with(&format!("exemptions.yaml:{expected}")), "{text}: {found}");
    }
}

#[test]
fn places_hold_with_windows_line_endings_and_beyond_ascii() {
    let text = metric_text("grade: E9\n", GOOD_SQL).replace('\n', "\r\n");
    check_refused(&text, "9:8: unknown grade `E9`", "");
    check_refused(&metric_text("", "select '„ü“', $form").replace('\n', "\r\n"), "10:15: unknown parameter `$form`", "");
}

#[test]
fn a_report_shows_the_text_underlined() {
    let findings = parse_metric(&metric_text("grain: day\n", GOOD_SQL)).unwrap_err();
    assert_eq!(findings[0].to_string(), "queries/customer/orders.sql:9:1: unknown key `grain`");
    let report = findings[0].render_plain();
    for part in ["queries/customer/orders.sql:9:1", "grain: day", "──", "did you mean `grains`?"] {
        assert!(report.contains(part), "no `{part}` in\n{report}");
    }
}
