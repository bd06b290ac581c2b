//! How the row-by-row functions of numbers sit in the query engine.

mod answered;
mod number_function;

pub(crate) use answered::answered;
pub(crate) use number_function::{Formula, NumberFunction};
