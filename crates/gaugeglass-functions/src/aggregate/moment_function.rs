//! A moment function: a description, the shape of its arguments, and a pure function of the sums.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, GroupsAccumulator, Signature, Volatility};

use super::moment_groups::MomentGroups;
use super::moment_state::MomentAccumulator;
use super::{Arms, Shape, refuse_distinct};
use crate::FunctionDoc;
use crate::arguments::coerce;
use crate::documentation::equal_by_name;
use crate::statistics::Moments;

/// The answer from the sums of one group; none where there is none.
pub(crate) type Evaluate = fn(&Arms) -> Option<f64>;

/// An aggregate whose answer depends on counts and sums alone.
#[derive(Debug)]
pub(crate) struct MomentFunction {
    doc: FunctionDoc,
    shape: Shape,
    evaluate: Evaluate,
    signature: Signature,
}

impl MomentFunction {
    pub(crate) fn new(shape: Shape, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, shape, evaluate, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    /// The answer over `arms`, for tests that start from sums.
    #[cfg(test)]
    pub(crate) fn answer(&self, arms: &Arms) -> Option<f64> {
        (self.evaluate)(arms)
    }
}

equal_by_name!(MomentFunction);

impl AggregateUDFImpl for MomentFunction {
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
        let columns = &Moments::COLUMNS[..self.shape.columns_per_arm()];
        let pairs = self.shape.arms().iter().flat_map(|arm| columns.iter().map(move |c| (arm, c)));
        let field = |(arm, column): (&&str, &&str)| {
            let name = format_state_name(args.name, &format!("{arm}_{column}"));
            Arc::new(Field::new(name, DataType::Float64, false))
        };
        Ok(pairs.map(field).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        Ok(Box::new(MomentAccumulator::new(self.shape, is_flag(&args), self.evaluate)))
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        Ok(Box::new(MomentGroups::new(self.shape, is_flag(&args), self.evaluate)))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// Whether the measure, which is the first argument, is yes/no.
fn is_flag(args: &AccumulatorArgs) -> bool {
    let measure = args.expr_fields.first().map(|field| field.data_type());
    measure == Some(&DataType::Boolean)
}
