//! Draws the picture layer of a figure: SVG from numbers, nothing else.
//!
//! Titles, legends, tables and links are HTML and live in the templates, because plotters knows only
//! shapes and text. Every colour is a role of [`palette`], so that the style sheet can re-theme it.

pub mod axis;
pub mod bar;
pub mod canvas;
pub mod cells;
pub mod cohort;
pub mod funnel;
mod grid;
pub mod heatmap;
pub mod interval;
mod lanes;
pub mod line;
pub mod palette;
pub mod series;
pub mod sparkline;
pub mod steps;
pub mod survival;
pub mod waterfall;

#[cfg(test)]
mod tests;

/// Width and height of a drawing, in its own units; the style sheet scales it to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Units from left to right.
    pub width: u32,
    /// Units from top to bottom.
    pub height: u32,
}

/// What a drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Wide columns.
    Wide,
    /// Phones.
    Tall,
}

impl Form {
    /// Units from left to right.
    pub fn width(self) -> i32 {
        match self {
            Form::Wide => 1600,
            Form::Tall => 800,
        }
    }

    /// One of two values.
    pub fn choose<T>(self, wide: T, tall: T) -> T {
        match self {
            Form::Wide => wide,
            Form::Tall => tall,
        }
    }
}

/// The kinds of chart that are made of rows, each with a file of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Dots with whiskers.
    Interval,
    /// How many are left at each step.
    Funnel,
    /// The parts of a whole.
    Waterfall,
    /// A value for each pair.
    HeatMap,
    /// Step curves over the time since something began.
    Survival,
    /// A triangle of cohorts and ages.
    Cohort,
}

/// The part of a drawing that stands for one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Units from the left.
    pub left: i32,
    /// Units from the top.
    pub top: i32,
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
}

/// A finished drawing, for the layer of links above it: one area for each value, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The picture.
    pub svg: String,
    /// Its size.
    pub size: Size,
    /// Where the values are.
    pub areas: Vec<Area>,
}

/// A chart could not be drawn; only a writer's failure leads here.
#[derive(Debug, thiserror::Error)]
#[error("chart could not be drawn: {0}")]
pub struct DrawError(String);

impl DrawError {
    fn new(error: impl std::fmt::Display) -> DrawError {
        DrawError(error.to_string())
    }
}
