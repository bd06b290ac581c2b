//! A row counts when its outcome is known; until then it is in the provisional figure alone.

use super::refusals::refuses_keys;
use super::slicing::normal;
use super::{good_metric, is_aggregate, metric_text};
use crate::{Grain, Metric, SO_FAR, Slice};

const ROWS: &str = " from logs.deliveries where sent_at >= $from and sent_at < $to";

/// A metric of this SELECT that waits.
fn waiting(keys: &str, select: &str) -> Metric {
    let keys =
        format!("time: sent_at\nparameters:\n  start: {{type: duration, default: 30d}}\n  length: {{type: duration, default: 7d}}\n{keys}");
    good_metric(&metric_text(&keys, &format!("select {select}{ROWS}")))
}

fn check(keys: &str, select: &str, settled: &str) {
    let sliced = waiting(keys, select).sliced(&Slice::new(Grain::Total), &is_aggregate).unwrap();
    assert_eq!(normal(&sliced.sql), normal(&format!("select $from as bucket, {settled}{ROWS} order by 1")));
}

#[test]
fn every_aggregate_counts_settled_rows_and_the_headline_also_all_of_them() {
    check(
        "matures: sent_at + 7d\n",
        "100 * avg(is_read) as orders, count(*) as n",
        "100 * avg(is_read) filter (where date_part('epoch', $as_of - sent_at) >= 604800) as orders, 100 * avg(is_read) as so_far,
         count(*) filter (where date_part('epoch', $as_of - sent_at) >= 604800) as n",
    );
}

#[test]
fn a_filter_of_the_file_is_kept_and_functions_of_one_row_are_left_alone() {
    check(
        "matures: sent_at + 7d\n",
        "round(sum(date_part('epoch', read_at - sent_at)) filter (where a or b)) as orders, count(*) as n",
        "round(sum(date_part('epoch', read_at - sent_at)) filter
           (where (a or b) and date_part('epoch', $as_of - sent_at) >= 604800)) as orders,
         round(sum(date_part('epoch', read_at - sent_at)) filter (where a or b)) as so_far,
         count(*) filter (where date_part('epoch', $as_of - sent_at) >= 604800) as n",
    );
}

#[test]
fn waits_add_up_and_come_from_parameters_and_columns_too() {
    check(
        "matures: read_at + $start + $length + 1d + extra_s\n",
        "count(*) as orders, count(*) as n",
        "count(*) filter (where date_part('epoch', $as_of - read_at) >= $start + $length + 86400 + extra_s) as orders,
         count(*) as so_far,
         count(*) filter (where date_part('epoch', $as_of - read_at) >= $start + $length + 86400 + extra_s) as n",
    );
}

#[test]
fn a_measure_that_reckons_with_open_rows_sees_them() {
    check(
        "matures: sent_at + 7d\ncensored: [n]\n",
        "count(*) as orders, count(*) as n",
        "count(*) filter (where date_part('epoch', $as_of - sent_at) >= 604800) as orders, count(*) as so_far, count(*) as n",
    );
}

#[test]
fn the_provisional_figure_stands_beside_the_headline() {
    let metric = waiting("matures: sent_at + 7d\n", "count(*) as orders, count(*) as n");
    assert_eq!(metric.measures, ["orders", SO_FAR]);
    assert_eq!(metric.columns(&[]), ["bucket", "orders", SO_FAR, "n"]);
}

#[test]
fn the_wait_follows_the_readers_parameters() {
    let metric = waiting("matures: sent_at + $start + $length + extra_s + 1d\n", "count(*) as orders, count(*) as n");
    let matures = metric.matures.unwrap();
    let given = [("length".to_owned(), "14d".to_owned())];
    assert_eq!(matures.seconds(&metric.parameters, &[]), 38 * 86_400);
    assert_eq!(matures.seconds(&metric.parameters, &given), 45 * 86_400);
    assert_eq!(matures.columns().collect::<Vec<_>>(), ["sent_at", "extra_s"]);
}

#[test]
fn a_wait_that_cannot_be_read_is_refused_at_its_place() {
    let help = "displayed_at + 7d";
    refuses_keys("matures: week\n", "9:10: `week` does not say when a row matures", help);
    refuses_keys("matures: 7d + t\n", "9:10: `7d + t` does not say when a row matures", help);
    refuses_keys("matures: t + 7 days\n", "9:10: `7 days` is not a duration", help);
    refuses_keys("matures: t + $window\n", "9:10: `$window` is no parameter of this file", help);
    refuses_keys(
        "parameters: {window: {type: number, default: 2}}\nmatures: t + $window\n",
        "10:10: `$window` is a number and no duration",
        help,
    );
    refuses_keys("censored: [order]\nmatures: t + 7d\n", "9:12: unknown measure `order`", "did you mean `orders`?");
    refuses_keys("censored: [orders]\n", "9:12: nothing is `censored` where no row waits", "`matures`");
    refuses_keys("dimensions: [so_far]\nmatures: t + 7d\n", "9:14: `so_far` comes with `matures`", "leave it out");
    refuses_keys(
        "slo: {objective: 0.9, window: 30d, good: n, valid: n}\nadditive: [n]\nmatures: t + 7d\ntime: t\n",
        "11:10: a promise counts events as they come, and `matures` waits for them",
        "keep one",
    );
}
