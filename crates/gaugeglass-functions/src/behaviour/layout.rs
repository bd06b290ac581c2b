//! Where constants, the time and the conditions stand among the arguments of a function.

use arrow::array::{ArrayRef, BooleanArray};
use arrow::datatypes::DataType;
use datafusion::common::cast::{as_boolean_array, as_timestamp_microsecond_array};
use datafusion::common::{Result, internal_datafusion_err, plan_err};

use super::history::Event;
use crate::arguments::{Argument, coerce};

/// Conditions are bits of a mask.
pub(crate) const CONDITIONS_MAX: usize = u32::BITS as usize;

/// Which arguments a function takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Layout {
    /// These: durations, a time, conditions, an instant.
    Fixed(&'static [Argument]),
    /// A duration, a time and any number of steps.
    Steps,
    /// As `Steps`, with room for a mode in front.
    ModeAndSteps,
}

impl Layout {
    /// The types to cast `given` to, or an error that names the argument that does not fit.
    pub(crate) fn coerce(self, function: &str, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(function, &self.arguments(function, given)?, given)
    }

    /// What each of the arguments `given` stands for.
    pub(crate) fn arguments(self, function: &str, given: &[DataType]) -> Result<Vec<Argument>> {
        let mut arguments = match self {
            Self::Fixed(arguments) => return Ok(arguments.to_vec()),
            Self::ModeAndSteps if given.first().is_some_and(is_text) => vec![Argument::Text],
            Self::Steps | Self::ModeAndSteps => vec![],
        };
        arguments.extend([Argument::Number, Argument::Instant]);
        let steps = given.len().saturating_sub(arguments.len());
        if !(1..=CONDITIONS_MAX).contains(&steps) {
            return plan_err!("{function} takes 1 to {CONDITIONS_MAX} steps after the time, and was given {steps}");
        }
        arguments.extend(std::iter::repeat_n(Argument::Flag, steps));
        Ok(arguments)
    }
}

fn is_text(given: &DataType) -> bool {
    match given {
        DataType::Dictionary(_, values) => is_text(values),
        _ => given.is_string(),
    }
}

/// The arguments that differ by row: a time and, right after it, the conditions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    time: usize,
    pub conditions: usize,
}

impl Columns {
    /// The first instant is the time: another one, at the end, is a constant.
    pub(crate) fn of(arguments: &[Argument]) -> Self {
        let time = arguments.iter().take_while(|argument| **argument != Argument::Instant).count();
        let conditions = arguments.iter().filter(|argument| **argument == Argument::Flag).count();
        Self { time, conditions }
    }

    pub(crate) fn holds(self, position: usize) -> bool {
        (self.time..=self.time + self.conditions).contains(&position)
    }

    /// One event a row of `arguments` that passes `filter`; none where its time is unknown.
    pub(crate) fn events(self, arguments: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<Option<Event>>> {
        let columns = arguments.get(self.time..=self.time + self.conditions).and_then(<[ArrayRef]>::split_first);
        let (times, conditions) = columns.ok_or_else(|| internal_datafusion_err!("too few arguments"))?;
        let times = as_timestamp_microsecond_array(times)?.iter();
        let event = |time: Option<i64>| time.map(|time| Event { time, matched: 0 });
        let mut events: Vec<Option<Event>> = times.map(event).collect();
        for (condition, flags) in conditions.iter().enumerate() {
            mark(&mut events, condition, as_boolean_array(flags)?);
        }
        for (event, passes) in events.iter_mut().zip(filter.into_iter().flatten()) {
            *event = event.filter(|_| passes == Some(true));
        }
        Ok(events)
    }
}

fn mark(events: &mut [Option<Event>], condition: usize, flags: &BooleanArray) {
    for (event, flag) in events.iter_mut().zip(flags) {
        if let (Some(event), Some(true)) = (event, flag) {
            event.matched |= 1 << condition;
        }
    }
}
