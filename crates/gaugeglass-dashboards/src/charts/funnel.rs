//! A funnel: how many are left at each step, the bars in the middle of their lanes, so that what is lost shows on both sides.

use std::ops::Range;

use super::canvas::{Canvas, Drawn};
use super::lanes::Lanes;
use super::palette::Role;
use super::series::extent;
use super::{DrawError, Form, Sheet};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// How many reached it; `None` is unknown. A negative count is none.
    pub count: Option<f64>,
    /// The count as it is written.
    pub text: String,
}

/// What to draw.
pub struct FunnelChart<'a> {
    /// From the first step to the last.
    pub steps: &'a [Step],
}

impl Step {
    /// The count where it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.count.filter(|count| count.is_finite() && *count >= 0.0)
    }
}

impl FunnelChart<'_> {
    /// Draws the chart; `None` where no step has a count.
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        let Some((_, most)) = extent(self.steps.iter().filter_map(Step::finite)) else { return Ok(None) };
        let lanes = Lanes::new(self.steps.len(), form, false);
        // Half of the widest bar lies on each side of the middle.
        let half = if most > 0.0 { most / 2.0 } else { 1.0 };
        let mut svg = String::new();
        self.draw_into(&mut svg, &lanes, &(-half..half)).map_err(DrawError::new)?;
        Ok(Some(lanes.sheet(svg)))
    }

    fn draw_into(&self, svg: &mut String, lanes: &Lanes, scale: &Range<f64>) -> Drawn<()> {
        let canvas = Canvas::on(svg, lanes.size());
        let ends = |count: f64| (lanes.place(-count / 2.0, scale), lanes.place(count / 2.0, scale));
        let mut above: Option<(i32, i32)> = None;
        for (row, step) in self.steps.iter().enumerate() {
            let here = step.finite().map(ends);
            if let Some((above, here)) = above.zip(here) {
                draw_slope(&canvas, lanes, row, above, here)?;
            }
            match here {
                Some(here) => draw_bar(&canvas, lanes, row, here)?,
                None => lanes.gap(&canvas, row)?,
            }
            lanes.write(&canvas, row, &step.name, &step.text)?;
            above = here;
        }
        canvas.present()
    }
}

fn draw_bar(canvas: &Canvas, lanes: &Lanes, row: usize, (left, right): (i32, i32)) -> Drawn<()> {
    let (top, bottom) = lanes.bar(row);
    // A few are not none: the thinnest bar can still be seen.
    canvas.fill([(left, top), (right.max(left + 2), bottom)], Role::Series(0), 1.0)
}

/// What joins a bar with the one above it.
fn draw_slope(canvas: &Canvas, lanes: &Lanes, row: usize, above: (i32, i32), here: (i32, i32)) -> Drawn<()> {
    let (from, to) = (lanes.bar(row - 1).1, lanes.bar(row).0);
    canvas.shape(vec![(above.0, from), (above.1, from), (here.1, to), (here.0, to)], Role::Series(0), 0.14)
}
