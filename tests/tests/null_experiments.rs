//! Experiments in which nothing was changed: people of the world are split by chance, again and again, and every
//! interval must hold the truth, which is zero, as often as it says.

use std::sync::OnceLock;

use gaugeglass_tests::{Server, rows_over_http, serve, world};
use serde_json::Value;

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| serve(&world().join("gaugeglass.toml"), &["--limits-query-time-ms-max", "600000"], &[]))
}

/// Each of 200 seeds splits everybody ten times; the split of a person follows from a hash and nothing else.
const SPLITS: &str = "\
    with people as (\
      select person_id, market, orders > 0 as is_buyer, cast(orders as double) as orders, revenue, \
             case when orders > 0 then revenue end as spent, case when active_days > 0 then cast(active_days as double) end as past \
      from model.people\
    ), dice as (\
      select p.*, s.value as split, md5(p.person_id || '/' || cast(s.value as varchar)) as dice \
      from people p cross join generate_series(1, 2000) as s\
    ), splits as (\
      select *, substr(dice, 1, 1) < '8' as t, cast(ascii(substr(dice, 2, 1)) as double) as dose from dice\
    )";

/// Where a bound looks one way only, the other end.
const ENDLESS: &str = "cast('Infinity' as double)";

/// The intervals of the estimators, over a column each.
const INTERVALS: &[(&str, &str, &str)] = &[
    ("difference of shares", "difference_lo(is_buyer, t)", "difference_hi(is_buyer, t)"),
    ("difference of means", "difference_lo(orders, t)", "difference_hi(orders, t)"),
    ("difference of revenue", "difference_lo(revenue, t)", "difference_hi(revenue, t)"),
    ("relative lift of shares", "relative_lift_lo(is_buyer, t)", "relative_lift_hi(is_buyer, t)"),
    ("relative lift of means", "relative_lift_lo(orders, t)", "relative_lift_hi(orders, t)"),
    ("recovery", "recovery_lift_lo(is_buyer, t)", "recovery_lift_hi(is_buyer, t)"),
    ("relative lift of a ratio", "ratio_relative_lift_lo(revenue, orders, t)", "ratio_relative_lift_hi(revenue, orders, t)"),
    ("difference of a ratio", "ratio_difference_lo(revenue, orders, t)", "ratio_difference_hi(revenue, orders, t)"),
    ("adjusted by the past", "cuped_difference_lo(orders, past, t)", "cuped_difference_hi(orders, past, t)"),
    ("relative lift adjusted by the past", "cuped_relative_lift_lo(orders, past, t)", "cuped_relative_lift_hi(orders, past, t)"),
    ("Newcombe", "difference_newcombe_lo(is_buyer, t)", "difference_newcombe_hi(is_buyer, t)"),
    ("Agresti and Caffo", "difference_agresti_caffo_lo(is_buyer, t)", "difference_agresti_caffo_hi(is_buyer, t)"),
    ("score of a difference", "difference_score_lo(is_buyer, t)", "difference_score_hi(is_buyer, t)"),
    ("Wald", "difference_wald_lo(is_buyer, t)", "difference_wald_hi(is_buyer, t)"),
    ("Fieller", "relative_lift_fieller_lo(orders, t)", "relative_lift_fieller_hi(orders, t)"),
    ("delta method", "relative_lift_delta_lo(orders, t)", "relative_lift_delta_hi(orders, t)"),
    ("logarithm of a ratio", "relative_lift_log_lo(is_buyer, t)", "relative_lift_log_hi(is_buyer, t)"),
    ("score of a ratio", "relative_lift_score_lo(is_buyer, t)", "relative_lift_score_hi(is_buyer, t)"),
    ("delta method of a ratio", "ratio_relative_lift_delta_lo(revenue, orders, t)", "ratio_relative_lift_delta_hi(revenue, orders, t)"),
    // Nine in ten buy nothing: a quantile of everybody would lie at the edge of that tie.
    ("median of buyers", "quantile_difference_lo(0.5, spent, t)", "quantile_difference_hi(0.5, spent, t)"),
    ("Mantel and Haenszel", "mantel_haenszel_difference_lo(is_buyer, t, market)", "mantel_haenszel_difference_hi(is_buyer, t, market)"),
    ("slope", "slope_lo(orders, dose)", "slope_hi(orders, dose)"),
    ("at least: difference", "difference_lo_one_sided(orders, t)", ENDLESS),
    ("at least: relative lift", "relative_lift_lo_one_sided(orders, t)", ENDLESS),
    ("at least: ratio", "ratio_difference_lo_one_sided(revenue, orders, t)", ENDLESS),
    ("at least: relative lift of a ratio", "ratio_relative_lift_lo_one_sided(revenue, orders, t)", ENDLESS),
    ("at least: adjusted by the past", "cuped_difference_lo_one_sided(orders, past, t)", ENDLESS),
    ("at least: relative lift adjusted by the past", "cuped_relative_lift_lo_one_sided(orders, past, t)", ENDLESS),
];

#[test]
fn intervals_hold_the_truth_nineteen_times_in_twenty() {
    let per_split: Vec<String> =
        INTERVALS.iter().enumerate().map(|(index, (_, lo, hi))| format!("cast({lo} <= 0 and {hi} >= 0 as double) as c{index}")).collect();
    let averages: Vec<String> = (0..INTERVALS.len()).map(|index| format!("avg(c{index}) as c{index}")).collect();
    let sql = format!(
        "{SPLITS} select count(*) as n, {} from (select split, {} from splits group by split)",
        averages.join(", "),
        per_split.join(", ")
    );
    let row = rows_over_http(&server().http, &sql)[0].clone();
    assert_eq!(row["n"], 2000);
    let outside: Vec<String> = INTERVALS
        .iter()
        .enumerate()
        .map(|(index, (name, ..))| (name, row[format!("c{index}")].as_f64().unwrap()))
        .inspect(|(name, coverage)| println!("{name}: {coverage}"))
        .filter(|(_, coverage)| !(0.93..=0.97).contains(coverage))
        .map(|(name, coverage)| format!("{name}: {coverage}"))
        .collect();
    assert!(outside.is_empty(), "coverage of 95 % intervals: {outside:?}");
}

/// 200 experiments looked at twenty times each while people arrive: how many are ever called an effect.
fn ever_shipped(lo: &str, hi: &str) -> Value {
    let sql = format!(
        "with people as (\
           select orders > 0 as is_buyer, s.value as split, \
                  ntile(20) over (partition by s.value order by md5(person_id)) as wave, \
                  substr(md5(person_id || '/' || cast(s.value as varchar)), 1, 1) < '8' as t \
           from model.people cross join generate_series(1, 200) as s\
         ), looks as (\
           select p.split, l.value as look, p.is_buyer, p.t from people p cross join generate_series(1, 20) as l where p.wave <= l.value\
         ), figures as (\
           select split, look, difference(is_buyer, t) as d, difference_se(is_buyer, t) as se, count(*) as n, \
                  difference_lo(is_buyer, t) as fixed_lo, difference_hi(is_buyer, t) as fixed_hi \
           from looks group by split, look\
         ) select count(*) as experiments, avg(cast(is_shipped as double)) as share \
         from (select split, bool_or({lo} > 0 or {hi} < 0) as is_shipped from figures group by split)"
    );
    rows_over_http(&server().http, &sql)[0].clone()
}

#[test]
fn looking_twenty_times_ships_nothing_that_one_look_would_not() {
    let always = ever_shipped("sequential_lo(d, se, n, 2000)", "sequential_hi(d, se, n, 2000)");
    let naive = ever_shipped("fixed_lo", "fixed_hi");
    println!("confidence sequence {always}, interval read at every look {naive}");
    assert_eq!(always["experiments"], 200);
    assert!(always["share"].as_f64().unwrap() <= 0.05, "{always}");
    assert!(naive["share"].as_f64().unwrap() > 0.10, "an interval made for one look must fail at twenty: {naive}");
}
