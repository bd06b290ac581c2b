//! Which types a function takes, and what they are cast to before it sees them.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Result, plan_datafusion_err, plan_err};

/// What one argument stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Argument {
    /// A number, or yes/no, which stays boolean so that a proportion is known as one.
    Measure,
    Number,
    Flag,
    Text,
    Instant,
    /// A list of instants.
    Instants,
    /// What values are told apart by: a text or a number.
    Key,
    /// The bytes of a sketch.
    Sketch,
}

impl Argument {
    fn words(self) -> &'static str {
        match self {
            Self::Measure => "a number or a boolean",
            Self::Number => "a number",
            Self::Flag => "a boolean",
            Self::Text => "a text",
            Self::Instant => "a timestamp",
            Self::Instants => "a list of timestamps",
            Self::Key => "a text or a number",
            Self::Sketch => "a sketch (binary)",
        }
    }

    fn coerced(self, given: &DataType) -> Option<DataType> {
        if let DataType::Dictionary(_, values) = given {
            return self.coerced(values);
        }
        let number = given.is_numeric() || given.is_null();
        match self {
            Self::Measure | Self::Flag if *given == DataType::Boolean => Some(DataType::Boolean),
            Self::Measure | Self::Number if number => Some(DataType::Float64),
            Self::Flag if given.is_null() => Some(DataType::Boolean),
            Self::Text if is_text(given) => Some(DataType::Utf8),
            Self::Instant if is_instant(given) => Some(instant()),
            Self::Instants if is_list_of_instants(given) => Some(DataType::new_list(instant(), true)),
            // A whole number stays exact as text; a double would merge neighbours above 2^53.
            Self::Key if given.is_floating() => Some(DataType::Float64),
            Self::Key if number || is_text(given) => Some(DataType::Utf8),
            Self::Sketch if given.is_binary() || given.is_null() => Some(DataType::Binary),
            _ => None,
        }
    }
}

/// The type of every instant: microseconds in UTC.
pub(crate) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The types to cast `given` to, or an error that names the argument that does not fit.
pub(crate) fn coerce(function: &str, expected: &[Argument], given: &[DataType]) -> Result<Vec<DataType>> {
    if given.len() != expected.len() {
        let (want, have) = (expected.len(), given.len());
        return plan_err!("{function} takes {want} arguments, and was given {have}");
    }
    let pairs = expected.iter().zip(given).enumerate();
    pairs
        .map(|(index, (argument, given))| {
            argument.coerced(given).ok_or_else(|| {
                let (position, words) = (index + 1, argument.words());
                plan_datafusion_err!("argument {position} of {function} must be {words}, and is {given}: cast it")
            })
        })
        .collect()
}

fn is_text(given: &DataType) -> bool {
    given.is_string() || given.is_null()
}

fn is_instant(given: &DataType) -> bool {
    given.is_null() || matches!(given, DataType::Timestamp(_, _))
}

fn is_list_of_instants(given: &DataType) -> bool {
    match given {
        DataType::List(item) | DataType::LargeList(item) => is_instant(item.data_type()),
        other => other.is_null(),
    }
}
