//! Sketches: quantiles and distinct counts in a few kilobytes that a table can keep and a later query can merge.
//!
//! DataFusion's approx_distinct and approx_percentile_cont answer and forget: nothing of theirs can be stored, so that
//! a week's figure cannot be had from its days, and a t-digest leans on the order of rows. Here a state is whole
//! numbers that are added or compared: parts in any order merge to the very bytes of the whole.

mod accumulator;
mod bytes;
mod cardinality;
mod distinct_functions;
mod distinct_sketch;
mod quantile_functions;
mod quantile_sketch;
mod registers;
mod sketch;
mod sketch_function;
mod sketch_reader;

pub(crate) use sketch_function::SketchFunction;
pub(crate) use sketch_reader::SketchReader;

/// The aggregates of this folder.
pub(crate) fn functions() -> Vec<SketchFunction> {
    quantile_functions::functions().into_iter().chain(distinct_functions::functions()).collect()
}

/// The row-by-row functions of this folder, which read a sketch.
pub(crate) fn readers() -> [SketchReader; 2] {
    [quantile_functions::reader(), distinct_functions::reader()]
}
