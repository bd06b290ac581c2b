//! `quantile_sketch(value)`, `quantile_sketch_merge(sketch)`, `approx_quantile(q, value)` and `sketch_quantile(q, sketch)`.

use arrow::array::{ArrayRef, Float64Array};
use datafusion::common::cast::{as_binary_array, as_float64_array};
use datafusion::common::{Result, ScalarValue, exec_err, internal_err};
use datafusion::logical_expr::Accumulator;

use super::accumulator::SketchAccumulator;
use super::quantile_sketch::QuantileSketch;
use super::sketch::decode;
use super::{SketchFunction, SketchReader};
use crate::FunctionDoc;
use crate::arguments::Argument;

const SOURCE: &str = "DDSketch (Masson, Rim and Lee 2019) with linearly interpolated buckets";

pub(super) fn functions() -> [SketchFunction; 3] {
    type Group = SketchAccumulator<QuantileSketch>;
    [
        SketchFunction::sketch(&[Argument::Number], Group::of_values, OF_VALUES),
        SketchFunction::sketch(&[Argument::Sketch], Group::of_sketches, MERGE),
        SketchFunction::at_share(approx, APPROX),
    ]
}

pub(super) fn reader() -> SketchReader {
    SketchReader::new(&[Argument::Number, Argument::Sketch], read, READ)
}

fn approx(function: &'static str, q: Option<f64>) -> Box<dyn Accumulator> {
    SketchAccumulator::<QuantileSketch>::answering(function, q, answer)
}

fn answer(q: Option<f64>, sketch: &QuantileSketch) -> ScalarValue {
    ScalarValue::Float64(q.and_then(|q| sketch.quantile(q)))
}

fn read(function: &'static str, columns: &[ArrayRef]) -> Result<Float64Array> {
    let [shares, sketches] = columns else {
        return internal_err!("{function} has two arguments");
    };
    let rows = as_float64_array(shares)?.iter().zip(as_binary_array(sketches)?.iter());
    rows.map(|row| match row {
        (Some(q), Some(bytes)) => quantile(function, q, bytes),
        _ => Ok(None),
    })
    .collect()
}

fn quantile(function: &str, q: f64, bytes: &[u8]) -> Result<Option<f64>> {
    if !(0.0..=1.0).contains(&q) {
        return exec_err!("argument 1 of {function} must lie between 0 and 1, and is {q}");
    }
    let sketch: QuantileSketch = decode(function, 2, bytes)?;
    Ok(sketch.quantile(q))
}

const OF_VALUES: FunctionDoc = FunctionDoc {
    name: "quantile_sketch",
    signature: "quantile_sketch(value double) -> binary",
    doc: "A sketch of all quantiles of value, a few kilobytes to keep in a table, merge with quantile_sketch_merge \
          and read with sketch_quantile: counts in buckets of 1/128 of a power of two. NULL and NaN are left out; \
          an infinite value is kept, so that a miss counts where it is written as +infinity: \
          coalesce(value, double 'inf'). Values nearer to 0 than 2.2e-308 count as 0. The bytes depend on the \
          values alone, not on their order. NULL without values.",
    formula_source: SOURCE,
    units: "sketch",
};

const MERGE: FunctionDoc = FunctionDoc {
    name: "quantile_sketch_merge",
    signature: "quantile_sketch_merge(sketch binary) -> binary",
    doc: "The sketch of all values that the given quantile sketches were made of, byte for byte as if it had been \
          made at once. NULL sketches are left out; NULL where there is no other. Bytes that are no quantile \
          sketch are an error.",
    formula_source: SOURCE,
    units: "sketch",
};

const APPROX: FunctionDoc = FunctionDoc {
    name: "approx_quantile",
    signature: "approx_quantile(q double constant, value double) -> double",
    doc: "About the ⌈q·n⌉-th smallest value (nearest rank, as quantile_with_misses), off by 0.39 % of itself (1/257) \
          at most: sketch_quantile(q, quantile_sketch(value)) without the bytes. NULL and NaN are left out, an \
          infinite value is kept; NULL without values. Memory grows with the range of the values, not with \
          their number.",
    formula_source: SOURCE,
    units: "unit of value",
};

const READ: FunctionDoc = FunctionDoc {
    name: "sketch_quantile",
    signature: "sketch_quantile(q double, sketch binary) -> double",
    doc: "About the ⌈q·n⌉-th smallest of the values that the quantile sketch was made of (nearest rank), off by \
          0.39 % of itself (1/257) at most; exact where it is 0 or infinite. NULL where q or the sketch is NULL. A q \
          outside 0 to 1 and bytes that are no quantile sketch are errors.",
    formula_source: SOURCE,
    units: "unit of value",
};
