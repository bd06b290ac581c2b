//! How the row-by-row functions of numbers sit in the query engine.

mod number_function;

pub(crate) use number_function::{Formula, NumberFunction};
