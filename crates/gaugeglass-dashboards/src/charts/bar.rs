//! One bar in a table row: a value on a scale shared by all rows, with its interval as a whisker.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::axis::along;
use super::palette::Role;
use super::series::{extent, padded};
use super::{DrawError, Size};

/// The size every bar has.
pub const SIZE: Size = Size { width: 480, height: 40 };

/// A value and what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bar {
    /// The measure; `None` draws an empty scale.
    pub value: Option<f64>,
    /// Its interval.
    pub band: Option<(f64, f64)>,
}

/// The range all rows share; it holds zero, since a bar's length is read from there.
pub fn scale(bars: &[Bar]) -> std::ops::Range<f64> {
    let ends = bars.iter().filter_map(|bar| bar.band).flat_map(|(lo, hi)| [lo, hi]);
    let values = bars.iter().filter_map(|bar| bar.value);
    padded(extent(values.chain(ends).chain([0.0])).unwrap_or((0.0, 0.0)))
}

impl Bar {
    /// Draws the bar on `scale`.
    pub fn draw(&self, scale: &std::ops::Range<f64>) -> Result<String, DrawError> {
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, (SIZE.width, SIZE.height)).into_drawing_area();
        self.draw_into(&area, scale).map_err(DrawError::new)?;
        drop(area);
        Ok(svg)
    }

    fn draw_into(
        &self,
        area: &DrawingArea<SVGBackend, Shift>,
        scale: &std::ops::Range<f64>,
    ) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let x = |value: f64| place(value, scale);
        let track = Role::Grid.color().stroke_width(2);
        area.draw(&PathElement::new([(x(scale.start), 20), (x(scale.end), 20)], track))?;
        if let Some(value) = self.value.filter(|value| value.is_finite()) {
            let (left, right) = (x(0.0).min(x(value)), x(0.0).max(x(value)));
            // One of no width is an error to some viewers; one of a pixel is hidden by the axis.
            area.draw(&Rectangle::new([(left, 10), (right.max(left + 1), 30)], Role::Series(0).color().filled()))?;
        }
        if let Some((lo, hi)) = self.band.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()) {
            let style = Role::Axis.color().stroke_width(2);
            area.draw(&PathElement::new([(x(lo), 20), (x(hi), 20)], style))?;
            for end in [x(lo), x(hi)] {
                area.draw(&PathElement::new([(end, 13), (end, 27)], style))?;
            }
        }
        area.draw(&PathElement::new([(x(0.0), 2), (x(0.0), 38)], Role::Axis.color().stroke_width(2)))?;
        area.present()
    }
}

fn place(value: f64, scale: &std::ops::Range<f64>) -> i32 {
    4 + along(value, scale, SIZE.width as i32 - 8)
}
