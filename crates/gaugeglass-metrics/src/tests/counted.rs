//! A promise's events are counted by the metric's own SELECT, minute by minute, apart by its exclusions.

use super::slicing::normal;
use super::{good_metric, metric_text};
use crate::{Metric, Step};

const SQL: &str = "select count(*) filter (where is_good) as orders, count(*) as n from logs.orders
  where placed_at >= $from and placed_at < $to order by n limit 5";

fn promising(exclusions: &str) -> Metric {
    let slo = format!("slo:\n  objective: 0.9\n  window: 30d\n  good: orders\n  valid: n\n{exclusions}");
    good_metric(&metric_text(&format!("time: placed_at\ndimensions: [channel, market]\nadditive: [orders, n]\n{slo}"), SQL))
}

fn by(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn minutes_are_counted_by_dimension_in_the_order_asked() {
    let counted = promising("").counted(Step::Minute, &by(&["market", "channel"])).unwrap();
    let expected = "select date_trunc('minute', placed_at) as bucket, coalesce(cast(market as varchar), '(none)') as market,
        coalesce(cast(channel as varchar), '(none)') as channel, false as \"is excluded\",
        count(*) filter (where is_good) as \"good events\", count(*) as \"valid events\" from logs.orders
      where placed_at >= $from and placed_at < $to group by 1, 2, 3, 4";
    assert_eq!(normal(&counted.sql), normal(expected));
    assert!(counted.texts.is_empty() && counted.instants.is_empty());
}

#[test]
fn exclusions_are_bound_and_each_holds_for_its_rows_alone() {
    let exclusions = "  exclusions:
    - {from: 2026-02-03, to: 2026-02-04, who: ops, why: a move, when: 2026-01-28}
    - {from: 2026-03-01, to: 2026-03-02, who: ops, why: a test, when: 2026-02-28, where: {channel: \"web' or true\", market: DE}}
";
    let counted = promising(exclusions).counted(Step::Whole, &[]).unwrap();
    let expected = "select (placed_at >= $exclusion_1_from and placed_at < $exclusion_1_to)
        or (placed_at >= $exclusion_2_from and placed_at < $exclusion_2_to
          and coalesce(cast(channel as varchar), '(none)') = $exclusion_2_where_1
          and coalesce(cast(market as varchar), '(none)') = $exclusion_2_where_2) as \"is excluded\",
        count(*) filter (where is_good) as \"good events\", count(*) as \"valid events\" from logs.orders
      where placed_at >= $from and placed_at < $to group by 1";
    assert_eq!(normal(&counted.sql), normal(expected));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(counted.texts, [pair("exclusion_2_where_1", "web' or true"), pair("exclusion_2_where_2", "DE")]);
    let instants = [("1_from", "2026-02-03"), ("1_to", "2026-02-04"), ("2_from", "2026-03-01"), ("2_to", "2026-03-02")];
    assert_eq!(counted.instants, instants.map(|(name, value)| pair(&format!("exclusion_{name}"), value)));
}

#[test]
fn a_metric_without_a_promise_has_nothing_to_count() {
    let metric = good_metric(&metric_text("time: placed_at\n", "select count(*) as orders, count(*) as n from logs.orders"));
    assert!(metric.counted(Step::Minute, &[]).is_none());
}
