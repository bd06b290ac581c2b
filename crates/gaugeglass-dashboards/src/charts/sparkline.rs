//! A small line beside a number: shape only, no axes.

use plotters::prelude::*;

use super::palette::Role;
use super::series::{Series, extent, padded};
use super::{DrawError, Size};

/// The size every sparkline has.
pub const SIZE: Size = Size { width: 480, height: 96 };

/// What to draw.
pub struct Sparkline<'a> {
    /// The measure.
    pub series: &'a Series,
    /// The period before, shifted onto this one.
    pub previous: Option<&'a Series>,
    /// The declared target.
    pub target: Option<f64>,
    /// From the first bucket to the last, in seconds.
    pub time: (f64, f64),
}

impl Sparkline<'_> {
    /// Draws the line; `None` when there is no finite value to draw.
    pub fn draw(&self) -> Result<Option<String>, DrawError> {
        let lines = std::iter::once(self.series).chain(self.previous);
        let values = lines.flat_map(Series::finite);
        let Some(range) = extent(values) else { return Ok(None) };
        let mut svg = String::new();
        self.draw_into(&mut svg, range).map_err(DrawError::new)?;
        Ok(Some(svg))
    }

    fn draw_into(&self, svg: &mut String, range: (f64, f64)) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let area = SVGBackend::with_string(svg, (SIZE.width, SIZE.height)).into_drawing_area();
        let values = padded(range);
        let mut chart = ChartBuilder::on(&area).margin(10).build_cartesian_2d(padded(self.time), values.clone())?;
        // A target far outside the data would flatten the line; the tile says it in words instead.
        if let Some(target) = self.target.filter(|target| values.contains(target)) {
            let ends = [(self.time.0, target), (self.time.1, target)];
            chart.draw_series(LineSeries::new(ends, Role::Target.color().stroke_width(2)))?;
        }
        for series in self.previous.into_iter().chain([self.series]) {
            for run in series.runs() {
                let color = series.role.color().mix(if run.provisional { 0.55 } else { 1.0 });
                chart.draw_series(LineSeries::new(run.points, color.stroke_width(4)))?;
            }
        }
        // The dot stands where the value is final: a bucket cut short would point to a fall that is none.
        let last = self.series.points.iter().rev().filter(|point| !point.provisional).find_map(|point| Some((point.at, point.finite()?)));
        chart.draw_series(last.map(|at| Circle::new(at, 7, self.series.role.color().filled())))?;
        area.present()
    }
}
