//! Draws the picture layer of a figure: SVG from numbers, nothing else.
//!
//! Titles, legends, tables and links are HTML and live in the templates, because plotters knows only
//! shapes and text. Every colour is a role of [`palette`], so that the style sheet can re-theme it.

pub mod axis;
pub mod bar;
pub mod line;
pub mod palette;
pub mod series;
pub mod sparkline;

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

/// A chart could not be drawn; only a writer's failure leads here.
#[derive(Debug, thiserror::Error)]
#[error("chart could not be drawn: {0}")]
pub struct DrawError(String);

impl DrawError {
    fn new(error: impl std::fmt::Display) -> DrawError {
        DrawError(error.to_string())
    }
}
