//! One statement answers the total, any grain and any dimensions.

use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use super::{good_metric, is_aggregate, metric_text};
use crate::{Grain, Metric, Slice, SliceError};

const PLAIN: &str = "select count(*) as orders, count(*) as n from logs.orders where placed_at >= $from and placed_at < $to";

fn metric(sql: &str) -> Metric {
    good_metric(&metric_text("time: placed_at\ndimensions: [channel, market, order, Region]\n", sql))
}

fn slice(grain: Grain, by: &[&str], filters: &[(&str, &str)]) -> Slice {
    Slice {
        grain,
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        filters: filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    }
}

/// The same statement, whatever its layout.
pub(super) fn normal(sql: &str) -> String {
    Parser::parse_sql(&GenericDialect {}, sql).unwrap_or_else(|error| panic!("{error}\n{sql}"))[0].to_string()
}

fn check_slice(sql: &str, slice: &Slice, expected: &str) {
    let sliced = metric(sql).sliced(slice, &is_aggregate).unwrap();
    assert_eq!(normal(&sliced.sql), normal(expected));
}

#[test]
fn a_total_is_one_row_that_starts_with_the_range() {
    check_slice(
        PLAIN,
        &Slice::new(Grain::Total),
        "select $from as bucket, count(*) as orders, count(*) as n from logs.orders
         where placed_at >= $from and placed_at < $to order by 1",
    );
}

#[test]
fn a_total_by_dimension_groups_by_the_dimension_alone() {
    check_slice(
        PLAIN,
        &slice(Grain::Total, &["channel"], &[]),
        "select $from as bucket, coalesce(cast(channel as varchar), '(none)') as channel, count(*) as orders, count(*) as n
         from logs.orders where placed_at >= $from and placed_at < $to group by 2 order by 1, 2",
    );
}

#[test]
fn a_grain_buckets_the_time_column_in_the_business_zone() {
    check_slice(
        PLAIN,
        &Slice::new(Grain::Day),
        "select time_bucket($grain, placed_at, $time_zone) as bucket, count(*) as orders, count(*) as n from logs.orders
         where placed_at >= $from and placed_at < $to group by 1 order by 1",
    );
}

#[test]
fn grain_and_dimensions_combine() {
    check_slice(
        PLAIN,
        &slice(Grain::Week, &["channel", "market"], &[]),
        "select time_bucket($grain, placed_at, $time_zone) as bucket,
           coalesce(cast(channel as varchar), '(none)') as channel, coalesce(cast(market as varchar), '(none)') as market,
           count(*) as orders, count(*) as n
         from logs.orders where placed_at >= $from and placed_at < $to group by 1, 2, 3 order by 1, 2, 3",
    );
}

#[test]
fn a_filter_is_bound_and_narrows_what_was_there() {
    let sliced = metric(PLAIN).sliced(&slice(Grain::Day, &[], &[("channel", "web' or '1'='1")]), &is_aggregate).unwrap();
    assert!(sliced.sql.contains("CAST(channel AS VARCHAR) = $filter_channel"), "{}", sliced.sql);
    assert!(!sliced.sql.contains("'1'"), "{}", sliced.sql);
    assert_eq!(sliced.parameters, [("filter_channel".to_owned(), "web' or '1'='1".to_owned())]);
}

#[test]
fn values_of_one_dimension_are_alternatives_and_dimensions_narrow() {
    let filters = [("channel", "web"), ("market", "de"), ("channel", "app")];
    check_slice(
        PLAIN,
        &slice(Grain::Total, &[], &filters),
        "select $from as bucket, count(*) as orders, count(*) as n from logs.orders
         where placed_at >= $from and placed_at < $to
           and (cast(channel as varchar) = $filter_channel or cast(channel as varchar) = $filter_channel_2)
           and cast(market as varchar) = $filter_market order by 1",
    );
}

#[test]
fn the_slice_without_a_value_can_be_filtered_by_its_shown_name() {
    check_slice(
        PLAIN,
        &slice(Grain::Total, &[], &[("channel", "(none)")]),
        "select $from as bucket, count(*) as orders, count(*) as n from logs.orders
         where placed_at >= $from and placed_at < $to
           and (channel is null or cast(channel as varchar) = $filter_channel) order by 1",
    );
}

#[test]
fn a_filter_joins_any_condition_or_none() {
    let by_channel = slice(Grain::Total, &[], &[("channel", "web")]);
    check_slice(
        "select count(*) as orders, count(*) as n from logs.orders",
        &by_channel,
        "select $from as bucket, count(*) as orders, count(*) as n from logs.orders
         where cast(channel as varchar) = $filter_channel order by 1",
    );
    check_slice(
        "select count(*) as orders, count(*) as n from logs.orders where a or b",
        &by_channel,
        "select $from as bucket, count(*) as orders, count(*) as n from logs.orders
         where (a or b) and cast(channel as varchar) = $filter_channel order by 1",
    );
}

#[test]
fn only_the_outermost_select_of_ctes_joins_and_aliases_is_changed() {
    let sql = "with firsts as (select id, min(t) as placed_at from logs.events group by id order by id limit 5)
      select count(*) filter (where o.paid) as orders, count(*) as n
      from firsts f join (select * from model.orders where x = (select max(x) from logs.events)) as o on o.id = f.id
      where f.placed_at >= $from having count(*) > 0";
    check_slice(
        sql,
        &slice(Grain::Month, &["channel"], &[]),
        "with firsts as (select id, min(t) as placed_at from logs.events group by id order by id limit 5)
         select time_bucket($grain, placed_at, $time_zone) as bucket, coalesce(cast(channel as varchar), '(none)') as channel,
           count(*) filter (where o.paid) as orders, count(*) as n
         from firsts f join (select * from model.orders where x = (select max(x) from logs.events)) as o on o.id = f.id
         where f.placed_at >= $from group by 1, 2 having count(*) > 0 order by 1, 2",
    );
}

#[test]
fn keywords_and_capitals_are_quoted_as_columns() {
    check_slice(
        PLAIN,
        &slice(Grain::Total, &["order", "Region"], &[("Region", "North")]),
        "select $from as bucket, coalesce(cast(\"order\" as varchar), '(none)') as \"order\",
           coalesce(cast(\"Region\" as varchar), '(none)') as \"Region\", count(*) as orders, count(*) as n
         from logs.orders where placed_at >= $from and placed_at < $to and cast(\"Region\" as varchar) = $filter_Region
         group by 2, 3 order by 1, 2, 3",
    );
}

#[test]
fn quoted_columns_of_the_statement_stay_quoted() {
    let sql = "select sum(\"Amount\") as \"orders\", count(*) as N from logs.orders \"O\"";
    check_slice(
        sql,
        &Slice::new(Grain::Total),
        "select $from as bucket, sum(\"Amount\") as \"orders\", count(*) as N from logs.orders \"O\" order by 1",
    );
}

#[test]
fn columns_come_in_the_order_of_every_metric_and_the_files_own_order_is_dropped() {
    let sql = "select max(a) as hi, count(*) as n, count(*) as orders, min(a) as lo from logs.orders order by n limit 3";
    check_slice(
        sql,
        &Slice::new(Grain::Hour),
        "select time_bucket($grain, placed_at, $time_zone) as bucket, count(*) as orders, count(*) as n, min(a) as lo, max(a) as hi
         from logs.orders group by 1 order by 1",
    );
    assert_eq!(metric(sql).columns(&["channel".to_owned()]), ["bucket", "channel", "orders", "n", "lo", "hi"]);
    assert_eq!(metric(PLAIN).columns(&[]), ["bucket", "orders", "n"]);
}

#[test]
fn what_cannot_be_cut_is_refused_with_what_can() {
    let metric = good_metric(&metric_text("time: placed_at\ndimensions: [channel]\ngrains: [day, week]\n", PLAIN));
    let refused = |slice: &Slice| metric.sliced(slice, &is_aggregate).unwrap_err().to_string();
    assert_eq!(refused(&slice(Grain::Day, &["chanel"], &[])), "metric orders has no dimension `chanel`; did you mean `channel`?");
    assert_eq!(refused(&slice(Grain::Day, &[], &[("market", "de")])), "metric orders has no dimension `market`; declared: channel");
    assert_eq!(refused(&slice(Grain::Day, &["channel", "channel"], &[])), "dimension `channel` is asked for twice");
    assert_eq!(refused(&Slice::new(Grain::Hour)), "metric orders is not offered by hour; offered: day, week");
    assert!(matches!(metric.sliced(&Slice::new(Grain::Total), &is_aggregate), Err(SliceError::Grain { .. })));
}

#[test]
fn a_metric_without_a_time_column_offers_the_total() {
    let metric = good_metric(&metric_text("", "select count(*) as orders, count(*) as n from logs.orders"));
    assert!(metric.sliced(&Slice::new(Grain::Total), &is_aggregate).is_ok());
    assert!(metric.sliced(&Slice::new(Grain::Day), &is_aggregate).is_err());
}
