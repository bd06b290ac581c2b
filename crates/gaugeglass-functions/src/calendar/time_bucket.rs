//! `time_bucket(grain, t, zone)`: the start of the hour, day, week, month or quarter that holds t.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::cast::{as_string_array, as_timestamp_microsecond_array};
use datafusion::common::utils::take_function_args;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use super::bucket::{Buckets, parse_zone};
use super::grain::Grain;
use crate::FunctionDoc;
use crate::arguments::{Argument, coerce, instant};
use crate::scalar::answered;

/// What the function is, for people.
pub(crate) fn doc() -> FunctionDoc {
    FunctionDoc {
        name: "time_bucket",
        signature: "time_bucket(grain text, t timestamp, zone text) -> timestamp(us, UTC)",
        doc: "Start of the calendar bucket that holds the instant t. grain is hour, day, week (ISO, from \
              Monday), month or quarter; total has no bucket and gives NULL. zone is an IANA name: days \
              there have 23 or 25 hours when clocks change, and an hour shown twice is two buckets. A \
              timestamp without zone is read as UTC. NULL in, NULL out; so are years outside 1 to 9999, and rows of a \
              column of zones that name none.",
        formula_source: "IANA time zone database",
        units: "instant",
    }
}

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct TimeBucket {
    signature: Signature,
}

impl TimeBucket {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for TimeBucket {
    fn name(&self) -> &str {
        doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let expected = [Argument::Text, Argument::Instant, Argument::Text];
        coerce(self.name(), &expected, given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(instant())
    }

    /// A constant grain or zone that does not exist is an error of the statement, before it runs.
    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        if let Some(grain) = text(args.scalar_arguments.first()) {
            Grain::parse(grain)?;
        }
        if let Some(zone) = text(args.scalar_arguments.get(2)) {
            parse_zone(zone)?;
        }
        Ok(Arc::new(Field::new(self.name(), instant(), true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let [grain, time, zone] = take_function_args(self.name(), args.args)?;
        let times = time.into_array(rows)?;
        let times = as_timestamp_microsecond_array(&times)?;
        let starts = starts(&Texts::new(grain)?, times, &Texts::new(zone)?)?;
        answered(Arc::new(starts), constant)
    }
}

fn text<'a>(argument: Option<&Option<&'a ScalarValue>>) -> Option<&'a str> {
    argument.copied().flatten()?.try_as_str().flatten()
}

fn starts(grains: &Texts, times: &TimestampMicrosecondArray, zones: &Texts) -> Result<TimestampMicrosecondArray> {
    let mut starts = TimestampMicrosecondArray::builder(times.len());
    let mut current = Current::default();
    for (row, time) in times.iter().enumerate() {
        let start = match (grains.get(row), time, zones.get(row)) {
            (Some(grain), Some(time), Some(zone)) => match current.buckets(grain, zone) {
                Ok(buckets) => buckets.start(time),
                // What a log calls a zone is a fact about the log, and no error of the statement.
                Err(_) if matches!(zones, Texts::Many(_)) => None,
                Err(error) => return Err(error),
            },
            _ => None,
        };
        starts.append_option(start);
    }
    Ok(starts.finish().with_timezone("UTC"))
}

/// The buckets of the last grain and zone seen: rows seldom change them.
#[derive(Default)]
struct Current<'a> {
    names: (&'a str, &'a str),
    buckets: Option<Buckets>,
}

impl<'a> Current<'a> {
    fn buckets(&mut self, grain: &'a str, zone: &'a str) -> Result<&mut Buckets> {
        let kept = self.buckets.take().filter(|_| self.names == (grain, zone));
        self.names = (grain, zone);
        let buckets = match kept {
            Some(buckets) => buckets,
            None => Buckets::new(grain, zone)?,
        };
        Ok(self.buckets.insert(buckets))
    }
}

/// A constant text or a column of them.
enum Texts {
    One(Option<String>),
    Many(StringArray),
}

impl Texts {
    fn new(value: ColumnarValue) -> Result<Self> {
        match value {
            ColumnarValue::Scalar(text) => Ok(Self::One(text.try_as_str().flatten().map(str::to_owned))),
            ColumnarValue::Array(texts) => Ok(Self::Many(as_string_array(&texts as &ArrayRef)?.clone())),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::One(text) => text.as_deref(),
            Self::Many(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}
