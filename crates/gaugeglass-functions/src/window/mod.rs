//! How the window functions sit in the query engine.

mod partition_function;

pub(crate) use partition_function::{Evaluate, PartitionFunction};
