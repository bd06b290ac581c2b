//! Dots with whiskers: in each row a value and its interval, all on one scale.

use super::axis::{ValueAxis, value_axis};
use super::canvas::{Canvas, Drawn};
use super::lanes::Lanes;
use super::palette::Role;
use super::series::extent;
use super::{DrawError, Form, Sheet};

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// What it is called.
    pub name: String,
    /// Decides colour and shape.
    pub series: usize,
    /// The value; `None` is unknown, which is not zero.
    pub value: Option<f64>,
    /// Both ends of its interval.
    pub band: Option<(f64, f64)>,
    /// The value as it is written.
    pub text: String,
}

/// What to draw.
pub struct IntervalChart<'a> {
    /// From top to bottom.
    pub dots: &'a [Dot],
    /// The declared target.
    pub target: Option<f64>,
    /// How a value on the axis is written.
    pub label: &'a dyn Fn(f64) -> String,
}

impl Dot {
    fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    fn whisker(&self) -> Option<(f64, f64)> {
        self.band.filter(|(lo, hi)| lo.is_finite() && hi.is_finite())
    }
}

impl IntervalChart<'_> {
    /// Draws the chart; `None` where no row has a finite value.
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        let Some(axis) = self.axis() else { return Ok(None) };
        let lanes = Lanes::new(self.dots.len(), form, true);
        let mut svg = String::new();
        self.draw_into(&mut svg, &lanes, &axis).map_err(DrawError::new)?;
        Ok(Some(lanes.sheet(svg)))
    }

    fn axis(&self) -> Option<ValueAxis> {
        let values = extent(self.dots.iter().filter_map(Dot::finite))?;
        let ends = self.dots.iter().filter_map(Dot::whisker).flat_map(|(lo, hi)| [lo, hi]);
        extent([values.0, values.1].into_iter().chain(ends).chain(self.target)).map(value_axis)
    }

    fn draw_into(&self, svg: &mut String, lanes: &Lanes, axis: &ValueAxis) -> Drawn<()> {
        let canvas = Canvas::on(svg, lanes.size());
        lanes.axis(&canvas, axis, self.label)?;
        if let Some(target) = self.target {
            lanes.upright(&canvas, lanes.place(target, &axis.range), Role::Target)?;
        }
        for (row, dot) in self.dots.iter().enumerate() {
            draw_dot(&canvas, lanes, axis, row, dot)?;
            lanes.write(&canvas, row, &dot.name, &dot.text)?;
        }
        canvas.present()
    }
}

fn draw_dot(canvas: &Canvas, lanes: &Lanes, axis: &ValueAxis, row: usize, dot: &Dot) -> Drawn<()> {
    let y = lanes.middle(row);
    let Some(value) = dot.finite() else { return lanes.gap(canvas, row) };
    if let Some((lo, hi)) = dot.whisker() {
        let (left, right) = (lanes.place(lo, &axis.range), lanes.place(hi, &axis.range));
        // Rectangles and no lines: the style sheet keeps lines as thin as hairs. One of no width is an error to some viewers.
        canvas.fill([(left, y - 2), (right.max(left + 1), y + 2)], Role::Axis, 1.0)?;
        for end in [left, right] {
            canvas.fill([(end - 2, y - 10), (end + 2, y + 10)], Role::Axis, 1.0)?;
        }
    }
    canvas.mark((lanes.place(value, &axis.range), y), dot.series)
}
