//! Concentration: how unequally rows are spread over those that they belong to.

mod gini_of_counts;

pub(crate) use gini_of_counts::{GiniOfCounts, doc as gini_of_counts_doc};
