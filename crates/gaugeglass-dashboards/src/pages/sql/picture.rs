//! The answer as a picture, where it has two columns: one that dates or names its rows, and one of numbers.

use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, TimeUnit, TimestampMicrosecondType};
use chrono_tz::Tz;
use gaugeglass_engine::Answer;
use gaugeglass_metrics::Unit;

use crate::charts::axis::Tick;
use crate::charts::line::{Drawing, LineChart, TALL, WIDE};
use crate::charts::palette::Role;
use crate::charts::series::{Point, Series};
use crate::charts::{Area, DrawError, Kind};
use crate::figure::panel::Figure;
use crate::figure::picture::{Chart, Hit, Picture};
use crate::figure::plot::{Datum, Plot, of_batches};
use crate::figure::table::words;
use crate::format::number::{figure, named_unit, tick};
use crate::layout::{Column, Encoding};

/// More points than this no line keeps apart.
const POINTS_MAX: usize = 2_000;

/// The figure of an answer; `None` where it has other columns, fewer than two rows, or several rows of one time.
pub fn picture(answer: &Answer, zone: Tz) -> Option<Figure> {
    let [first, second] = &answer.schema.fields()[..] else { return None };
    let (side, value) = if first.data_type().is_numeric() { (second, first) } else { (first, second) };
    let data = of_batches(&encoding(side, value), &answer.batches, zone).ok()?;
    if !value.data_type().is_numeric() || data.len() < 2 || answer.truncated {
        return None;
    }
    let unit = named_unit(value.name()).unwrap_or(if value.data_type().is_integer() { Unit::Count } else { Unit::None });
    let title = format!("{} by {}", words(value.name()), words(side.name()).to_lowercase());
    let (say, chart) = match side.data_type() {
        DataType::Timestamp(..) | DataType::Date32 => course(side, &data, &times(side, answer)?, unit)?,
        DataType::Utf8 | DataType::LargeUtf8 => dots(side, &data, unit)?,
        _ => return None,
    };
    Some(Figure { say, chart: Some(chart), ..Figure::bare("picture", &title) }.described())
}

fn encoding(side: &Field, value: &Field) -> Encoding {
    let column = |field: &Field| Column { name: field.name().clone(), place: (1, 1) };
    Encoding { x: column(side), y: None, series: None, value: column(value), lo: None, hi: None, n: None, is_final: None }
}

/// A row for each name, in the order of the answer.
fn dots(side: &Field, data: &[Datum], unit: Unit) -> Option<(String, Chart)> {
    let plot =
        Plot { kind: Kind::Interval, data, columns: None, unit, target: None, x: words(side.name()), x_unit: Unit::None, n: "n".into() };
    let plotted = plot.plotted().ok()?;
    Some((plotted.say, plotted.chart?))
}

/// Seconds since 1970; `None` where one is unknown.
fn times(side: &Field, answer: &Answer) -> Option<Vec<f64>> {
    let mut times = Vec::new();
    for batch in &answer.batches {
        let instants = cast(batch.column_by_name(side.name())?, &DataType::Timestamp(TimeUnit::Microsecond, None)).ok()?;
        if instants.null_count() > 0 {
            return None;
        }
        times.extend(instants.as_primitive::<TimestampMicrosecondType>().values().iter().map(|micros| *micros as f64 / 1e6));
    }
    Some(times)
}

/// One line in order of time.
fn course(side: &Field, data: &[Datum], times: &[f64], unit: Unit) -> Option<(String, Chart)> {
    let mut rows: Vec<(f64, &Datum)> = times.iter().copied().zip(data).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    if rows.len() > POINTS_MAX || rows.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return None;
    }
    let point = |(at, datum): &(f64, &Datum)| Point { at: *at, value: datum.value, band: None, provisional: false };
    let series = [Series { name: words(side.name()), role: Role::Series(0), points: rows.iter().map(point).collect() }];
    let ticks: Vec<Tick> = rows.iter().map(|(at, datum)| Tick { at: *at, label: datum.x.clone() }).collect();
    let chart = LineChart {
        series: &series,
        previous: None,
        target: None,
        time_ticks: &ticks,
        time: (rows.first()?.0, rows.last()?.0),
        gaps: &[],
        label: &|value| tick(value, unit),
    };
    let pictures = pictures(&chart, &rows, unit).ok()??;
    Some((told(&rows, unit)?, Chart { pictures, legend: Vec::new(), notes: Vec::new() }))
}

/// For wide columns and for phones; `None` where there is nothing to draw.
fn pictures(chart: &LineChart, rows: &[(f64, &Datum)], unit: Unit) -> Result<Option<Vec<Picture>>, DrawError> {
    let (Some(wide), Some(tall)) = (chart.draw(WIDE)?, chart.draw(TALL)?) else { return Ok(None) };
    Ok(Some(vec![drawn("wide", wide, rows, unit), drawn("tall", tall, rows, unit)]))
}

/// The drawing with the words of each value above it.
fn drawn(class: &'static str, drawing: Drawing, rows: &[(f64, &Datum)], unit: Unit) -> Picture {
    let height = drawing.size.height as i32;
    let width = (drawing.size.width as i32 / rows.len().max(1) as i32).max(1);
    let hit = |(mark, (_, datum)): (&crate::charts::line::Mark, &(f64, &Datum))| Hit {
        area: Area { left: mark.x - width / 2, top: 0, width, height },
        x: mark.x,
        y: mark.y,
        href: None,
        label: format!("{}: {}", datum.x, figure(datum.value, unit)),
    };
    Picture { class, hits: drawing.marks.iter().zip(rows).map(hit).collect(), size: drawing.size, svg: drawing.svg }
}

/// First, last and both ends of the values.
fn told(rows: &[(f64, &Datum)], unit: Unit) -> Option<String> {
    let known: Vec<(f64, &Datum)> = rows.iter().filter_map(|(_, datum)| Some((datum.finite()?, *datum))).collect();
    let told = |(value, datum): &(f64, &Datum)| format!("{} ({})", figure(Some(*value), unit), datum.x);
    let high = known.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let low = known.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let course = format!("From {} to {}. Highest {}, lowest {}.", told(known.first()?), told(known.last()?), told(high), told(low));
    Some(match rows.len() - known.len() {
        0 => course,
        unknown => format!("{course} {unknown} of {} rows have no value; they are not counted as zero.", rows.len()),
    })
}
