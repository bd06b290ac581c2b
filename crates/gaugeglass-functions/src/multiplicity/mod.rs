//! Many tests at once: p-values adjusted for the family they were read in.

mod benjamini_hochberg;
mod family;
mod holm;

use crate::window::PartitionFunction;

/// The window functions of this folder.
pub(crate) fn partition_functions() -> Vec<PartitionFunction> {
    vec![benjamini_hochberg::function(), holm::function()]
}
