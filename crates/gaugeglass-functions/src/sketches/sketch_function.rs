//! A sketch function: a description, and an accumulator whose state is one sketch.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::aggregate::{Point, refuse_distinct};
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;

/// Opens the accumulator of one group, from the function's name for errors and the point asked for, if any.
pub(super) type Open = fn(&'static str, Option<f64>) -> Box<dyn Accumulator>;

/// An aggregate whose state is one sketch.
#[derive(Debug)]
pub(crate) struct SketchFunction {
    doc: FunctionDoc,
    arguments: &'static [Argument],
    point: Option<Point>,
    result: DataType,
    open: Open,
    signature: Signature,
}

impl SketchFunction {
    /// A function that gives a sketch, of values or of other sketches.
    pub(super) fn sketch(arguments: &'static [Argument], open: Open, doc: FunctionDoc) -> Self {
        Self::new(arguments, None, DataType::Binary, open, doc)
    }

    /// A function of `(q, value)` that gives a number.
    pub(super) fn at_share(open: Open, doc: FunctionDoc) -> Self {
        Self::new(&[Argument::Number, Argument::Number], Some(Point::Share), DataType::Float64, open, doc)
    }

    fn new(arguments: &'static [Argument], point: Option<Point>, result: DataType, open: Open, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, arguments, point, result, open, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }
}

equal_by_name!(SketchFunction);

impl AggregateUDFImpl for SketchFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, self.arguments, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(self.result.clone())
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format_state_name(args.name, "sketch");
        Ok(vec![Arc::new(Field::new(name, DataType::Binary, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        let point = match self.point {
            Some(point) => point.constant(self.doc.name, &args)?,
            None => None,
        };
        Ok((self.open)(self.doc.name, point))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
