//! `distinct_sketch(value)`, `distinct_sketch_merge(sketch)` and `sketch_distinct(sketch)`.

use arrow::array::{ArrayRef, Float64Array};
use datafusion::common::cast::as_binary_array;
use datafusion::common::{Result, internal_err};

use super::accumulator::SketchAccumulator;
use super::distinct_sketch::DistinctSketch;
use super::sketch::decode;
use super::{SketchFunction, SketchReader};
use crate::FunctionDoc;
use crate::arguments::Argument;

const SOURCE: &str = "HyperLogLog (Flajolet et al. 2007) with 2^14 registers and the estimator of Ertl 2017";

pub(super) fn functions() -> [SketchFunction; 2] {
    type Group = SketchAccumulator<DistinctSketch>;
    [
        SketchFunction::sketch(&[Argument::Key], Group::of_values, OF_VALUES),
        SketchFunction::sketch(&[Argument::Sketch], Group::of_sketches, MERGE),
    ]
}

pub(super) fn reader() -> SketchReader {
    SketchReader::new(&[Argument::Sketch], read, READ)
}

fn read(function: &'static str, columns: &[ArrayRef]) -> Result<Float64Array> {
    let [sketches] = columns else {
        return internal_err!("{function} has one argument");
    };
    let rows = as_binary_array(sketches)?.iter();
    rows.map(|bytes| bytes.map(|bytes| distinct(function, bytes)).transpose()).collect()
}

fn distinct(function: &str, bytes: &[u8]) -> Result<f64> {
    let sketch: DistinctSketch = decode(function, 1, bytes)?;
    Ok(sketch.distinct())
}

const OF_VALUES: FunctionDoc = FunctionDoc {
    name: "distinct_sketch",
    signature: "distinct_sketch(value text|bigint|double) -> binary",
    doc: "A sketch of which values there are, at most 16 kilobytes to keep in a table, merge with \
          distinct_sketch_merge and read with sketch_distinct. Values are told apart by their text: 1, 1.0 and '1' \
          are one. NULL, NaN and infinite numbers are left out. The bytes depend on the set of values alone. NULL \
          without values.",
    formula_source: SOURCE,
    units: "sketch",
};

const MERGE: FunctionDoc = FunctionDoc {
    name: "distinct_sketch_merge",
    signature: "distinct_sketch_merge(sketch binary) -> binary",
    doc: "The sketch of the union of the values that the given distinct sketches were made of, byte for byte as if \
          it had been made at once: a value in several of them counts once. NULL sketches are left out; NULL where \
          there is no other. Bytes that are no distinct sketch are an error.",
    formula_source: SOURCE,
    units: "sketch",
};

const READ: FunctionDoc = FunctionDoc {
    name: "sketch_distinct",
    signature: "sketch_distinct(sketch binary) -> double",
    doc: "About how many different values the distinct sketch was made of, as a whole number; standard error 0.81 % \
          (1.04/√2^14), less below 20,000 values. NULL where the sketch is NULL. Bytes that are no distinct sketch \
          are an error.",
    formula_source: SOURCE,
    units: "values",
};
