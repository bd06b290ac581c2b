//! One group of a sketch function, whichever its sketch.

use arrow::array::ArrayRef;
use datafusion::common::cast::as_binary_array;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::sketch::{Sketch, decode};

/// The answer from the point asked for, if any, and the sketch of the group.
pub(super) type Answer<S> = fn(Option<f64>, &S) -> ScalarValue;

/// What the last argument of a sketch function holds.
#[derive(Clone, Copy, Debug)]
enum Rows {
    Values,
    Sketches,
}

/// Accumulates one group.
#[derive(Debug)]
pub(super) struct SketchAccumulator<S> {
    function: &'static str,
    point: Option<f64>,
    rows: Rows,
    answer: Answer<S>,
    sketch: S,
}

impl<S: Sketch> SketchAccumulator<S> {
    /// Turns values into their sketch.
    pub(super) fn of_values(function: &'static str, _point: Option<f64>) -> Box<dyn Accumulator> {
        Self::open(function, None, Rows::Values, encoded)
    }

    /// Merges sketches into one.
    pub(super) fn of_sketches(function: &'static str, _point: Option<f64>) -> Box<dyn Accumulator> {
        Self::open(function, None, Rows::Sketches, encoded)
    }

    /// Turns values into the figure of their sketch at `point`.
    pub(super) fn answering(function: &'static str, point: Option<f64>, answer: Answer<S>) -> Box<dyn Accumulator> {
        Self::open(function, point, Rows::Values, answer)
    }

    fn open(function: &'static str, point: Option<f64>, rows: Rows, answer: Answer<S>) -> Box<dyn Accumulator> {
        Box::new(Self { function, point, rows, answer, sketch: S::default() })
    }

    fn merge_all(&mut self, column: &ArrayRef) -> Result<()> {
        for bytes in as_binary_array(column)?.iter().flatten() {
            self.sketch.merge(&decode(self.function, 1, bytes)?);
        }
        Ok(())
    }
}

impl<S: Sketch> Accumulator for SketchAccumulator<S> {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        match (self.rows, arguments) {
            (Rows::Values, [.., values]) => self.sketch.add(values),
            (Rows::Sketches, [sketches]) => self.merge_all(sketches),
            _ => internal_err!("{} has other arguments", self.function),
        }
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        match columns {
            [sketches] => self.merge_all(sketches),
            _ => internal_err!("{} has one column of state", self.function),
        }
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![encoded(None, &self.sketch)])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok((self.answer)(self.point, &self.sketch))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.sketch.size()
    }
}

/// The bytes of the sketch; NULL where nothing was added to it.
fn encoded<S: Sketch>(_point: Option<f64>, sketch: &S) -> ScalarValue {
    ScalarValue::Binary((!sketch.is_empty()).then(|| sketch.to_bytes()))
}
