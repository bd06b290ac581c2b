//! Coloured cells: a few steps between round values, and how one cell is drawn.

use plotters::style::text_anchor::{HPos, VPos};

use super::Area;
use super::axis::value_axis;
use super::canvas::{Canvas, Drawn};
use super::palette::{HEAT_STEPS, Role};
use super::series::extent;

/// One value of a table with two sides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The value; `None` is unknown, which is not zero.
    pub value: Option<f64>,
    /// The value as it is written.
    pub text: String,
    /// The value may still change.
    pub provisional: bool,
}

/// The steps of colour, between round values.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    bounds: Vec<f64>,
}

/// One step: its colour, and from where to where it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Its colour, as a step of [`Role::Heat`].
    pub step: usize,
    /// Its least value.
    pub from: f64,
    /// Its greatest value; it belongs to the step above, except in the last step.
    pub to: f64,
}

impl Cell {
    /// The value if it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}

impl Scale {
    /// The steps over these values; `None` where none is finite.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Scale> {
        extent(values).map(|extent| Scale { bounds: value_axis(extent).ticks })
    }

    /// Every step, from the least to the greatest.
    pub fn bands(&self) -> Vec<Band> {
        let steps = self.bounds.len().saturating_sub(1);
        let pairs = self.bounds.windows(2).enumerate();
        pairs.filter_map(|(step, ends)| Some(Band { step: shade(step, steps), from: *ends.first()?, to: *ends.last()? })).collect()
    }

    /// The colour of a value.
    pub fn role(&self, value: f64) -> Role {
        let steps = self.bounds.len().saturating_sub(1);
        let reached = self.bounds.iter().skip(1).take_while(|bound| value >= **bound).count();
        Role::Heat(shade(reached.min(steps.saturating_sub(1)), steps))
    }
}

/// A single step is neither little nor much; several are spread over all shades.
fn shade(step: usize, steps: usize) -> usize {
    match steps {
        0 | 1 => HEAT_STEPS / 2,
        _ => step * (HEAT_STEPS - 1) / (steps - 1),
    }
}

/// Draws a cell in its area; the text where there is room for it. A cell without a value is struck through.
pub fn draw_cell(canvas: &Canvas, cell: &Cell, area: Area, scale: &Scale, has_room: bool) -> Drawn<()> {
    let (left, top, right, bottom) = (area.left + 2, area.top + 2, area.left + area.width - 2, area.top + area.height - 2);
    let (x, y) = ((left + right) / 2, (top + bottom) / 2);
    let Some(value) = cell.finite() else {
        canvas.fill([(left, top), (right, bottom)], Role::Gap, 1.0)?;
        let reach = area.width.min(area.height) / 5;
        return canvas.path(vec![(x - reach, y + reach), (x + reach, y - reach)], Role::Label, 2);
    };
    canvas.fill([(left, top), (right, bottom)], scale.role(value), 1.0)?;
    if cell.provisional {
        canvas.border([(left + 2, top + 2), (right - 2, bottom - 2)], Role::Axis)?;
    }
    if has_room {
        canvas.text(&cell.text, (x, y), Role::Ink, (HPos::Center, VPos::Center))?;
    }
    Ok(())
}
