//! A measure over time with honest gaps: a bucket without a value is no point.
//!
//! Plotters draws NaN at the axis minimum and misplaces a constant range, so neither may reach it:
//! series are split into runs of finite values and ranges are padded here.

use std::ops::Range;

use super::palette::Role;

/// One bucket of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Start of the bucket, in seconds since 1970-01-01 UTC.
    pub at: f64,
    /// The measure; `None` is unknown, which is not zero.
    pub value: Option<f64>,
    /// The interval around the value.
    pub band: Option<(f64, f64)>,
    /// The value may still change.
    pub provisional: bool,
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the legend calls it.
    pub name: String,
    /// Decides its colour.
    pub role: Role,
    /// In order of time, one per bucket of the range.
    pub points: Vec<Point>,
}

/// Consecutive finite points that share one maturity.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// (seconds, value).
    pub points: Vec<(f64, f64)>,
    /// Whether the stretch may still change.
    pub provisional: bool,
}

impl Point {
    /// The value if it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    /// The interval if both ends can be drawn.
    pub fn finite_band(&self) -> Option<(f64, f64)> {
        self.band.filter(|(lo, hi)| lo.is_finite() && hi.is_finite())
    }
}

impl Series {
    /// Splits the series at gaps and where it turns provisional.
    ///
    /// A provisional run begins with the last final point, so that the line stays connected.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for point in &self.points {
            let here = point.finite().map(|value| (point.at, value));
            if let Some(here) = here {
                extend(&mut runs, before, here, point.provisional);
            }
            before = here;
        }
        runs
    }

    /// Splits the intervals at gaps: each run is (seconds, lo, hi).
    pub fn bands(&self) -> Vec<Vec<(f64, f64, f64)>> {
        unbroken(&self.points, |point| point.finite_band().map(|(lo, hi)| (point.at, lo, hi)))
    }

    /// Every finite value.
    pub fn finite(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().filter_map(Point::finite)
    }

    /// Every end of a finite interval.
    pub fn finite_ends(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().filter_map(Point::finite_band).flat_map(|(lo, hi)| [lo, hi])
    }
}

fn extend(runs: &mut Vec<Run>, before: Option<(f64, f64)>, here: (f64, f64), provisional: bool) {
    match (runs.last_mut(), before) {
        (Some(run), Some(_)) if run.provisional == provisional => run.points.push(here),
        (Some(_), Some(before)) => runs.push(Run { points: vec![before, here], provisional }),
        _ => runs.push(Run { points: vec![here], provisional }),
    }
}

/// What can be read of items in a row; a gap begins a new run.
pub fn unbroken<I, T>(items: &[I], read: impl Fn(&I) -> Option<T>) -> Vec<Vec<T>> {
    let mut runs: Vec<Vec<T>> = vec![Vec::new()];
    for item in items {
        let Some(value) = read(item) else {
            runs.push(Vec::new());
            continue;
        };
        if let Some(run) = runs.last_mut() {
            run.push(value);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Smallest and largest finite value; `None` when there is none.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// A range that is never empty; a constant gets room on both sides.
pub fn padded((low, high): (f64, f64)) -> Range<f64> {
    if low < high {
        return low..high;
    }
    let room = if low == 0.0 { 1.0 } else { low.abs() * 0.05 };
    low - room..high + room
}
