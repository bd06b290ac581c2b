//! `connected_components(left, right)`: which identifiers hang together by the links of a group.

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Fields};
use datafusion::common::cast::as_string_view_array;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::components::Components;
use super::identity_function::{IdentityFunction, Shape};
use super::lists::{fields, list, list_type, read_all};
use crate::FunctionDoc;
use crate::arguments::Argument;

pub(super) fn function() -> IdentityFunction {
    let (state, result) = (list_type(places()), list_type(places()));
    let shape = Shape { arguments: &[Argument::Key, Argument::Key], optional: 0, state, result };
    IdentityFunction::new(shape, || Box::new(Links::default()), DOC)
}

fn places() -> Fields {
    fields([("id", DataType::Utf8View), ("component", DataType::Utf8View), ("size", DataType::Int64)])
}

/// The components of one group. Its state is its answer: an identifier beside the name of its component is a link.
#[derive(Debug, Default)]
struct Links {
    components: Components,
}

impl Links {
    fn add(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [left, right, ..] = columns else {
            return internal_err!("{} has two sides", DOC.name);
        };
        self.components.link_all(as_string_view_array(left)?, as_string_view_array(right)?)
    }
}

impl Accumulator for Links {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.add(arguments)
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        columns.iter().try_for_each(|lists| read_all(lists, |columns| self.add(columns)))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        // Whoever hands out its state is done: its tables must not stand beside those that the state is merged into.
        let mut done = std::mem::take(self);
        Ok(vec![done.evaluate()?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        list(places(), self.components.columns()?.to_vec())
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.components.heap_size()
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "connected_components",
    signature: "connected_components(left text|bigint, right text|bigint) -> list<struct<id text, component text, size bigint>>",
    doc: "Which identifiers hang together by the given links, whichever way and however often each is given: every \
          identifier once, with the smallest identifier of its component (byte by byte) as the component's name, and the \
          number of identifiers in it. Where one side is NULL the other is a component of its own until it is linked; \
          where both are, the row is left out. Every link counts: leave out before what must not connect. The rows of \
          the list have no order; unnest(…) makes them a relation, whose id and component are links that give the same \
          components again, so that new links can be added to a kept answer. NULL without identifiers.",
    formula_source: "Union-find, Tarjan and van Leeuwen 1984",
    units: "identifiers",
};
