//! Where the cells of a table with two sides lie, and the names beside and below them.

use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, Drawn, FONT, kept_inside, shortened};
use super::palette::Role;
use super::{Area, Form, Size};

const TOP: i32 = 8;
/// Room for the names below.
const FOOT: i32 = 56;
/// What the style sheet makes of the font's height at most, as a share of it.
const LARGEST: f64 = 1.25;

/// The cells of a drawing.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    form: Form,
    columns: i32,
    rows: i32,
    left: i32,
}

impl Grid {
    /// So many columns and rows; `left` units are kept for the names of the rows.
    pub fn new(columns: usize, rows: usize, form: Form, left: i32) -> Grid {
        Grid { form, columns: (columns as i32).max(1), rows: rows as i32, left }
    }

    /// The size of the drawing.
    pub fn size(&self) -> Size {
        Size { width: self.form.width() as u32, height: (self.bottom() + FOOT) as u32 }
    }

    fn bottom(&self) -> i32 {
        TOP + self.rows * self.height()
    }

    /// Many rows are lower than few.
    fn height(&self) -> i32 {
        let room = self.form.choose(720, 900);
        (room / self.rows.max(1)).clamp(26, self.form.choose(48, 56))
    }

    fn edge(&self, column: i32) -> i32 {
        self.left + (self.form.width() - self.left) * column / self.columns
    }

    /// The area of a cell.
    pub fn area(&self, column: usize, row: usize) -> Area {
        let (column, row) = (column as i32, row as i32);
        let left = self.edge(column);
        Area { left, top: TOP + row * self.height(), width: self.edge(column + 1) - left, height: self.height() }
    }

    /// Whether the longest of these texts fits into a cell.
    pub fn has_room<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let widest = texts.map(text_width).max().unwrap_or(0);
        self.edge(1) - self.left >= widest + 12 && self.height() >= 40
    }

    /// Writes the name of a row.
    pub fn write_row(&self, canvas: &Canvas, row: usize, name: &str) -> Drawn<()> {
        let area = self.area(0, row);
        let fitting = (f64::from(self.left) / (f64::from(FONT) * LARGEST * 0.56)) as usize;
        let name = shortened(name, fitting.max(4));
        canvas.text(&name, (0, area.top + area.height / 2), Role::Label, (HPos::Left, VPos::Center))
    }

    /// Writes the names of the columns, as many as there is room for; the last is among them.
    pub fn write_columns(&self, canvas: &Canvas, names: &[String]) -> Drawn<()> {
        let widest = names.iter().map(|name| text_width(name)).max().unwrap_or(0);
        let column = ((self.form.width() - self.left) / self.columns).max(1);
        // The last name is moved inside, towards the one before it.
        let moved = ((widest - column) / 2).max(0);
        let every = ((widest + moved + 12) as usize).div_ceil(column as usize);
        for (column, name) in names.iter().enumerate().filter(|(column, _)| (names.len() - 1 - column).is_multiple_of(every)) {
            let area = self.area(column, 0);
            let (x, across) = kept_inside(area.left + area.width / 2, name, self.form.width());
            canvas.text(name, (x, self.bottom() + 14), Role::Label, (across, VPos::Top))?;
        }
        Ok(())
    }
}

/// How wide a text may become.
fn text_width(text: &str) -> i32 {
    (text.chars().count() as f64 * f64::from(FONT) * LARGEST * 0.56) as i32
}
