//! From a metric's batches to what a page shows of it. One question, one set of answers: the tile,
//! the chart, the table and the export cannot disagree.

pub mod ask;
pub mod chart;
pub mod panel;
pub mod picture;
pub mod plot;
pub mod reading;
pub mod results;
pub mod sample;
pub mod slices;
pub mod stamp;
pub mod state;
pub mod table;
pub mod tile;

#[cfg(test)]
mod tests;
