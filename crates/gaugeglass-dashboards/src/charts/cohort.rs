//! A triangle of cohorts: a row for each, its share at each age; younger cohorts have not come as far, and nothing stands there.

use super::canvas::{Canvas, Drawn};
use super::cells::{Cell, Scale, draw_cell};
use super::grid::Grid;
use super::{DrawError, Form, Sheet};

/// One cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// What it is called, with its size.
    pub name: String,
    /// One entry for each age; `None` where the cohort has not come so far.
    pub cells: Vec<Option<Cell>>,
}

/// What to draw.
pub struct CohortChart<'a> {
    /// Ages from left to right.
    pub ages: &'a [String],
    /// From top to bottom.
    pub cohorts: &'a [Cohort],
}

impl CohortChart<'_> {
    /// The steps of colour; `None` where no cell has a finite value.
    pub fn scale(&self) -> Option<Scale> {
        Scale::of(self.cells().map(|(.., cell)| cell).filter_map(Cell::finite))
    }

    /// Every cell there is, with its column and row.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, &Cell)> {
        self.cohorts
            .iter()
            .enumerate()
            .flat_map(|(row, cohort)| cohort.cells.iter().enumerate().filter_map(move |(column, cell)| Some((column, row, cell.as_ref()?))))
    }

    /// Draws the triangle; `None` where no cell has a finite value.
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        let Some(scale) = self.scale() else { return Ok(None) };
        let grid = Grid::new(self.ages.len(), self.cohorts.len(), form, form.choose(380, 270));
        let mut svg = String::new();
        self.draw_into(&mut svg, &grid, &scale).map_err(DrawError::new)?;
        Ok(Some(Sheet { svg, size: grid.size(), areas: self.cells().map(|(column, row, _)| grid.area(column, row)).collect() }))
    }

    fn draw_into(&self, svg: &mut String, grid: &Grid, scale: &Scale) -> Drawn<()> {
        let canvas = Canvas::on(svg, grid.size());
        for (row, cohort) in self.cohorts.iter().enumerate() {
            grid.write_row(&canvas, row, &cohort.name)?;
        }
        let has_room = grid.has_room(self.cells().map(|(.., cell)| cell.text.as_str()));
        for (column, row, cell) in self.cells() {
            draw_cell(&canvas, cell, grid.area(column, row), scale, has_room)?;
        }
        grid.write_columns(&canvas, self.ages)?;
        canvas.present()
    }
}
