//! A heat map: a value for each pair of a column and a row, in a few steps of colour, with the value written where it fits.

use super::canvas::{Canvas, Drawn};
use super::cells::{Cell, Scale, draw_cell};
use super::grid::Grid;
use super::{DrawError, Form, Sheet};

/// More cells than this could not be told apart.
pub const CELLS_MAX: usize = 2000;

/// One row of a heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// What it is called.
    pub name: String,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// What to draw.
pub struct HeatMap<'a> {
    /// Names from left to right.
    pub columns: &'a [String],
    /// From top to bottom.
    pub rows: &'a [HeatRow],
}

impl HeatMap<'_> {
    /// The steps of colour; `None` where no cell has a finite value.
    pub fn scale(&self) -> Option<Scale> {
        Scale::of(self.rows.iter().flat_map(|row| &row.cells).filter_map(Cell::finite))
    }

    /// Draws the map; `None` where no cell has a finite value.
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        let Some(scale) = self.scale() else { return Ok(None) };
        let grid = Grid::new(self.columns.len(), self.rows.len(), form, form.choose(330, 210));
        let mut svg = String::new();
        self.draw_into(&mut svg, &grid, &scale).map_err(DrawError::new)?;
        let places = self.rows.iter().enumerate().flat_map(|(row, cells)| (0..cells.cells.len()).map(move |column| (column, row)));
        Ok(Some(Sheet { svg, size: grid.size(), areas: places.map(|(column, row)| grid.area(column, row)).collect() }))
    }

    fn draw_into(&self, svg: &mut String, grid: &Grid, scale: &Scale) -> Drawn<()> {
        let canvas = Canvas::on(svg, grid.size());
        let has_room = grid.has_room(self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()));
        for (row, cells) in self.rows.iter().enumerate() {
            grid.write_row(&canvas, row, &cells.name)?;
            for (column, cell) in cells.cells.iter().enumerate() {
                draw_cell(&canvas, cell, grid.area(column, row), scale, has_room)?;
            }
        }
        grid.write_columns(&canvas, self.columns)?;
        canvas.present()
    }
}
