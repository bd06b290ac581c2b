//! A waterfall: the parts of a whole one after another, each hanging where the one before it ended, from the sum down to zero.

use std::ops::Range;

use super::axis::{ValueAxis, value_axis};
use super::canvas::{Canvas, Drawn};
use super::lanes::Lanes;
use super::palette::Role;
use super::series::extent;
use super::{DrawError, Form, Sheet};

/// One part of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its size; `None` is unknown. A negative part adds to the whole.
    pub size: Option<f64>,
    /// The size as it is written.
    pub text: String,
}

/// What to draw.
pub struct WaterfallChart<'a> {
    /// From the first part to the last.
    pub parts: &'a [Part],
    /// How a value on the axis is written.
    pub label: &'a dyn Fn(f64) -> String,
}

impl Part {
    /// The size where it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.size.filter(|size| size.is_finite())
    }
}

/// The level at which each part begins, and at last the one at which all end: zero, but for rounding.
fn levels(parts: &[Part]) -> Vec<f64> {
    let whole: f64 = parts.iter().filter_map(Part::finite).sum();
    let falls = parts.iter().scan(whole, |level, part| {
        *level -= part.finite().unwrap_or(0.0);
        Some(*level)
    });
    std::iter::once(whole).chain(falls).collect()
}

impl WaterfallChart<'_> {
    /// Draws the chart; `None` where no part is known.
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        if self.parts.iter().all(|part| part.finite().is_none()) {
            return Ok(None);
        }
        let levels = levels(self.parts);
        let Some(axis) = extent(levels.iter().copied().chain([0.0])).map(value_axis) else { return Ok(None) };
        let lanes = Lanes::new(self.parts.len(), form, true);
        let mut svg = String::new();
        self.draw_into(&mut svg, &lanes, &axis, &levels).map_err(DrawError::new)?;
        Ok(Some(lanes.sheet(svg)))
    }

    fn draw_into(&self, svg: &mut String, lanes: &Lanes, axis: &ValueAxis, levels: &[f64]) -> Drawn<()> {
        let canvas = Canvas::on(svg, lanes.size());
        lanes.axis(&canvas, axis, self.label)?;
        for (row, (part, ends)) in self.parts.iter().zip(levels.windows(2)).enumerate() {
            let &[start, end] = ends else { continue };
            match part.finite() {
                Some(size) => draw_part(&canvas, lanes, row, (start, end), size, &axis.range)?,
                None => lanes.gap(&canvas, row)?,
            }
            if row > 0 {
                draw_joint(&canvas, lanes, row, lanes.place(start, &axis.range))?;
            }
            lanes.write(&canvas, row, &part.name, &part.text)?;
        }
        canvas.present()
    }
}

fn draw_part(canvas: &Canvas, lanes: &Lanes, row: usize, (start, end): (f64, f64), size: f64, scale: &Range<f64>) -> Drawn<()> {
    let (top, bottom) = lanes.bar(row);
    let (left, right) = (lanes.place(start.min(end), scale), lanes.place(start.max(end), scale));
    // What takes from the whole and what adds to it differ in colour, and in the side on which they hang.
    let role = if size < 0.0 { Role::Series(1) } else { Role::Series(0) };
    canvas.fill([(left, top), (right.max(left + 2), bottom)], role, 1.0)
}

/// The line on which a part hangs.
fn draw_joint(canvas: &Canvas, lanes: &Lanes, row: usize, x: i32) -> Drawn<()> {
    canvas.path(vec![(x, lanes.bar(row - 1).1), (x, lanes.bar(row).0)], Role::Axis, 2)
}
