//! Rows that share one horizontal scale: each has a name, a lane to draw in, and its value in words.
//!
//! In a wide drawing name, lane and value stand side by side; on a phone the lane lies below the other two.

use std::ops::Range;

use plotters::style::text_anchor::{HPos, VPos};

use super::axis::{ValueAxis, along};
use super::canvas::{Canvas, Drawn, kept_inside, shortened};
use super::palette::Role;
use super::{Area, Form, Sheet, Size};

const TOP: i32 = 8;
/// Room for the labels of an axis.
const FOOT: i32 = 56;

/// Where the rows lie.
#[derive(Debug, Clone, Copy)]
pub struct Lanes {
    form: Form,
    count: i32,
    foot: i32,
}

impl Lanes {
    /// So many rows, with an axis below them or without.
    pub fn new(count: usize, form: Form, has_axis: bool) -> Lanes {
        Lanes { form, count: count as i32, foot: if has_axis { FOOT } else { TOP } }
    }

    /// The size of the drawing.
    pub fn size(&self) -> Size {
        let height = TOP + self.count * self.step() + self.foot;
        Size { width: self.form.width() as u32, height: height as u32 }
    }

    fn step(&self) -> i32 {
        self.form.choose(52, 96)
    }

    fn left(&self) -> i32 {
        self.form.choose(400, 14)
    }

    fn right(&self) -> i32 {
        self.form.choose(1330, 786)
    }

    fn bottom(&self) -> i32 {
        TOP + self.count * self.step()
    }

    /// Where a value lies across.
    pub fn place(&self, value: f64, scale: &Range<f64>) -> i32 {
        self.left() + along(value, scale, self.right() - self.left())
    }

    /// The middle of a lane.
    pub fn middle(&self, row: usize) -> i32 {
        TOP + row as i32 * self.step() + self.form.choose(26, 66)
    }

    /// Top and bottom of a bar in a lane.
    pub fn bar(&self, row: usize) -> (i32, i32) {
        (self.middle(row) - 15, self.middle(row) + 15)
    }

    /// Writes the name of a row and its value.
    pub fn write(&self, canvas: &Canvas, row: usize, name: &str, value: &str) -> Drawn<()> {
        let y = TOP + row as i32 * self.step() + self.form.choose(26, 28);
        // On a phone the ends of the axis would run through the first letter and the last.
        let (left, right) = self.form.choose((0, self.form.width()), (self.left() + 8, self.right() - 8));
        let name = shortened(name, self.form.choose(23, 34));
        canvas.text(&name, (left, y), Role::Label, (HPos::Left, VPos::Center))?;
        canvas.text(value, (right, y), Role::Label, (HPos::Right, VPos::Center))
    }

    /// Shows that a row has no value.
    pub fn gap(&self, canvas: &Canvas, row: usize) -> Drawn<()> {
        let (top, bottom) = self.bar(row);
        canvas.fill([(self.left(), top), (self.right(), bottom)], Role::Gap, 1.0)
    }

    /// Draws the grid and what it means.
    pub fn axis(&self, canvas: &Canvas, axis: &ValueAxis, label: &dyn Fn(f64) -> String) -> Drawn<()> {
        for tick in &axis.ticks {
            let x = self.place(*tick, &axis.range);
            self.upright(canvas, x, if *tick == 0.0 { Role::Axis } else { Role::Grid })?;
            let text = label(*tick);
            let (x, across) = kept_inside(x, &text, self.form.width());
            canvas.text(&text, (x, self.bottom() + 16), Role::Label, (across, VPos::Top))?;
        }
        Ok(())
    }

    /// A line from the first row to the last.
    pub fn upright(&self, canvas: &Canvas, x: i32, role: Role) -> Drawn<()> {
        canvas.path(vec![(x, TOP), (x, self.bottom())], role, 2)
    }

    /// The finished drawing.
    pub fn sheet(&self, svg: String) -> Sheet {
        let area = |row: i32| Area { left: 0, top: TOP + row * self.step(), width: self.form.width(), height: self.step() };
        Sheet { svg, size: self.size(), areas: (0..self.count).map(area).collect() }
    }
}
