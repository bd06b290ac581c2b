//! Visits, cut out of the stream of a person's events.

mod sessionize;

use crate::window::PartitionFunction;

/// The window functions of this folder.
pub(crate) fn partition_functions() -> Vec<PartitionFunction> {
    vec![sessionize::function()]
}
