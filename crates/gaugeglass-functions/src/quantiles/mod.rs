//! Quantiles that do not forget the answers that never came.

mod quantile_with_misses;

use crate::aggregate::SampleFunction;

/// The aggregates of this folder.
pub(crate) fn sample_functions() -> Vec<SampleFunction> {
    vec![quantile_with_misses::function()]
}
