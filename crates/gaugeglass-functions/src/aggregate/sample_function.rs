//! A sample function: a description, a constant point, and a pure function of the sorted values.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, FieldRef, Schema};
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, ColumnarValue, Signature, Volatility};

use super::sample::{Sample, SampleAccumulator, SampleShape};
use super::{list_field, refuse_distinct};
use crate::FunctionDoc;
use crate::arguments::coerce;
use crate::documentation::equal_by_name;

/// The answer from the point asked for and the sorted values; none where there is none.
pub(crate) type Evaluate = fn(f64, &Sample) -> Option<f64>;

/// What the first argument is, and so which values it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// `q`, between 0 and 1.
    Share,
    /// `t`, in the unit of the durations.
    Time,
}

impl Point {
    /// The first argument of `name`, which must be known before any row is read; none where it is NULL.
    pub(crate) fn constant(self, name: &str, args: &AccumulatorArgs) -> Result<Option<f64>> {
        match (constant(name, args, 0)?, self) {
            (ScalarValue::Float64(Some(q)), Self::Share) if !(0.0..=1.0).contains(&q) => {
                plan_err!("the first argument of {name} must lie between 0 and 1, and is {q}")
            }
            (ScalarValue::Float64(point), _) => Ok(point.filter(|point| !point.is_nan())),
            (other, _) => plan_err!("the first argument of {name} must be a number, not {other}"),
        }
    }
}

/// The argument at `position`, counted from 0, which must be known before any row is read.
pub(crate) fn constant(name: &str, args: &AccumulatorArgs, position: usize) -> Result<ScalarValue> {
    let nothing = RecordBatch::new_empty(Arc::new(Schema::empty()));
    let value = args.exprs.get(position).map(|argument| argument.evaluate(&nothing));
    match value {
        Some(Ok(ColumnarValue::Scalar(constant))) => Ok(constant),
        _ => plan_err!("argument {} of {name} must be a constant or a parameter, not a column", position + 1),
    }
}

/// An aggregate that needs every value; its first argument is one constant for all rows.
#[derive(Debug)]
pub(crate) struct SampleFunction {
    doc: FunctionDoc,
    point: Point,
    shape: SampleShape,
    evaluate: Evaluate,
    signature: Signature,
}

impl SampleFunction {
    /// A function of `(point, value)`.
    pub(crate) fn of_values(point: Point, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self::new(point, SampleShape::Values, evaluate, doc)
    }

    /// A function of `(point, y, is_treated)`.
    pub(crate) fn of_arms(point: Point, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self::new(point, SampleShape::ByArm, evaluate, doc)
    }

    /// A function of `(point, planned, y, is_treated)`.
    pub(crate) fn of_planned_arms(point: Point, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self::new(point, SampleShape::PlannedByArm, evaluate, doc)
    }

    /// A function of `(point, duration, is_event)`.
    pub(crate) fn of_durations(point: Point, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self::new(point, SampleShape::Durations, evaluate, doc)
    }

    /// A function of `(point, duration, is_event, is_competing)`.
    pub(crate) fn of_risks(point: Point, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self::new(point, SampleShape::Risks, evaluate, doc)
    }

    fn new(point: Point, shape: SampleShape, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, point, shape, evaluate, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    /// What was planned, which must be known before any row is read; none where the function does not ask or it is NULL.
    fn planned(&self, args: &AccumulatorArgs) -> Result<Option<f64>> {
        let name = self.doc.name;
        match self.shape {
            SampleShape::PlannedByArm => match constant(name, args, 1)? {
                ScalarValue::Float64(planned) => Ok(planned.filter(|planned| planned.is_finite())),
                other => plan_err!("argument 2 of {name} must be a number, not {other}"),
            },
            _ => Ok(None),
        }
    }
}

equal_by_name!(SampleFunction);

impl AggregateUDFImpl for SampleFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, self.shape.arguments(), given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &&str| list_field(&args, name, DataType::Float64);
        Ok(self.shape.columns().iter().map(field).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        let point = self.point.constant(self.doc.name, &args)?;
        let sample = Sample { planned: self.planned(&args)?, ..Sample::default() };
        let (shape, evaluate) = (self.shape, self.evaluate);
        Ok(Box::new(SampleAccumulator { shape, point, sample, evaluate }))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
