//! An identity function: a description, its arguments, and an accumulator whose state is one list of rows.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::aggregate::refuse_distinct;
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;

/// Opens the accumulator of one group.
pub(super) type Open = fn() -> Box<dyn Accumulator>;

/// What goes in, what is kept and what comes out.
#[derive(Debug)]
pub(super) struct Shape {
    pub arguments: &'static [Argument],
    /// How many of the arguments, counted from the last, may be missing.
    pub optional: usize,
    pub state: DataType,
    pub result: DataType,
}

/// An aggregate over identifiers.
#[derive(Debug)]
pub(crate) struct IdentityFunction {
    doc: FunctionDoc,
    shape: Shape,
    open: Open,
    signature: Signature,
}

impl IdentityFunction {
    pub(super) fn new(shape: Shape, open: Open, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, shape, open, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    /// The arguments of a call with `given` of them.
    fn arguments(&self, given: usize) -> &'static [Argument] {
        let all = self.shape.arguments;
        match all.get(..given) {
            Some(some) if given + self.shape.optional >= all.len() => some,
            _ => all,
        }
    }
}

equal_by_name!(IdentityFunction);

impl AggregateUDFImpl for IdentityFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let arguments = self.arguments(given.len());
        let coerced = coerce(self.doc.name, arguments, given)?;
        // Identifiers are told apart by their text, and read as views, which are cut from a column without copying it.
        let as_read = |(argument, coerced): (&Argument, DataType)| match argument {
            Argument::Key => DataType::Utf8View,
            _ => coerced,
        };
        Ok(arguments.iter().zip(coerced).map(as_read).collect())
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(self.shape.result.clone())
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format_state_name(args.name, "rows");
        Ok(vec![Arc::new(Field::new(name, self.shape.state.clone(), true))])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        Ok((self.open)())
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
