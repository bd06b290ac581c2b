//! Claims about OpenSLO documents: what is read, what is refused and where, what is computed, and that nothing is lost.

mod documents;
mod judgement;
mod refusals;
mod round_trips;
mod writing;

use crate::Registry;
use crate::diagnostic::Diagnostic;
use crate::openslo::{Entry, Import, Value, import, read};

/// A stream with every kind, every budgeting method, every kind of window, objective and indicator.
const DOCUMENTS: &str = include_str!("openslo/documents.yaml");
const ZONE: &str = "Europe/Berlin";

fn entries(text: &str) -> Vec<Entry> {
    read("slos.yaml", text).unwrap_or_else(|mistakes| panic!("{}", super::readable(&mistakes)))
}

/// The documents of a stream as any parser of YAML 1.2 has them.
fn values(stream: &str) -> Vec<Value> {
    let options = serde_saphyr::options! { strict_booleans: true, leading_zero_numbers_as_strings: true };
    serde_saphyr::from_multiple_with_options(stream, options).unwrap_or_else(|cause| panic!("{cause}\n{stream}"))
}

fn imported(text: &str) -> Result<Import, Vec<Diagnostic>> {
    import(&entries(text), &[], &Registry::embedded(), ZONE)
}

fn good_import(text: &str) -> Import {
    imported(text).unwrap_or_else(|mistakes| panic!("{}", super::readable(&mistakes)))
}

/// A promise in three: what comes before its indicator, the indicator, and the rest.
fn around_indicator(text: &str) -> [&str; 3] {
    let (start, end) = (text.find("  indicator:").unwrap(), text.find("  timeWindow:").unwrap());
    [&text[..start], &text[start..end], &text[end..]]
}

/// A promise over the measures of a metric, with the parts that tests change.
struct Promised {
    name: &'static str,
    counts: &'static str,
    total: &'static str,
    window: &'static str,
    method: &'static str,
    objective: &'static str,
}

/// A promise that is computed.
const PROMISED: Promised = Promised {
    name: "decisions-in-time",
    counts: "{metric: decision_slo, measure: good}",
    total: "{measure: n}",
    window: "{duration: 28d, isRolling: true}",
    method: "Occurrences",
    objective: "{target: 0.995}",
};

/// A promise over a SELECT of its own.
const SELECTED: &str = "apiVersion: openslo/v1
kind: SLO
metadata: {name: first-orders, displayName: First orders}
spec:
  service: growth
  description: Enough new customers.
  indicator:
    spec:
      ratioMetric:
        good:
          metricSource:
            type: Gaugeglass
            spec:
              query: |
                select
                  sum(cast(is_first_order as bigint)) as firsts,
                  count(*) as n
                from model.orders
                where placed_time >= $from and placed_time < $to
              measure: firsts
              time: placed_time
              dimensions: [channel]
              family: customer
              by: [channel]
              exclusions:
                - {from: 2026-02-01, to: 2026-02-03, who: ada, why: \"a move: data lost\", when: 2026-02-04, where: {channel: web}}
        total: {metricSource: {type: gaugeglass, spec: {measure: n}}}
  timeWindow: [{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}}]
  budgetingMethod: Occurrences
  objectives: [{targetPercent: 12.5}]
";

impl Promised {
    fn text(&self) -> String {
        let Promised { name, counts, total, window, method, objective } = self;
        format!(
            "apiVersion: openslo/v1
kind: SLO
metadata:
  name: {name}
  labels: {{team: decisions}}
spec:
  service: decisioning
  indicator:
    spec:
      ratioMetric:
        good:
          metricSource:
            type: gaugeglass
            spec: {counts}
        total:
          metricSource:
            type: gaugeglass
            spec: {total}
  timeWindow:
    - {window}
  budgetingMethod: {method}
  objectives:
    - {objective}
"
        )
    }
}
