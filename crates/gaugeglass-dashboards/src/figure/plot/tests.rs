//! What plots say and draw, from hand-made rows: nothing unknown is counted, and no row lies over another.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use gaugeglass_metrics::Unit;

use super::{Datum, Plot, PlotError, Plotted, of_batches};
use crate::charts::Kind;
use crate::layout::{Column, Encoding};

fn plot(kind: Kind, unit: Unit, data: &[Datum]) -> Result<Plotted, PlotError> {
    Plot { kind, data, columns: None, unit, target: None, x: "Months later".into(), x_unit: Unit::Hours, n: "people".into() }.plotted()
}

fn said(kind: Kind, unit: Unit, data: &[Datum]) -> String {
    plot(kind, unit, data).unwrap().say.replace('\u{202f}', " ")
}

fn row(x: &str, value: Option<f64>) -> Datum {
    Datum { x: x.into(), at: x.parse().ok(), value, ..Datum::default() }
}

fn legend(kind: Kind, data: &[Datum]) -> Vec<String> {
    plot(kind, Unit::Ratio, data).unwrap().chart.unwrap().legend.into_iter().map(|entry| entry.name.replace('\u{202f}', " ")).collect()
}

#[test]
fn an_interval_chart_says_where_zero_lies() {
    let banded = |x: &str, lo: f64, hi: f64| Datum { band: Some((lo, hi)), ..row(x, Some((lo + hi) / 2.0)) };
    let data = [banded("a", 0.1, 0.3), banded("b", -0.3, -0.1), banded("c", -0.1, 0.2), row("d", None)];
    assert_eq!(
        said(Kind::Interval, Unit::Ratio, &data),
        "Highest: a 20.0 % (10.0 – 30.0 %). Lowest: b −20.0 % (−30.0 – −10.0 %). \
         Of 3 intervals 1 lie above zero, 1 below, 1 hold it. 1 of 4 rows has no value; it is not counted as zero."
    );
    assert_eq!(legend(Kind::Interval, &data), ["95 % interval", "No value"]);
    assert_eq!(said(Kind::Interval, Unit::Ratio, &[row("a", Some(0.2)), row("b", Some(0.2))]), "All 2 are 20.0 %.");
    assert_eq!(said(Kind::Interval, Unit::Ratio, &[row("a", None)]), "No row has a value.");
    assert!(plot(Kind::Interval, Unit::Ratio, &[row("a", None)]).unwrap().chart.is_none());
}

#[test]
fn series_of_an_interval_chart_are_named_in_rows_and_legend() {
    let arm = |series: &str| Datum { series: series.into(), ..row("web", Some(0.1)) };
    let chart = plot(Kind::Interval, Unit::Ratio, &[arm("control"), arm("treatment")]).unwrap().chart.unwrap();
    assert_eq!(chart.pictures[0].hits[1].label.split(':').next(), Some("web · treatment"));
    assert_eq!(chart.legend.iter().map(|entry| entry.class.as_str()).collect::<Vec<_>>(), ["m1", "m2"]);
}

#[test]
fn a_funnel_says_what_is_left_and_where_most_are_lost() {
    let data = [row("seen", Some(200.0)), row("known", Some(50.0)), row("bought", Some(10.0))];
    assert_eq!(said(Kind::Funnel, Unit::Count, &data), "bought: 10 (5.0 %) of 200. Most are lost between seen and known: 150.");
    // Nothing is lost to a step that nobody counted.
    let gap = [row("seen", Some(200.0)), row("known", None), row("bought", Some(10.0))];
    assert_eq!(said(Kind::Funnel, Unit::Count, &gap), "bought: 10 (5.0 %) of 200. 1 of 3 steps has no value; it is not counted as zero.");
}

#[test]
fn a_waterfall_says_its_sum_and_its_largest_part() {
    let data = [row("late", Some(30.0)), row("never", Some(60.0)), row("in time", Some(10.0))];
    assert_eq!(said(Kind::Waterfall, Unit::Count, &data), "3 parts add up to 100. The largest is never: 60 (60.0 %).");
}

#[test]
fn a_heat_map_has_a_cell_for_every_pair_and_refuses_two_rows_for_one() {
    let cell = |x: &str, y: &str, value: f64| Datum { y: y.into(), ..row(x, Some(value)) };
    let data = [cell("web", "cookie", 1.0), cell("app", "device", 0.5)];
    assert_eq!(
        said(Kind::HeatMap, Unit::Ratio, &data),
        "Highest: cookie, web: 100 %. Lowest: device, app: 50.0 %. 2 of 4 cells have no value; they are not counted as zero."
    );
    let chart = plot(Kind::HeatMap, Unit::Ratio, &data).unwrap().chart.unwrap();
    let labels: Vec<&str> = chart.pictures[0].hits.iter().map(|hit| hit.label.split(':').next().unwrap()).collect();
    assert_eq!(labels, ["cookie, web", "cookie, app", "device, web", "device, app"]);
    let twice = plot(Kind::HeatMap, Unit::Ratio, &[data[0].clone(), data[0].clone()]);
    assert!(matches!(twice, Err(PlotError::Twice(cell)) if cell == "cookie, web"));
}

#[test]
fn a_survival_curve_says_where_it_ends_whatever_the_order_of_its_rows() {
    let step = |x: &str, series: &str, value: f64| Datum { series: series.into(), n: Some(40), ..row(x, Some(value)) };
    let data = [step("4", "cart", 0.5), step("0", "cart", 0.1), step("2", "browse", 0.3)];
    assert_eq!(said(Kind::Survival, Unit::Ratio, &data), "cart 50.0 % at 4 h. browse 30.0 % at 2 h.");
    assert_eq!(legend(Kind::Survival, &data), ["cart", "browse"]);
    let twice = [step("4", "cart", 0.5), step("4", "cart", 0.6)];
    assert!(matches!(plot(Kind::Survival, Unit::Ratio, &twice), Err(PlotError::Twice(_))));
}

#[test]
fn cohorts_are_compared_at_the_same_age_and_open_ages_are_left_out() {
    let cell = |x: &str, y: &str, value: f64, provisional: bool| Datum { y: y.into(), n: Some(1200), provisional, ..row(x, Some(value)) };
    let data = [cell("0", "Jan", 1.0, false), cell("1", "Jan", 0.5, false), cell("0", "Feb", 1.0, false), cell("1", "Feb", 0.1, true)];
    assert_eq!(said(Kind::Cohort, Unit::Ratio, &data), "Months later 1: 50.0 % (Jan). 1 of 4 values may still change.");
    let chart = plot(Kind::Cohort, Unit::Ratio, &data).unwrap().chart.unwrap();
    assert_eq!(chart.pictures[0].hits.len(), 4);
    assert!(chart.pictures[0].svg.contains("Jan (1\u{202f}200)"), "{}", chart.pictures[0].svg);
    assert!(legend(Kind::Cohort, &data).contains(&"May still change".to_owned()));
}

fn column(name: &str) -> Column {
    Column { name: name.into(), place: (1, 1) }
}

#[test]
fn rows_of_a_table_become_rows_of_a_plot() {
    let months = TimestampMicrosecondArray::from(vec![1_767_225_600_000_000, 1_769_904_000_000_000]).with_timezone("UTC");
    let batch = RecordBatch::try_from_iter_with_nullable(vec![
        ("cohort", Arc::new(months) as ArrayRef, true),
        ("later", Arc::new(Int64Array::from(vec![Some(0), Some(1)])), true),
        ("share", Arc::new(Float64Array::from(vec![Some(f64::NAN), Some(0.5)])), true),
        ("people", Arc::new(Int64Array::from(vec![Some(10), None])), true),
        ("is_final", Arc::new(BooleanArray::from(vec![Some(true), Some(false)])), true),
        ("channel", Arc::new(StringArray::from(vec![None, Some("web")])), true),
    ])
    .unwrap();
    let encoding = Encoding {
        x: column("later"),
        y: Some(column("cohort")),
        series: Some(column("channel")),
        value: column("share"),
        lo: None,
        hi: None,
        n: Some(column("people")),
        is_final: Some(column("is_final")),
    };
    let data = of_batches(&encoding, std::slice::from_ref(&batch), Tz::UTC).unwrap();
    let first = Datum { x: "0".into(), at: Some(0.0), y: "Jan 2026".into(), series: "—".into(), n: Some(10), ..Datum::default() };
    let second = Datum {
        x: "1".into(),
        at: Some(1.0),
        y: "Feb 2026".into(),
        series: "web".into(),
        value: Some(0.5),
        provisional: true,
        ..Datum::default()
    };
    assert_eq!(data, [first, second]);
    let absent = Encoding { value: column("shares"), ..encoding };
    assert!(of_batches(&absent, &[batch], Tz::UTC).unwrap_err().to_string().contains("no column named `shares`"));
}

#[test]
fn a_dimension_that_every_name_repeats_is_left_out() {
    let named = |names: [&'static str; 2]| {
        let slices = Arc::new(StringArray::from(names.to_vec())) as ArrayRef;
        let shares = Arc::new(Float64Array::from(vec![0.1, 0.2])) as ArrayRef;
        let batch = RecordBatch::try_from_iter(vec![("slice", slices), ("share", shares)]).unwrap();
        let encoding =
            Encoding { x: column("slice"), y: None, series: None, value: column("share"), lo: None, hi: None, n: None, is_final: None };
        let data = of_batches(&encoding, &[batch], Tz::UTC).unwrap();
        data.into_iter().map(|datum| datum.x).collect::<Vec<_>>()
    };
    assert_eq!(named(["market=DE", "market=US"]), ["DE", "US"]);
    assert_eq!(named(["market=DE", "channel=web"]), ["market=DE", "channel=web"]);
    assert_eq!(named(["market=DE", "all"]), ["market=DE", "all"]);
}
