//! No metric looks better for what is taken away: a log of the configuration, or the rows of one that speak against it.
//!
//! What looks better is said in the product's own words: a target that is met now and was not, a promise that is kept now and was
//! not, or, where there is no target, a headline that moved to the good side by more than chance. A figure that names a hole in
//! what it sees is not held against its target and says nothing of this kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use gaugeglass_metrics::{Direction, Metric, Registry};
use gaugeglass_tests::{Changed, Server, configuration, get, rows_over_http, serve};
use serde_json::Value;

/// Logs of which ten days of every month are enough here.
const LARGE: [&str; 5] = ["decisions", "events", "deliveries", "identity_observations", "exposures"];
const DAYS: &str = "ingest_dt=2026-0*-1*";
/// The day after the last of them.
const AS_OF: &str = "2026-04-20T00:00:00Z";
const QUESTION: &str = "grain=total&from=2026-01-05&to=now";
/// Columns that say of an unknown row what it is unknown of.
const STAMP: [&str; 6] = ["bucket", "n", "maturity", "grade", "as_of", "definition"];
/// Servers at a time.
const AT_ONCE: usize = 2;

fn sample() -> Changed {
    let shorter = |text: String, log: &str| text.replace(&format!("path = \"{log}/\""), &format!("path = \"{log}/{DAYS}\""));
    let text = LARGE.into_iter().fold(configuration(), shorter);
    Changed::of(text.replace("as_of = \"2026-05-05T00:00:00Z\"", &format!("as_of = \"{AS_OF}\"")))
}

/// Everything that the product says of a metric.
struct Said {
    answer: Value,
    headline: Option<f64>,
    interval: Option<(f64, f64)>,
}

impl Said {
    fn of(server: &Server, metric: &Metric) -> Said {
        let found = get(&server.http, &format!("/m/{}.json?{QUESTION}", metric.name));
        assert_eq!(found.status, 200, "{}: {}", metric.name, found.text());
        let answer = found.json();
        let row = &answer["rows"][0];
        let number = |name: &str| row[name].as_f64();
        Said { headline: number(&metric.measures[0]), interval: number("lo").zip(number("hi")), answer }
    }

    fn row(&self) -> &Value {
        &self.answer["rows"][0]
    }

    fn names(&self, key: &str, log: &str) -> bool {
        self.answer[key].as_array().unwrap().iter().any(|name| name.as_str().unwrap().contains(log))
    }

    fn has_holes(&self) -> bool {
        !self.answer["holes"].as_array().unwrap().is_empty()
    }

    /// Whether the target is met; nothing where the figure is unknown or not held against it.
    fn is_on_target(&self, metric: &Metric) -> Option<bool> {
        let (value, target) = self.headline.filter(|_| !self.has_holes()).zip(metric.target)?;
        match metric.direction {
            Direction::UpIsGood => Some(value >= target),
            Direction::DownIsGood => Some(value <= target),
            Direction::Neutral => None,
        }
    }

    /// Whether the headline is on the good side of another by more than the intervals of both allow.
    fn is_beyond(&self, whole: &Said, metric: &Metric) -> bool {
        let Some(value) = self.headline.filter(|_| !self.has_holes()) else { return false };
        let Some(before) = whole.headline else { return metric.direction != Direction::Neutral };
        let half = |(lo, hi): (f64, f64)| (hi - lo) / 2.0;
        let chance = self.interval.zip(whole.interval).map_or(0.0, |(now, then)| half(now).hypot(half(then)));
        match metric.direction {
            Direction::UpIsGood => value > before + chance,
            Direction::DownIsGood => value < before - chance,
            Direction::Neutral => false,
        }
    }

    fn looks_better(&self, whole: &Said, metric: &Metric) -> bool {
        match metric.target {
            Some(_) => self.is_on_target(metric) == Some(true) && whole.is_on_target(metric) != Some(true),
            None => self.is_beyond(whole, metric),
        }
    }
}

/// What the product says of every metric and promise.
struct Standing {
    metrics: BTreeMap<String, Said>,
    promises: BTreeMap<String, String>,
}

impl Standing {
    fn of(server: &Server, registry: &Registry) -> Standing {
        let metrics = registry.metrics().map(|metric| (metric.name.clone(), Said::of(server, metric))).collect();
        Standing { metrics, promises: promises(server) }
    }
}

/// The state of every promise.
fn promises(server: &Server) -> BTreeMap<String, String> {
    let rows = rows_over_http(&server.http, "select slo || ' ' || slice as name, state from metrics.slo_status");
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(row, "name"), text(row, "state"))).collect()
}

/// Promises that are kept, and were not.
fn better_promises(now: &BTreeMap<String, String>, whole: &BTreeMap<String, String>) -> Vec<String> {
    let risen = now.iter().filter(|(name, state)| *state == "kept" && whole.get(*name).is_some_and(|before| before != "kept"));
    risen.map(|(name, _)| format!("{name} was {} and is kept", whole[name])).collect()
}

/// The logs behind relations, through models; every log where the service's own state is read.
fn logs_behind(registry: &Registry, inputs: &[String], logs: &[&str]) -> BTreeSet<String> {
    let mut behind = BTreeSet::new();
    for input in inputs {
        match input.split_once('.') {
            Some(("logs", log)) => behind.extend([log.to_owned()]),
            Some(("model", name)) => behind.extend(logs_behind(registry, &registry.model(name).unwrap().inputs, logs)),
            _ => behind.extend(logs.iter().map(|log| (*log).to_owned())),
        }
    }
    behind
}

/// The metrics that a log has a part in.
fn concerned<'r>(registry: &'r Registry, log: &str, logs: &[&str]) -> Vec<&'r Arc<Metric>> {
    registry.metrics().filter(|metric| logs_behind(registry, &metric.inputs, logs).contains(log)).collect()
}

/// Does the same for each of several, some at a time; gives what they complain of.
fn for_each<T: Send>(mut work: Vec<T>, check: impl Fn(T) -> Vec<String> + Sync) -> Vec<String> {
    work.reverse();
    let (waiting, complaints) = (Mutex::new(work), Mutex::new(Vec::new()));
    let next = || waiting.lock().unwrap().pop();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(item) = next() {
                    let found = check(item);
                    complaints.lock().unwrap().extend(found);
                }
            });
        }
    });
    complaints.into_inner().unwrap()
}

/// What is wrong with a metric whose log is not there.
fn without(log: &str, metric: &Metric, said: &Said, whole: &Said) -> Option<String> {
    let known = || said.row().as_object().unwrap().iter().any(|(name, value)| !STAMP.contains(&name.as_str()) && !value.is_null());
    let row = said.row();
    if metric.needs.iter().any(|need| need == log) {
        let is_unknown = row["n"] == 0 && row["maturity"] == "unknown" && row["grade"] == "E0" && said.names("missing", log) && !known();
        return (!is_unknown).then(|| format!("{} needs logs.{log} and says {row}", metric.name));
    }
    if metric.judged_with.iter().any(|named| named == log) && !said.has_holes() {
        return Some(format!("{} is judged without logs.{log}", metric.name));
    }
    let (before, now) = (whole.headline, said.headline);
    said.looks_better(whole, metric).then(|| format!("{} looks better without logs.{log}: {before:?}, then {now:?}", metric.name))
}

#[test]
fn no_metric_looks_better_without_a_log() {
    let (changed, registry) = (sample(), Registry::embedded());
    let whole = Standing::of(&serve(&changed.write("whole", &changed.text), &[], &[]), &registry);
    let logs = changed.logs();
    assert!(logs.len() >= 20, "{logs:?}");
    let complaints = for_each(logs.clone(), |log| {
        let server = serve(&changed.write(log, &changed.without(log)), &[], &[]);
        let metrics = concerned(&registry, log, &logs);
        let said = metrics.iter().filter_map(|metric| without(log, metric, &Said::of(&server, metric), &whole.metrics[&metric.name]));
        let mut complaints: Vec<String> = said.collect();
        if metrics.iter().any(|metric| metric.slo.is_some()) {
            complaints.extend(better_promises(&promises(&server), &whole.promises));
        }
        complaints
    });
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn every_log_that_a_metric_names_is_one_that_it_reads() {
    let registry = Registry::embedded();
    let logs: Vec<&str> = gaugeglass_logs::logs().iter().map(|log| log.name).collect();
    for metric in registry.metrics() {
        let behind = logs_behind(&registry, &metric.inputs, &logs);
        for named in metric.needs.iter().chain(&metric.judged_with) {
            assert!(behind.contains(named), "{} names logs.{named} and does not read it", metric.name);
        }
        let twice: Vec<&String> = metric.needs.iter().filter(|need| metric.judged_with.contains(need)).collect();
        assert!(twice.is_empty(), "{} is unknown without {twice:?} anyway", metric.name);
    }
}

/// A log, the rows of it that stay when those that speak against the programme are left out, and a measure that shows by another log
/// that they are gone.
const LEFT_OUT: [(&str, &str, &str, &str); 4] = [
    ("decisions", "decision_time is not null and error_type is null and not is_fallback", "omitted_decisions", "omitted_minutes"),
    ("approvals", "coalesce(stage_no, 1) < 3", "bypass_rate", "bypass_rate"),
    ("deliveries", "status not in ('bounced_hard', 'bounced_soft', 'dropped', 'failed', 'suppressed')", "timeliness", "on_time_rate"),
    ("events", "type <> 'content_downloaded'", "orphan_rate", "orphan_rate"),
];

#[test]
fn rows_that_are_left_out_improve_no_verdict_and_are_missed_elsewhere() {
    let (changed, registry) = (sample(), Registry::embedded());
    let whole = Standing::of(&serve(&changed.write("whole", &changed.text), &[], &[]), &registry);
    // Otherwise the rows that are left out have nothing to improve.
    assert!(whole.promises.values().any(|state| state == "broken"), "{:?}", whole.promises);
    let logs = changed.logs();
    let complaints = for_each(LEFT_OUT.to_vec(), |(log, condition, witness, measure)| {
        let server = serve(&changed.write(log, &changed.narrowed(log, condition)), &[], &[]);
        let mut complaints = better_promises(&promises(&server), &whole.promises);
        for metric in concerned(&registry, log, &logs).into_iter().filter(|metric| metric.target.is_some() || metric.name == witness) {
            let (said, before) = (Said::of(&server, metric), &whole.metrics[&metric.name]);
            if !said.names("holes", &format!("logs.{log} ")) {
                complaints.push(format!("{} does not say that rows of logs.{log} are left out: {}", metric.name, said.answer["holes"]));
            }
            if said.looks_better(before, metric) {
                complaints.push(format!("{} looks better where only `{condition}` is read of logs.{log}", metric.name));
            }
            let (now, then) = (said.row()[measure].as_f64(), before.row()[measure].as_f64());
            if metric.name == witness && !is_worse(now.unwrap(), then.unwrap(), metric.direction) {
                complaints.push(format!("{witness} does not miss the rows of logs.{log}: {then:?}, then {now:?}"));
            }
        }
        complaints
    });
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn is_worse(now: f64, then: f64, direction: Direction) -> bool {
    if direction == Direction::UpIsGood { now < then } else { now > then }
}
