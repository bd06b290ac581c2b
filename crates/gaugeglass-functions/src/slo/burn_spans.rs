//! `burn_spans(minute, bad, valid, objective, factor, long_s, short_s, from, to)`: when a burn-rate alert fired.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, ListArray, StringArray, StructArray, TimestampMicrosecondArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use super::burn_accumulator::BurnAccumulator;
use super::spans::Span;
use super::timeline::instant_of;
use crate::FunctionDoc;
use crate::aggregate::{list_field, refuse_distinct};
use crate::arguments::{Argument, coerce, instant};

const ARGUMENTS: [Argument; 9] = [
    Argument::Instant,
    Argument::Number,
    Argument::Number,
    Argument::Number,
    Argument::Number,
    Argument::Number,
    Argument::Number,
    Argument::Instant,
    Argument::Instant,
];

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct BurnSpans {
    signature: Signature,
}

impl BurnSpans {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// What the function is, for people.
    pub(crate) fn doc() -> FunctionDoc {
        FunctionDoc {
            name: "burn_spans",
            signature: "burn_spans(minute timestamp, bad bigint, valid bigint, objective double, factor double, long_s double, \
                        short_s double, from timestamp, to timestamp) -> list of struct",
            doc: "burn_state at the end of every minute after from up to to, over the windows of long_s and short_s seconds before \
                  it, as spans of one state in order of time: {state, started_at, ended_at, peak_burn, bad}. A row holds the \
                  events of the minute that its instant lies in; several rows of a minute add up, and minutes without a row are \
                  minutes without events. ended_at is the first instant of another state, NULL where to came first; peak_burn \
                  the highest burn rate of the long window; bad the bad events from the start of the first instant's long window \
                  on. The six arguments after valid are the same in every row. Rows without minute, or whose counts are \
                  negative or broken, are left out. NULL where one of the six is unknown or means nothing (windows are whole \
                  minutes), and where the range is longer than 600 days.",
            formula_source: "Google SRE Workbook, chapter 5: multiwindow, multi-burn-rate alerts",
            units: "spans",
        }
    }
}

impl AggregateUDFImpl for BurnSpans {
    fn name(&self) -> &str {
        Self::doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &ARGUMENTS, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![list_field(&args, "asked", DataType::Float64), list_field(&args, "events", DataType::Int64)])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.name(), &args)?;
        Ok(Box::<BurnAccumulator>::default())
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

fn item() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(fields()), true))
}

fn fields() -> Fields {
    let field = |name: &str, kind: DataType| Field::new(name, kind, true);
    Fields::from(vec![
        field("state", DataType::Utf8),
        field("started_at", instant()),
        field("ended_at", instant()),
        field("peak_burn", DataType::Float64),
        field("bad", DataType::Int64),
    ])
}

/// One list, which is NULL where there are no spans to tell of.
pub(super) fn listed(spans: Option<Vec<Span>>) -> Result<ListArray> {
    let Some(spans) = spans else {
        return Ok(ListArray::new_null(item(), 1));
    };
    let instants = |of: fn(&Span) -> Option<i64>| -> ArrayRef {
        let micros = spans.iter().map(|span| of(span).map(instant_of));
        Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(spans.iter().map(|span| Some(span.state.word())).collect::<StringArray>()),
        instants(|span| Some(span.started)),
        instants(|span| span.ended),
        Arc::new(spans.iter().map(|span| span.peak).collect::<Float64Array>()),
        Arc::new(spans.iter().map(|span| i64::try_from(span.bad).ok()).collect::<Int64Array>()),
    ];
    let rows = StructArray::try_new(fields(), columns, None)?;
    Ok(ListArray::try_new(item(), OffsetBuffer::from_lengths([spans.len()]), Arc::new(rows), None)?)
}
