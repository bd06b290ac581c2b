//! A measure over time: lines, interval bands, the period before, the target and the gaps.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::axis::{Tick, ValueAxis, thin, value_axis};
use super::canvas::{Drawn, font, kept_inside, shortened, spread};
use super::palette::Role;
use super::series::{Run, Series, extent};
use super::{DrawError, Size};

/// For wide columns.
pub const WIDE: Size = Size { width: 1600, height: 500 };
/// For phones.
pub const TALL: Size = Size { width: 800, height: 560 };

const TOP: u32 = 44;
const BOTTOM: u32 = 56;
const LEFT: u32 = 96;
/// Room for the names at the ends of several lines.
const NAMES: u32 = 210;

/// What to draw.
pub struct LineChart<'a> {
    /// Lines, at most [`super::palette::SERIES_MAX`].
    pub series: &'a [Series],
    /// The period before, shifted onto this one.
    pub previous: Option<&'a Series>,
    /// The declared target and its label.
    pub target: Option<(f64, String)>,
    /// Candidates for the horizontal axis; thinned to fit.
    pub time_ticks: &'a [Tick],
    /// From the first bucket to the last, in seconds.
    pub time: (f64, f64),
    /// Buckets without data: start and end in seconds.
    pub gaps: &'a [(f64, f64)],
    /// How a value on the vertical axis is written.
    pub label: &'a dyn Fn(f64) -> String,
}

/// Where the first series' points landed, for the layer of links above the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Units from the left.
    pub x: i32,
    /// Units from the top; `None` where there is no value.
    pub y: Option<i32>,
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The picture.
    pub svg: String,
    /// Its size, for the layer above.
    pub size: Size,
    /// One per point of the first series.
    pub marks: Vec<Mark>,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

impl LineChart<'_> {
    /// Draws the chart; `None` when there is no finite value to draw.
    pub fn draw(&self, size: Size) -> Result<Option<Drawing>, DrawError> {
        let Some(axis) = self.value_axis() else { return Ok(None) };
        let mut svg = String::new();
        let marks = self.draw_into(&mut svg, size, &axis).map_err(DrawError::new)?;
        Ok(Some(Drawing { svg, size, marks }))
    }

    fn value_axis(&self) -> Option<ValueAxis> {
        let lines = self.series.iter().chain(self.previous).flat_map(Series::finite);
        let ends = self.banded().into_iter().flat_map(Series::finite_ends);
        let drawn = extent(lines.chain(ends))?;
        let target = self.target.iter().map(|(value, _)| *value);
        extent([drawn.0, drawn.1].into_iter().chain(target)).map(value_axis)
    }

    /// Intervals of several lines would hide each other: only a single line has its own drawn.
    fn banded(&self) -> Option<&Series> {
        match self.series {
            [only] => Some(only),
            _ => None,
        }
    }

    /// On a phone the legend has to do.
    fn has_names(&self, size: Size) -> bool {
        self.series.len() > 1 && size == WIDE
    }

    fn draw_into(&self, svg: &mut String, size: Size, axis: &ValueAxis) -> Drawn<Vec<Mark>> {
        let area = SVGBackend::with_string(svg, (size.width, size.height)).into_drawing_area();
        let time = super::series::padded(self.time);
        let right = if self.has_names(size) { NAMES } else { 22 };
        let mut chart = ChartBuilder::on(&area)
            .margin_top(TOP)
            .margin_bottom(BOTTOM)
            .margin_left(LEFT)
            .margin_right(right)
            .build_cartesian_2d(time, axis.range.clone())?;
        self.draw_gaps(&mut chart, axis)?;
        self.draw_grid(&area, &chart, size, axis)?;
        self.draw_lines(&mut chart)?;
        self.draw_target(&area, &chart, size)?;
        self.draw_names(&area, &chart, size)?;
        area.present()?;
        Ok(self.marks(&chart))
    }

    fn draw_gaps(&self, chart: &mut Chart, axis: &ValueAxis) -> Drawn<()> {
        let (bottom, top) = (axis.range.start, axis.range.end);
        let style = Role::Gap.color().filled();
        let rects = self.gaps.iter().map(|(from, to)| Rectangle::new([(*from, bottom), (*to, top)], style));
        chart.draw_series(rects)?;
        Ok(())
    }

    fn draw_grid(&self, area: &Area, chart: &Chart, size: Size, axis: &ValueAxis) -> Drawn<()> {
        let (width, bottom) = (size.width as i32, (size.height - BOTTOM) as i32);
        for tick in &axis.ticks {
            let y = chart.backend_coord(&(self.time.0, *tick)).1;
            let role = if *tick == 0.0 { Role::Axis } else { Role::Grid };
            area.draw(&PathElement::new([(0, y), (width, y)], role.color().stroke_width(2)))?;
            area.draw(&Text::new((self.label)(*tick), (0, y - 8), font(Role::Label, HPos::Left, VPos::Bottom)))?;
        }
        for tick in thin(self.time_ticks, if size == WIDE { 8 } else { 5 }) {
            let x = chart.backend_coord(&(tick.at, axis.range.start)).0;
            area.draw(&PathElement::new([(x, bottom), (x, bottom + 8)], Role::Axis.color().stroke_width(2)))?;
            let (x, align) = kept_inside(x, &tick.label, width);
            area.draw(&Text::new(tick.label, (x, bottom + 16), font(Role::Label, align, VPos::Top)))?;
        }
        Ok(())
    }

    fn draw_lines(&self, chart: &mut Chart) -> Drawn<()> {
        if let Some(banded) = self.banded() {
            draw_bands(chart, banded)?;
        }
        for series in self.previous.into_iter().chain(self.series) {
            for run in series.runs() {
                draw_run(chart, series.role, run)?;
            }
        }
        Ok(())
    }

    fn draw_target(&self, area: &Area, chart: &Chart, size: Size) -> Drawn<()> {
        let Some((value, label)) = &self.target else { return Ok(()) };
        let y = chart.backend_coord(&(self.time.0, *value)).1;
        let style = Role::Target.color().stroke_width(2);
        let right = if self.has_names(size) { size.width - NAMES } else { size.width } as i32;
        area.draw(&PathElement::new([(LEFT as i32, y), (right, y)], style))?;
        let text = font(Role::Target, HPos::Right, VPos::Bottom);
        area.draw(&Text::new(label.clone(), (right, y - 8), text))?;
        Ok(())
    }

    /// Names stand at the end of their lines, pushed apart where they would overlap.
    fn draw_names(&self, area: &Area, chart: &Chart, size: Size) -> Drawn<()> {
        if !self.has_names(size) {
            return Ok(());
        }
        for (y, series) in spread(self.ends(chart)) {
            let x = chart.backend_coord(&(self.time.1, 0.0)).0 + 14;
            area.draw(&Text::new(shortened(&series.name, 16), (x, y), font(series.role, HPos::Left, VPos::Center)))?;
        }
        Ok(())
    }

    fn ends(&self, chart: &Chart) -> Vec<(i32, &Series)> {
        let end = |series: &Series| series.points.iter().rev().find_map(|point| Some((point.at, point.finite()?)));
        let place = |series| Some((chart.backend_coord(&end(series)?).1, series));
        self.series.iter().filter_map(place).collect()
    }

    fn marks(&self, chart: &Chart) -> Vec<Mark> {
        let base = chart.y_range().start;
        let points = self.series.first().map(|series| series.points.as_slice()).unwrap_or_default();
        let mark = |point: &super::series::Point| {
            let x = chart.backend_coord(&(point.at, base)).0;
            Mark { x, y: point.finite().map(|value| chart.backend_coord(&(point.at, value)).1) }
        };
        points.iter().map(mark).collect()
    }
}

fn draw_bands(chart: &mut Chart, series: &Series) -> Drawn<()> {
    let style = series.role.color().mix(0.14).filled();
    for band in series.bands().into_iter().filter(|band| band.len() > 1) {
        let upper = band.iter().map(|(at, _, hi)| (*at, *hi));
        let lower = band.iter().rev().map(|(at, lo, _)| (*at, *lo));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        chart.draw_series([Polygon::new(outline, style)])?;
    }
    Ok(())
}

/// A lone point has no line to show it, so it gets a dot; provisional stretches are fainter,
/// and the style sheet dashes them.
fn draw_run(chart: &mut Chart, role: Role, run: Run) -> Drawn<()> {
    let opacity = if run.provisional { 0.55 } else { 1.0 };
    let color = role.color().mix(opacity);
    if let [only] = run.points.as_slice() {
        chart.draw_series([Circle::new(*only, 7, color.filled())])?;
        return Ok(());
    }
    chart.draw_series(LineSeries::new(run.points, color.stroke_width(4)))?;
    Ok(())
}
