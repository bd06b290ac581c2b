//! An event function: a description, its arguments, and a pure function of a group's events in order.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, GroupsAccumulator, Signature, Volatility};

use super::call::{Call, Evaluate};
use super::event_accumulator::EventAccumulator;
use super::event_groups::EventGroups;
use super::history::{History, state_types};
use super::layout::{Columns, Layout};
use super::question::Question;
use crate::FunctionDoc;
use crate::aggregate::refuse_distinct;
use crate::documentation::equal_by_name;

/// An aggregate that needs all events of a group.
#[derive(Debug)]
pub(crate) struct EventFunction {
    doc: FunctionDoc,
    layout: Layout,
    evaluate: Evaluate,
    signature: Signature,
}

impl EventFunction {
    pub(crate) fn new(layout: Layout, evaluate: Evaluate, doc: FunctionDoc) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { doc, layout, evaluate, signature }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }

    fn call(&self, args: &AccumulatorArgs) -> Result<Call> {
        let name = self.doc.name;
        refuse_distinct(name, args)?;
        let types: Vec<DataType> = args.expr_fields.iter().map(|field| field.data_type().clone()).collect();
        let arguments = self.layout.arguments(name, &types)?;
        let question = Question::read(name, &arguments, args)?;
        Ok(Call { columns: Columns::of(&arguments), question, evaluate: self.evaluate })
    }
}

equal_by_name!(EventFunction);

impl AggregateUDFImpl for EventFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.layout.coerce(self.doc.name, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(self.evaluate.answer_type())
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |(name, data_type)| Arc::new(Field::new(format_state_name(args.name, name), data_type, true));
        Ok(state_types().into_iter().map(field).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(EventAccumulator { call: self.call(&args)?, history: History::default() }))
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(EventGroups::new(self.call(&args)?)))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
