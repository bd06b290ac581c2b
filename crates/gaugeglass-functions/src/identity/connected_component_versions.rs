//! `connected_component_versions(left, right, known_from, known_to)`: which identifiers hung together when.

use std::sync::Arc;

use arrow::array::{ArrayRef, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Fields};
use datafusion::common::cast::{as_string_view_array, as_timestamp_microsecond_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::Accumulator;

use super::identity_function::{IdentityFunction, Shape};
use super::link_history::LinkHistory;
use super::lists::{fields, list, list_type, read_all};
use super::timeline::FOREVER;
use crate::FunctionDoc;
use crate::arguments::{Argument, instant};

pub(super) fn function() -> IdentityFunction {
    let arguments = &[Argument::Key, Argument::Key, Argument::Instant, Argument::Instant];
    let shape = Shape { arguments, optional: 0, state: list_type(links()), result: list_type(places()) };
    IdentityFunction::new(shape, || Box::new(TimedLinks::default()), DOC)
}

fn links() -> Fields {
    fields([("left", DataType::Utf8View), ("right", DataType::Utf8View), ("known_from", instant()), ("known_to", instant())])
}

fn places() -> Fields {
    fields([("id", DataType::Utf8View), ("component", DataType::Utf8View), ("known_from", instant()), ("known_to", instant())])
}

/// The links of one group, which are its state.
#[derive(Debug, Default)]
struct TimedLinks {
    history: LinkHistory,
}

impl TimedLinks {
    fn add(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [left, right, from, to] = columns else {
            return internal_err!("{} has four columns", DOC.name);
        };
        let sides = as_string_view_array(left)?.iter().zip(as_string_view_array(right)?);
        let times = as_timestamp_microsecond_array(from)?.iter().zip(as_timestamp_microsecond_array(to)?);
        for ((left, right), (from, to)) in sides.zip(times) {
            if let (Some(left), Some(right), Some(from)) = (left.or(right), right.or(left), from) {
                self.history.add(left, right, from, to.unwrap_or(FOREVER))?;
            }
        }
        Ok(())
    }

    /// Two columns of identifiers and two of times, from rows of the four.
    fn columns(&self, rows: &[(u32, u32, i64, Option<i64>)]) -> Result<Vec<ArrayRef>> {
        let identifiers = &self.history.identifiers;
        let starts: TimestampMicrosecondArray = rows.iter().map(|row| Some(row.2)).collect();
        let ends: TimestampMicrosecondArray = rows.iter().map(|row| row.3).collect();
        Ok(vec![
            identifiers.column(rows.iter().map(|row| row.0))?,
            identifiers.column(rows.iter().map(|row| row.1))?,
            Arc::new(starts.with_timezone("UTC")),
            Arc::new(ends.with_timezone("UTC")),
        ])
    }
}

impl Accumulator for TimedLinks {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.add(arguments)
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        columns.iter().try_for_each(|lists| read_all(lists, |columns| self.add(columns)))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let done = std::mem::take(self);
        let end = |to: i64| (to != FOREVER).then_some(to);
        let rows: Vec<_> = done.history.links.iter().map(|link| (link.left, link.right, link.from, end(link.to))).collect();
        Ok(vec![list(links(), done.columns(&rows)?)?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let versions = self.history.versions();
        let rows: Vec<_> = versions.iter().map(|version| (version.node, version.name, version.from, version.to)).collect();
        list(places(), self.columns(&rows)?)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.history.heap_size()
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "connected_component_versions",
    signature: "connected_component_versions(left text|bigint, right text|bigint, known_from timestamp, known_to timestamp) -> \
                list<struct<id text, component text, known_from timestamp, known_to timestamp>>",
    doc: "Which identifiers hung together when. A link holds from known_from until before known_to, NULL where it was never \
          taken back; it is left out where known_from is NULL, or not before known_to. At every instant t, the rows with \
          known_from <= t and (t < known_to or known_to is null) are what connected_components gives over the links that \
          hold at t, exactly: an identifier has no row while no link of it holds, so give it a row with itself or \
          NULL on the other side for as long as it is there. Two rows of an identifier that meet have different components. \
          Times are one axis: give when links were known, when they were valid, or the later start and earlier end of both. \
          The rows of the list have no order; unnest(…) makes them a relation. NULL without identifiers.",
    formula_source: "Offline dynamic connectivity, Eppstein 1992, by halving time over a union-find with undo",
    units: "identifiers",
};
