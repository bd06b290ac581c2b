//! What is computed, what is kept and whose move it is, and which mistakes stop an import.

use super::refusals::says;
use super::{PROMISED, Promised, SELECTED, around_indicator, entries, good_import, imported};
use crate::openslo::{What, import, join};
use crate::{Diagnostic, Registry};

/// What became of the only document.
fn what(text: &str) -> What {
    let import = good_import(text);
    assert_eq!(import.outcomes.len(), 1);
    import.outcomes[0].what.clone()
}

/// The document is kept, alone, and this is why and what is to be done.
fn keeps(text: &str, needle: &str, why: &str, help: &str) {
    let import = good_import(text);
    let What::Kept(found) = &import.outcomes[0].what else { panic!("{:?}", import.outcomes[0].what) };
    says(&[Diagnostic::clone(found)], text, needle, why, help);
    assert!(found.message().starts_with("SLO `decisions-in-time` is kept and not computed: "), "{}", found.message());
    assert_eq!(import.files.len(), import.outcomes.len(), "{:?}", import.files);
    assert_eq!((import.files[0].path.as_str(), import.files[0].text.as_str()), ("decisions-in-time.openslo.yaml", text));
}

fn refuses(text: &str, needle: &str, message: &str, help: &str) {
    let found = imported(text).err().unwrap_or_else(|| panic!("was accepted:\n{text}"));
    says(&found, text, needle, message, help);
}

fn promised(change: impl Fn(&mut Promised)) -> String {
    let mut promised = PROMISED;
    change(&mut promised);
    promised.text()
}

#[test]
fn a_promise_over_a_metric_and_one_over_a_select_are_computed() {
    let What::Computed { path, promise, unread } = what(&PROMISED.text()) else { panic!() };
    assert_eq!((path.as_str(), unread.len()), ("operational/decisions_in_time.sql", 0));
    assert_eq!(promise, "99.5 % of `n` are `good`, over 28d");
    let What::Computed { path, promise, .. } = what(SELECTED) else { panic!() };
    assert_eq!(path, "customer/first_orders.sql");
    assert_eq!(promise, "12.5 % of `n` are `firsts`, over each calendar month");
}

#[test]
fn a_query_in_another_language_is_kept_and_its_owner_told() {
    let text = PROMISED.text().replace("type: gaugeglass", "type: Prometheus");
    let why = "its query is for `Prometheus`, whose language is not one that Gaugeglass runs";
    keeps(&text, "Prometheus", why, "`decisioning` writes the indicator as `type: gaugeglass`");
    let half = PROMISED.text().replacen("type: gaugeglass", "type: Prometheus", 1);
    keeps(&half, "Prometheus", why, "`Prometheus` goes on to compute it");
}

#[test]
fn the_type_of_a_source_is_that_of_the_data_source_it_names() {
    let by_name = PROMISED.text().replace("type: gaugeglass", "metricSourceRef: here");
    let source = |kind: &str| format!("apiVersion: openslo/v1\nkind: DataSource\nmetadata: {{name: here}}\nspec: {{type: {kind}}}\n");
    let stream = |kind: &str| join([by_name.as_str(), &source(kind)]);
    assert!(matches!(good_import(&stream("gaugeglass")).outcomes[0].what, What::Computed { .. }));
    assert!(matches!(good_import(&stream("Datadog")).outcomes[0].what, What::Kept(_)));
    keeps(&by_name, "here", "there is no DataSource `here` in the file or the folder", "in the same file");
    let kept = entries(&source("gaugeglass"));
    let import = import(&entries(&by_name), &kept, &Registry::embedded(), "UTC").unwrap();
    assert!(matches!(import.outcomes[0].what, What::Computed { .. }));
}

#[test]
fn an_indicator_is_found_by_its_name() {
    let text = PROMISED.text();
    let [before, indicator, after] = around_indicator(&text);
    let named = format!("{before}  indicatorRef: counted\n{after}");
    let spec = indicator.replace("  indicator:\n    spec:", "spec:").replace("\n    ", "\n");
    let sli = format!("apiVersion: openslo/v1\nkind: SLI\nmetadata: {{name: counted}}\n{spec}");
    let import = good_import(&join([named.as_str(), &sli]));
    assert!(matches!(import.outcomes[0].what, What::Computed { .. }), "{:?}", import.outcomes);
    assert!(matches!(&import.outcomes[1].what, What::Carried(words) if words.contains("where an SLO names it")));
    keeps(&named, "counted", "there is no SLI `counted` in the file or the folder", "in the same file");
}

#[test]
fn what_has_no_event_budget_here_is_kept() {
    let slices = promised(|promised| {
        promised.method = "Timeslices";
        promised.objective = "{target: 0.9, timeSliceTarget: 0.9, timeSliceWindow: 1m}";
    });
    keeps(&slices, "Timeslices", "its budget is counted as Timeslices", "Occurrences");
    let shares = promised(|promised| {
        promised.method = "RatioTimeslices";
        promised.objective = "{target: 0.9, timeSliceWindow: 1m}";
    });
    keeps(&shares, "RatioTimeslices", "its budget is counted as RatioTimeslices", "Occurrences");
    let several = promised(|promised| promised.objective = "{target: 0.9}\n    - {target: 0.99}");
    keeps(&several, "- {target: 0.9}", "it has 2 objectives", "one SLO an objective");
    let bad = PROMISED.text().replace("        good:", "        bad:");
    keeps(&bad, "metricSource", "it counts bad events", "good events as `good`");
    let nothing = promised(|promised| promised.objective = "{target: 0}");
    keeps(&nothing, "0}", "it promises nothing", "above 0");
    let compared = promised(|promised| promised.objective = "{op: lt, target: 0.9}");
    keeps(&compared, "lt,", "`op` compares raw values, and a ratio has none", "leave");
}

#[test]
fn a_composite_a_threshold_and_a_ready_share_are_kept() {
    let text = PROMISED.text();
    let [before, _, after] = around_indicator(&text);
    let with = |indicator: &str, objective: &str| format!("{before}{indicator}{after}").replace("{target: 0.995}", objective);
    let composite = with("", "{target: 0.9, indicatorRef: a, compositeWeight: 1}");
    keeps(&composite, "- {target", "it is a composite of several indicators", "an SLO of its own");
    let source = "{metricSource: {type: gaugeglass, spec: {metric: decision_slo, measure: good}}}";
    let threshold = with(&format!("  indicator: {{spec: {{thresholdMetric: {source}}}}}\n"), "{op: lt, value: 1, target: 0.9}");
    keeps(&threshold, source, "it compares raw values with a threshold", "as `good`, and all as `total`");
    let raw = with(&format!("  indicator: {{spec: {{ratioMetric: {{rawType: success, raw: {source}}}}}}}\n"), "{target: 0.9}");
    keeps(&raw, source, "its share was computed before", "as `good`, and all as `total`");
}

#[test]
fn a_window_that_is_no_promise_here_is_kept() {
    let window = |window| promised(|promised| promised.window = window);
    keeps(&window("{duration: 12h}"), "12h", "its window is shorter than a day", "a day or more");
    keeps(&window("{duration: 1M, isRolling: true}"), "1M", "a rolling window of the calendar has no fixed length", "30d");
    let quarter = window("{duration: 1Q, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}}");
    keeps(&quarter, "{startTime", "its window is not the calendar month", "duration: 1M");
    let odd = window("{duration: 1M, calendar: {startTime: 2026-01-15 00:00:00, timeZone: Europe/Berlin}}");
    keeps(&odd, "{startTime", "its window is not the calendar month", "first of a month");
    let elsewhere = window("{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo}}");
    keeps(&elsewhere, "Asia/Tokyo", "its months are those of Asia/Tokyo", "Europe/Berlin");
    let never = PROMISED.text().replace("  timeWindow:\n    - {duration: 28d, isRolling: true}\n", "");
    keeps(&never, "service", "it names no window", "timeWindow:");
}

#[test]
fn what_asks_gaugeglass_wrongly_stops_the_import() {
    let counts = |counts| promised(|promised| promised.counts = counts);
    refuses(&counts("{metric: decision_sl, measure: good}"), "decision_sl,", "no metric is named `decision_sl`", "`decision_slo`");
    let measure = counts("{metric: decision_slo, measure: godo}");
    refuses(&measure, "{metric", "no metric can be made of it: unknown measure `godo`", "`good`");
    refuses(&counts("{metric: decision_slo}"), "{metric", "missing key `measure`", "good events");
    refuses(&counts("{measure: good}"), "{measure", "missing key `metric`", "SELECT");
    refuses(&counts("{metric: decision_slo, measure: good, time: t}"), "t}", "unknown key `time`", "");
    refuses(&counts("{metric: decision_slo, mesure: good, measure: good}"), "good, measure", "unknown key `mesure`", "`measure`");
    refuses(&counts("{metric: decision_slo, measure: good, window: 31d}"), "31d", "`window` is for a calendar month", "timeWindow:");
    let both = counts("{metric: decision_slo, query: select 1, measure: good, time: t}");
    refuses(&both, "select 1", "both `metric` and `query`", "keep one");
    let total = promised(|promised| promised.total = "{metric: freshness, measure: n}");
    refuses(&total, "{metric: freshness", "`good` and `total` are not of one origin", "leave");
    let counter = PROMISED.text().replace("        good:", "        counter: true\n        good:");
    refuses(&counter, "true\n", "no running total", "counter: false");
}

#[test]
fn a_select_that_is_no_metric_stops_the_import() {
    let query = |from: &str, to: &str| SELECTED.replacen(from, to, 1);
    refuses(&query("      time: placed_time\n", "\n"), "query", "missing key `time`", "places a row in time");
    refuses(&query("as firsts", "as first_ones"), "select", "the SELECT has no column `firsts`", "measure");
    refuses(&query("from model.orders", "form model.orders"), "form model", "SQL: Expected: end of statement", "");
    refuses(&query("from model.orders", "from metrics.aov"), "metrics.aov", "`metrics` is not a schema this file may read", "model");
    let folded = query("query: |", "query: >").replace("from model.orders", "form model.orders");
    refuses(&folded, "select", "found: form (line 4, column 1 of the SELECT)", "");
    refuses(&query("family: customer", "family: custom"), "custom\n", "unknown family `custom`", "`customer`");
    refuses(&query("family: customer", "family: links"), "links\n", "a promise is no link", "operational");
    refuses(&query("by: [channel]", "by: [chanel]"), "query", "no metric can be made of it: unknown dimension `chanel`", "`channel`");
    refuses(&query("who: ada, ", ""), "{from", "missing key `who`", "who decided it");
}

#[test]
fn a_name_that_is_taken_stops_the_import() {
    let text = Promised { name: "freshness", ..PROMISED }.text();
    refuses(&text, "freshness", "its metric would be `freshness`, and there is one of that name", "rename");
    let kept = entries(&PROMISED.text());
    let found = import(&kept, &kept, &Registry::embedded(), "UTC").unwrap_err();
    says(&found, &PROMISED.text(), "decisions-in-time", "SLO `decisions-in-time` is kept in slos.yaml already", "remove that file");
    let two = join([Promised { name: "'9'", ..PROMISED }.text().as_str(), &Promised { name: "slo-9", ..PROMISED }.text()]);
    refuses(&two, "slo-9", "SLO `9` has the file `operational/slo_9.sql` already", "rename one");
}

#[test]
fn other_kinds_are_carried_along_and_unknown_keys_are_named() {
    let import = good_import(super::DOCUMENTS);
    let said = |title: &str| match &import.outcomes.iter().find(|outcome| outcome.title == title).unwrap().what {
        What::Carried(words) => words.clone(),
        other => panic!("{other:?}"),
    };
    assert!(said("AlertPolicy `wake-somebody`").contains("other systems"));
    assert!(said("BudgetAdjustment `maintenance`").contains("no kind of openslo/v1"));
    assert!(said("SLO `of-another-version`").contains("convert it to openslo/v1"));
    assert_eq!(import.files.len(), 13);
    let text = promised(|promised| promised.objective = "{target: 0.9, mood: good}").replace("  service:", "  tier: 1\n  service:");
    let What::Computed { unread, .. } = what(&text) else { panic!() };
    assert_eq!(unread, ["spec.tier", "objectives.mood"]);
}
