//! A figure's course over time: series from readings, with the period before, the target and the gaps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use gaugeglass_metrics::{Grain, Metric};

use super::ask::Question;
use super::picture::{Chart, Hit, LINKS_MAX, Legend, Picture};
use super::reading::Reading;
use crate::charts::axis::Tick;
use crate::charts::line::{Drawing, LineChart, TALL, WIDE};
use crate::charts::palette::{Role, SERIES_MAX};
use crate::charts::series::{Point, Series};
use crate::charts::{Area, DrawError};
use crate::format::number::{UNKNOWN, count, figure, interval, tick};
use crate::format::time;
use crate::format::value;
use crate::url::{Moment, View};

/// Rows in order of time with the buckets they should fill.
pub struct Course<'a> {
    /// The question they answer.
    pub question: &'a Question,
    /// Rows of the range.
    pub rows: &'a [Reading],
    /// Rows of the period before, if compared.
    pub before: &'a [Reading],
    /// Every bucket of the range.
    pub buckets: &'a [DateTime<Utc>],
}

impl Course<'_> {
    /// The chart; `None` where there is no finite value.
    pub fn chart(&self) -> Result<Option<Chart>, DrawError> {
        let (series, left_out) = self.series();
        let previous = self.previous();
        let metric = &self.question.metric;
        let ticks = self.ticks();
        let gaps = if series.len() == 1 { self.gaps(&series) } else { Vec::new() };
        let chart = LineChart {
            series: &series,
            previous: previous.as_ref(),
            target: metric.target.map(|target| (target, format!("Target {}", tick(target, metric.unit)))),
            time_ticks: &ticks,
            time: self.time(),
            gaps: &gaps,
            label: &|value| tick(value, metric.unit),
        };
        let (Some(wide), Some(tall)) = (chart.draw(WIDE)?, chart.draw(TALL)?) else { return Ok(None) };
        Ok(Some(Chart {
            pictures: vec![self.picture("wide", wide), self.picture("tall", tall)],
            legend: self.legend(&series, previous.is_some(), !gaps.is_empty()),
            notes: left_out.into_iter().collect(),
        }))
    }

    /// The only series, for a sparkline.
    pub fn line(&self) -> Series {
        let rows: Vec<&Reading> = self.rows.iter().collect();
        self.one("all".into(), Role::Series(0), &rows)
    }

    /// The period before, moved onto this one.
    pub fn previous(&self) -> Option<Series> {
        let question = self.question;
        let range = question.range.previous();
        let buckets = time::buckets(range.from, range.to, question.grain(), question.zone)?;
        let values: BTreeMap<DateTime<Utc>, Option<f64>> = self.before.iter().map(|row| (row.at, row.headline())).collect();
        // Bucket by bucket, so that a clock change between the periods does not move the line.
        let pairs = self.buckets.iter().zip(&buckets);
        let point = |(at, was): (&DateTime<Utc>, &DateTime<Utc>)| Point {
            at: seconds(*at),
            value: values.get(was).copied().flatten(),
            band: None,
            provisional: false,
        };
        (!values.is_empty()).then(|| Series { name: "period before".into(), role: Role::Previous, points: pairs.map(point).collect() })
    }

    /// First and last bucket in seconds.
    pub fn time(&self) -> (f64, f64) {
        let at = |bucket: Option<&DateTime<Utc>>| bucket.map_or(0.0, |bucket| seconds(*bucket));
        (at(self.buckets.first()), at(self.buckets.last()))
    }

    /// Series by slice, those with most rows first, and a word about those left out.
    fn series(&self) -> (Vec<Series>, Option<String>) {
        let mut slices: BTreeMap<&[String], Vec<&Reading>> = BTreeMap::new();
        for row in self.rows {
            slices.entry(&row.dimensions).or_default().push(row);
        }
        let mut slices: Vec<(&[String], Vec<&Reading>)> = slices.into_iter().collect();
        slices.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.iter().filter_map(|row| row.n).sum::<i64>()));
        let left_out = slices.len().saturating_sub(SERIES_MAX);
        let series = slices.iter().take(SERIES_MAX).enumerate().map(|(index, (name, rows))| {
            let name = if name.is_empty() { self.question.metric.title.clone() } else { joined(name) };
            self.one(name, Role::Series(index), rows)
        });
        let note = format!("The chart shows the {SERIES_MAX} largest of {} slices; the table has all.", slices.len());
        (series.collect(), (left_out > 0).then_some(note))
    }

    fn one(&self, name: String, role: Role, rows: &[&Reading]) -> Series {
        let by_bucket: BTreeMap<DateTime<Utc>, &Reading> = rows.iter().map(|row| (row.at, *row)).collect();
        let point = |at: &DateTime<Utc>| {
            let row = by_bucket.get(at);
            Point {
                at: seconds(*at),
                value: row.and_then(|row| row.headline()),
                band: row.and_then(|row| row.band()),
                provisional: row.is_some_and(|row| row.provisional) || self.is_cut(*at),
            }
        };
        Series { name, role, points: self.buckets.iter().map(point).collect() }
    }

    /// Whether the range holds only a part of the bucket.
    fn is_cut(&self, at: DateTime<Utc>) -> bool {
        let range = self.question.range;
        at < range.from || time::bucket_end(at, self.question.grain(), self.question.zone) > range.to
    }

    /// Complete buckets with a value: what highest and lowest are taken from.
    pub fn complete(&self) -> impl Iterator<Item = (f64, DateTime<Utc>)> + '_ {
        let finite = |row: &Reading| row.headline().filter(|value| value.is_finite()).map(|value| (value, row.at));
        self.rows.iter().filter(|row| !self.is_cut(row.at)).filter_map(finite)
    }

    /// How many buckets have no value, and no prospect of one.
    pub fn missing(&self) -> usize {
        let is_answered = |at: &DateTime<Utc>| self.rows.iter().any(|row| row.at == *at && (row.headline().is_some() || row.provisional));
        self.buckets.iter().filter(|at| !is_answered(at)).count()
    }

    /// How many buckets wait for their outcomes.
    pub fn pending(&self) -> usize {
        self.rows.iter().filter(|row| row.provisional && row.headline().is_none()).count()
    }

    fn gaps(&self, series: &[Series]) -> Vec<(f64, f64)> {
        let (start, end) = self.time();
        let half = (end - start) / (self.buckets.len().max(2) - 1) as f64 / 2.0;
        let points = series.iter().flat_map(|series| &series.points).filter(|point| point.finite().is_none());
        points.map(|point| ((point.at - half).max(start), (point.at + half).min(end))).collect()
    }

    fn ticks(&self) -> Vec<Tick> {
        let (grain, zone) = (self.question.grain(), self.question.zone);
        self.buckets.iter().map(|at| Tick { at: seconds(*at), label: time::bucket(*at, grain, zone) }).collect()
    }

    fn legend(&self, series: &[Series], has_previous: bool, has_gaps: bool) -> Vec<Legend> {
        let entry = |class: &str, name: &str| Legend { class: class.into(), name: name.into() };
        let mut legend: Vec<Legend> =
            series.iter().enumerate().map(|(index, series)| entry(&format!("s{}", index + 1), &series.name)).collect();
        let single = |is_shown: bool, class: &str, name: &str| (is_shown && series.len() == 1).then(|| entry(class, name));
        let has_band = series.iter().any(|series| series.points.iter().any(|point| point.finite_band().is_some()));
        legend.extend(single(has_band, "band", "95 % interval"));
        legend.extend(single(has_previous, "previous", "Period before"));
        let is_provisional = series.iter().any(|series| series.points.iter().any(|point| point.provisional));
        legend.extend(is_provisional.then(|| entry("provisional", "Provisional or incomplete")));
        legend.extend(single(has_gaps, "gap", "No value"));
        legend
    }

    fn picture(&self, class: &'static str, drawing: Drawing) -> Picture {
        let spacing = drawing.marks.windows(2).map(|pair| pair[1].x - pair[0].x).max().unwrap_or(drawing.size.width as i32);
        let is_linked = drawing.marks.len() <= LINKS_MAX;
        let hit = |(at, mark): (&DateTime<Utc>, &crate::charts::line::Mark)| Hit {
            area: Area { left: mark.x - spacing / 2, top: 0, width: spacing.max(1), height: drawing.size.height as i32 },
            x: mark.x,
            y: mark.y,
            href: if is_linked { self.narrowed(*at) } else { None },
            label: self.label(*at),
        };
        Picture { class, hits: self.buckets.iter().zip(&drawing.marks).map(hit).collect(), size: drawing.size, svg: drawing.svg }
    }

    /// The page of one bucket by the next finer step.
    fn narrowed(&self, at: DateTime<Utc>) -> Option<String> {
        let question = self.question;
        let finer = finer(&question.metric, question.grain())?;
        let end = time::bucket_end(at, question.grain(), question.zone);
        let view = View { from: Some(Moment::At(at)), to: Some(Moment::At(end)), grain: Some(finer), ..question.view.clone() };
        Some(view.link(&format!("/m/{}", question.metric.name)))
    }

    fn label(&self, at: DateTime<Utc>) -> String {
        let question = self.question;
        let name = time::bucket_long(at, question.grain(), question.zone);
        let values: Vec<String> = self.rows.iter().filter(|row| row.at == at).take(SERIES_MAX).map(|row| self.value(row)).collect();
        let values = if values.is_empty() { "no data".to_owned() } else { values.join("; ") };
        let cut = if self.is_cut(at) { ", incomplete" } else { "" };
        format!("{name}{cut}: {values}")
    }

    fn value(&self, row: &Reading) -> String {
        let unit = self.question.metric.unit;
        let slice = if row.dimensions.is_empty() { String::new() } else { format!("{} ", joined(&row.dimensions)) };
        let ends = interval(row.lo, row.hi, unit).map(|ends| format!(" ({ends})")).unwrap_or_default();
        let rows = row.n.map_or(UNKNOWN.into(), count);
        let maturity = if row.provisional { ", provisional" } else { "" };
        format!("{slice}{}{ends}, n {rows}{maturity}", figure(row.headline(), unit))
    }
}

/// The values of a slice in a line.
fn joined(dimensions: &[String]) -> String {
    dimensions.iter().map(|part| value::name(part)).collect::<Vec<_>>().join(" · ")
}

fn finer(metric: &Metric, grain: Grain) -> Option<Grain> {
    let order = [Grain::Quarter, Grain::Month, Grain::Week, Grain::Day, Grain::Hour];
    let below = order.into_iter().skip_while(|step| *step != grain).skip(1);
    below.into_iter().find(|step| metric.grains.contains(step))
}

fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp() as f64
}
