//! The kinds of chart: as they mostly look, with a gap, and with every value the same.

use gaugeglass_metrics::Unit;

use super::Pattern;
use crate::charts::Kind;
use crate::figure::panel::Figure;
use crate::figure::plot::{Datum, Plot};
use crate::pages::overview::draw::text;

/// Every kind, each in the ways in which it can look.
pub fn all() -> Vec<Pattern> {
    let kinds = [
        ("Interval", Kind::Interval, Unit::Ratio, intervals()),
        ("Interval by arm", Kind::Interval, Unit::Ratio, arms()),
        ("Funnel", Kind::Funnel, Unit::Count, steps()),
        ("Waterfall", Kind::Waterfall, Unit::Ratio, parts()),
        ("Heat map", Kind::HeatMap, Unit::Ratio, cells()),
        ("Survival, one curve", Kind::Survival, Unit::Ratio, curve("", 0.9)),
        ("Survival, several curves", Kind::Survival, Unit::Ratio, [curve("cart", 0.9), curve("browse", 0.7), curve("price", 0.4)].concat()),
        ("Cohorts", Kind::Cohort, Unit::Ratio, cohorts()),
    ];
    let mut patterns = Vec::new();
    for (name, kind, unit, data) in kinds {
        patterns.push(pattern(name, kind, unit, &data, patterns.len()));
        patterns.push(pattern(&format!("{name}, all the same"), kind, unit, &constant(&data), patterns.len()));
    }
    patterns.push(pattern("Interval without any value", Kind::Interval, Unit::Ratio, &[named("DE", None)], patterns.len()));
    patterns
}

fn pattern(name: &str, kind: Kind, unit: Unit, data: &[Datum], index: usize) -> Pattern {
    let plot = Plot { kind, data, columns: None, unit, target: None, x: "Month".into(), x_unit: Unit::Hours, n: "n".into() };
    let bare = Figure::bare(&format!("chart-{index}"), name);
    let figure = match plot.plotted() {
        Ok(plotted) => Figure { say: plotted.say, chart: plotted.chart, ..bare },
        Err(cause) => Figure { say: cause.to_string(), ..bare },
    };
    Pattern { name: name.to_owned(), html: text(&figure.described()) }
}

/// The same rows with one value.
fn constant(data: &[Datum]) -> Vec<Datum> {
    data.iter().map(|datum| Datum { value: Some(0.4), band: None, ..datum.clone() }).collect()
}

fn named(name: &str, value: Option<f64>) -> Datum {
    Datum { x: name.to_owned(), value, ..Datum::default() }
}

fn intervals() -> Vec<Datum> {
    let row = |(name, value): (&str, f64)| Datum { band: Some((value - 0.06, value + 0.05)), n: Some(900), ..named(name, Some(value)) };
    let rows = [("Germany", 0.12), ("France", 0.03), ("A market with a very long name", -0.08)].map(row);
    rows.into_iter().chain([named("Not measured", None)]).collect()
}

fn arms() -> Vec<Datum> {
    let arms = ["control", "new ranking", "new ranking, delayed"];
    let row = |(index, arm): (usize, &str)| {
        let value = 0.1 + 0.03 * index as f64;
        ["Web", "App"].map(|place| Datum { series: arm.to_owned(), band: Some((value - 0.02, value + 0.02)), ..named(place, Some(value)) })
    };
    arms.into_iter().enumerate().flat_map(row).collect()
}

fn steps() -> Vec<Datum> {
    let counts = [Some(34_816.0), Some(3_166.0), None, Some(1_900.0), Some(12.0)];
    let names = ["Intent", "Recognised", "Decided", "Shown", "Bought"];
    names.into_iter().zip(counts).map(|(name, count)| named(name, count)).collect()
}

fn parts() -> Vec<Datum> {
    let parts = [("Unrecognised", 0.55), ("Too slow", 0.12), ("Not approved", 0.08), ("Late", 0.05), ("Arrived", 0.2)];
    parts.map(|(name, share)| named(name, Some(share))).into()
}

fn cells() -> Vec<Datum> {
    let channels = ["Web", "App", "Store"];
    let mut data = Vec::new();
    for (row, kind) in ["Cookie", "Device", "E-mail"].into_iter().enumerate() {
        for (column, channel) in channels.into_iter().enumerate() {
            let place = row + column;
            let value = (place % 4 != 3).then_some(0.1 + 0.17 * place as f64);
            data.push(Datum { y: kind.to_owned(), ..named(channel, value) });
        }
    }
    data
}

fn curve(name: &str, speed: f64) -> Vec<Datum> {
    let step = |hour: i32| {
        let at = f64::from(hour) * 4.0;
        let value = 1.0 - (-at * speed / 10.0).exp();
        let band = Some(((value - 0.05).max(0.0), (value + 0.05).min(1.0)));
        Datum { at: Some(at), series: name.to_owned(), band, n: Some(480 - 40 * i64::from(hour)), ..named(&at.to_string(), Some(value)) }
    };
    (0..8).map(step).collect()
}

fn cohorts() -> Vec<Datum> {
    let months = ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"];
    let row = |(index, month): (usize, &str)| {
        let month = month.to_owned();
        (0..4 - index).map(move |age| Datum {
            at: Some(age as f64),
            y: month.clone(),
            n: Some(1_200 - 100 * index as i64),
            provisional: age > 0 && age + index == 3,
            ..named(&age.to_string(), Some(1.0 / (1.0 + 0.4 * age as f64)))
        })
    };
    months.into_iter().enumerate().flat_map(row).collect()
}
