//! What breaks a rule of the specification is told with its place and a remedy.

use super::{PROMISED, Promised, around_indicator, entries};
use crate::diagnostic::Diagnostic;
use crate::openslo::{join, read};

/// The place of the first mention of a text, as diagnostics tell it.
pub(super) fn place(text: &str, needle: &str) -> (u64, u64) {
    let offset = text.find(needle).unwrap_or_else(|| panic!("{needle} is not in:\n{text}"));
    let before = &text[..offset];
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (before.matches('\n').count() as u64 + 1, column as u64)
}

/// The diagnostic at the needle says this, and how to mend it.
pub(super) fn says(found: &[Diagnostic], text: &str, needle: &str, message: &str, help: &str) {
    let told = found.iter().find(|found| found.message().contains(message));
    let told = told.unwrap_or_else(|| panic!("`{message}` is not among {found:?}"));
    assert_eq!((told.line(), told.column()), place(text, needle), "{message}\n{}", told.render_plain());
    assert!(told.help().unwrap_or_default().contains(help), "{:?} does not contain `{help}`", told.help());
    assert_eq!(told.path(), "slos.yaml");
}

fn refuses(text: &str, needle: &str, message: &str, help: &str) {
    let found = read("slos.yaml", text).err().unwrap_or_else(|| panic!("was accepted:\n{text}"));
    says(&found, text, needle, message, help);
}

/// The promise that is computed, with one text in place of another.
fn changed(from: &str, to: &str) -> String {
    let text = PROMISED.text();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_text_is_a_stream_of_mappings() {
    refuses("\n# nothing\n", "", "there is no document", "kind: SLO");
    refuses("- a\n- b\n", "- a", "the document is a list, not a mapping", "key: value");
    refuses("just words\n", "just", "the document is text, not a mapping", "key: value");
    refuses(&changed("kind: SLO", "kind: SLO\nkind: SLI"), "kind: SLI", "key `kind` is given twice", "keep one");
    refuses(&changed("{team: decisions}", "{: decisions}"), ": decisions}", "a key is empty", "key: value");
    refuses(&changed("{team: decisions}", "{team: [decisions}"), "[decisions}", "YAML: mismatched bracket", "there or just before");
}

#[test]
fn a_mistake_in_one_document_of_a_stream_is_at_its_place_in_the_stream() {
    let stream = join([PROMISED.text().as_str(), &changed("target: 0.995", "target: 2").replace("in-time", "late")]);
    refuses(&stream, "2}", "`target` is out of bounds", "from 0 to less than 1");
    let twice = join([PROMISED.text().as_str(), "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: x}\n", PROMISED.text().as_str()]);
    let found = read("slos.yaml", &twice).unwrap_err();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].to_string(), "slos.yaml:26:1: missing key `spec`");
    assert_eq!(found[1].to_string(), "slos.yaml:33:9: SLO `decisions-in-time` is defined twice");
}

#[test]
fn a_document_says_its_version_its_kind_its_name_and_something() {
    refuses(&changed("apiVersion: openslo/v1\n", ""), "kind", "missing key `apiVersion`", "openslo/v1");
    refuses(&changed("kind: SLO\n", ""), "apiVersion", "missing key `kind`", "kind: SLO");
    refuses(&changed("kind: SLO", "kind: an SLO"), "an SLO", "`an SLO` is not a kind", "letters");
    refuses(&changed("  name: decisions-in-time\n", ""), "labels", "missing key `name`", "name the document");
    let words = changed("metadata:\n  name: decisions-in-time\n  labels: {team: decisions}", "metadata: x");
    refuses(&words, "x\nspec", "`metadata` is text, not a mapping", "key: value");
    for name in ["Decisions", "in_time", "-x", "x-", "a.b", "../x", "x".repeat(64).as_str()] {
        refuses(&changed("decisions-in-time", name), name, "is not a name", "63 lower-case letters");
    }
    refuses(&changed("decisions-in-time", "12"), "12", "`name` is a number, not text", "quotes");
    refuses(&changed("decisions-in-time", "''"), "''", "`name` says nothing", "name the document");
    refuses("apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}\n", "apiVersion", "missing key `spec`", "under `spec:`");
    refuses(&changed("{team: decisions}", "[a]"), "[a]", "`labels` is a list, not a mapping", "key: value");
}

#[test]
fn words_numbers_and_durations_are_of_their_kind() {
    let budget = |method| Promised { method, ..PROMISED }.text();
    refuses(&budget("Occurences"), "Occurences", "unknown budgeting method `Occurences`", "did you mean `Occurrences`?");
    let objective = |objective| Promised { objective, ..PROMISED }.text();
    refuses(&objective("{op: lle, target: 0.9}"), "lle", "unknown operator `lle`", "lte");
    refuses(&objective("{target: most}"), "most", "`target` is text, not a number", "0.99");
    refuses(&objective("{target: 1}"), "1}", "`target` is out of bounds", "less than 1");
    refuses(&objective("{target: -0.1}"), "-0.1", "`target` is out of bounds", "from 0");
    refuses(&objective("{targetPercent: 100}"), "100", "`targetPercent` is out of bounds", "less than 100");
    refuses(&objective("{target: .nan}"), ".nan", "`target` is out of bounds", "from 0");
    let window = |window| Promised { window, ..PROMISED }.text();
    for duration in ["30 days", "30", "d", "1.5d", "-1d", "30D", "２d"] {
        let text = PROMISED.text().replace("28d", &format!("'{duration}'"));
        refuses(&text, &format!("'{duration}'"), "is not a duration", "such as 28d");
    }
    refuses(&window("{isRolling: true}"), "{isRolling", "missing key `duration`", "28d");
    refuses(&window("{duration: 28d, isRolling: maybe}"), "maybe", "`isRolling` is text, not true or false", "true or false");
}

#[test]
fn an_objective_promises_one_share() {
    let objective = |objective| Promised { objective, ..PROMISED }.text();
    refuses(&objective("{displayName: A}"), "{displayName", "missing key `target`", "target: 0.99");
    refuses(&objective("{target: 0.9, targetPercent: 90}"), "90}", "both `target` and `targetPercent`", "keep one");
    refuses(&changed("objectives:\n    - {target: 0.995}", "objectives: []"), "[]", "the SLO promises nothing", "target:");
    refuses(&changed("  objectives:\n    - {target: 0.995}\n", ""), "service", "missing key `objectives`", "what is promised");
    refuses(&changed("- {target: 0.995}", "- 0.995"), "0.995", "entry 1 of `objectives` is a number", "key: value");
}

#[test]
fn time_slices_have_a_length_and_a_bound() {
    let text = Promised { method: "Timeslices", ..PROMISED }.text();
    refuses(&text, "- {target", "objective 1 has no `timeSliceTarget`", "time slices");
    refuses(&text, "- {target", "objective 1 has no `timeSliceWindow`", "time slices");
    let text = Promised { method: "RatioTimeslices", ..PROMISED }.text();
    refuses(&text, "- {target", "objective 1 has no `timeSliceWindow`", "time slices");
    let objective = "{target: 0.9, timeSliceTarget: 0, timeSliceWindow: soon}";
    let text = Promised { method: "Timeslices", objective, ..PROMISED }.text();
    refuses(&text, "0, time", "`timeSliceTarget` is out of bounds", "more than 0");
    refuses(&text, "soon", "`soon` is not a duration", "28d");
}

#[test]
fn a_window_rolls_or_is_of_the_calendar() {
    let window = |window| Promised { window, ..PROMISED }.text();
    let both = "{duration: 1M, isRolling: true, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}";
    refuses(&window(both), "{startTime", "a rolling window has no calendar", "keep");
    refuses(&window("{duration: 1M, isRolling: false}"), "{duration", "missing key `calendar`", "isRolling: true");
    let late = "{duration: 1M, calendar: {startTime: 1 January, timeZone: UTC}}";
    refuses(&window(late), "1 January", "`1 January` is not a local time", "2026-01-01 00:00:00");
    let two = "{duration: 28d, isRolling: true}\n    - {duration: 7d, isRolling: true}";
    refuses(&window(two), "- {duration: 28d", "an SLO has one time window, not 2", "one SLO a window");
}

#[test]
fn there_is_one_indicator_or_one_an_objective() {
    refuses(&changed("  timeWindow:", "  indicatorRef: other\n  timeWindow:"), "other", "both `indicator` and `indicatorRef`", "keep one");
    let text = PROMISED.text();
    let [before, _, after] = around_indicator(&text);
    let without = format!("{before}{after}");
    refuses(&without, "service", "missing key `indicator`", "indicatorRef:");
    let some = without.replace("- {target: 0.995}", "- {target: 0.9, indicatorRef: a}\n    - {target: 0.9}");
    refuses(&some, "- {target", "some objectives have an indicator of their own and some have none", "each");
    let both = text.replace("{target: 0.995}", "{target: 0.9, indicatorRef: a}");
    refuses(&both, "- {target", "an indicator for all objectives, and one in an objective", "keep");
}

#[test]
fn an_indicator_counts_two_things_or_has_one_share() {
    let source = "{metricSource: {type: T, spec: {a: b}}}";
    let ratio = |keys: &str| {
        format!("apiVersion: openslo/v1\nkind: SLI\nmetadata: {{name: a}}\nspec:\n  ratioMetric: {{{}}}\n", keys.replace('@', source))
    };
    refuses(&ratio("good: @, bad: @, total: @"), "{metricSource: {type: T, spec: {a: b}}}, total", "both `good` and `bad`", "keep one");
    refuses(&ratio("good: @"), "{good", "missing key `total`", "all events");
    refuses(&ratio("total: @"), "{total", "missing key `good`", "`bad:`");
    refuses(&ratio("raw: @"), "{raw", "missing key `rawType`", "success");
    refuses(&ratio("rawType: good, raw: @"), "good", "unknown raw type `good`", "success, failure");
    refuses(&ratio("good: {metricSource: {type: T}}, total: @"), "{type: T}", "missing key `spec`", "what to ask");
    refuses(&ratio("good: {metricSource: {spec: {a: b}}}, total: @"), "{spec: {a: b}}", "missing key `type`", "DataSource");
    refuses(&ratio("good: {}, total: @"), "{}", "missing key `metricSource`", "who has the numbers");
    let neither = "apiVersion: openslo/v1\nkind: SLI\nmetadata: {name: a}\nspec: {description: b}\n";
    refuses(neither, "{description", "missing key `ratioMetric`", "thresholdMetric");
    let raw = ratio("good: @, raw: @, rawType: success");
    refuses(&raw, "{metricSource: {type: T, spec: {a: b}}}, rawType", "`raw` beside counts", "keep");
}

#[test]
fn alerts_have_one_condition_and_somebody_to_tell() {
    let document = |kind: &str, spec: &str| format!("apiVersion: openslo/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n");
    let policy = document("AlertPolicy", "{conditions: [{conditionRef: a}, {conditionRef: b}], notificationTargets: []}");
    refuses(&policy, "[{conditionRef", "a policy has one condition, not 2", "one policy a condition");
    refuses(&policy, "[]", "the policy tells nobody", "who hears");
    let policy = document("AlertPolicy", "{conditions: [{kind: SLI, spec: {}}], notificationTargets: [{targetRef: a, spec: {target: b}}]}");
    refuses(&policy, "SLI", "here stands a document of kind AlertCondition", "kind: AlertCondition");
    refuses(&policy, "{target: b}", "both `targetRef` and `spec`", "not both");
    refuses(&policy, "{}", "missing key `severity`", "page");
    refuses(&policy, "{}", "missing key `condition`", "threshold");
    let condition = document("AlertCondition", "{severity: page, condition: {kind: burnrat, op: gte}}");
    refuses(&condition, "burnrat", "unknown kind of condition `burnrat`", "`burnrate`");
    refuses(&condition, "{kind", "missing key `threshold`", "14.4");
    refuses(&condition, "{kind", "missing key `lookbackWindow`", "28d");
    refuses(&document("AlertNotificationTarget", "{description: a}"), "{description", "missing key `target`", "email");
    let long = document("Service", &format!("{{description: {}}}", "a".repeat(1_051)));
    refuses(&long, "aaa", "longer than 1,050 characters", "shorten");
    assert_eq!(entries(&long.replacen("aa", "a", 1)).len(), 1);
}
