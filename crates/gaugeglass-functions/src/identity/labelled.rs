//! Records with the cluster they were put into and the true entity they belong to: what every score counts.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array};
use datafusion::common::Result;
use datafusion::common::cast::{as_float64_array, as_string_view_array};

use super::identifiers::Identifiers;
use crate::statistics::{Sum, divide};

/// The records of one group, each combination of record, cluster and truth once.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    texts: Identifiers,
    /// The weight of each record, cluster and truth.
    weights: HashMap<[u32; 3], f64>,
}

/// How many records share a record's cluster, its true entity, and both; itself among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sizes {
    pub cluster: f64,
    pub truth: f64,
    pub shared: f64,
}

impl Sizes {
    /// Whether the cluster and the entity hold the same records.
    pub(super) fn is_exact(self) -> bool {
        self.shared == self.cluster && self.shared == self.truth
    }
}

/// A number that a record adds.
pub(super) type Part = fn(Sizes) -> f64;

impl Labelled {
    /// Adds a record a row, of weight 1 where no weights are given. Left out is a row with a NULL, or a weight that is not
    /// above 0 and finite; of equal rows the largest weight stands.
    pub(super) fn add_all(&mut self, texts: [&ArrayRef; 3], weights: Option<&ArrayRef>) -> Result<()> {
        let [records, clusters, truths] = texts;
        let (records, clusters, truths) = (as_string_view_array(records)?, as_string_view_array(clusters)?, as_string_view_array(truths)?);
        let weights = weights.map(|weights| as_float64_array(weights)).transpose()?;
        for (row, ((record, cluster), truth)) in records.iter().zip(clusters).zip(truths).enumerate() {
            if let (Some(record), Some(cluster), Some(truth), Some(weight)) = (record, cluster, truth, weight_at(weights, row)) {
                self.add([record, cluster, truth], weight)?;
            }
        }
        Ok(())
    }

    /// Σ weight · `over` by Σ weight · `under` over all records; none without records, or where the second is 0.
    pub(super) fn ratio(&self, over: Part, under: Part) -> Option<f64> {
        let (mut upper, mut lower) = (Sum::default(), Sum::default());
        for (sizes, weight) in self.sizes() {
            upper.add_product(weight, over(sizes));
            lower.add_product(weight, under(sizes));
        }
        divide(upper.value(), lower.value())
    }

    /// The columns that `add_all` takes, weights last.
    pub(super) fn columns(&self) -> Result<Vec<ArrayRef>> {
        let texts = |position: usize| self.texts.column(self.weights.keys().map(move |row| row[position]));
        let weights = Float64Array::from_iter_values(self.weights.values().copied());
        Ok(vec![texts(0)?, texts(1)?, texts(2)?, Arc::new(weights)])
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        self.texts.heap_size() + self.weights.capacity() * size_of::<([u32; 3], f64)>()
    }

    fn add(&mut self, texts: [&str; 3], weight: f64) -> Result<()> {
        let [record, cluster, truth] = texts;
        let row = [self.texts.number(record)?, self.texts.number(cluster)?, self.texts.number(truth)?];
        let kept = self.weights.entry(row).or_insert(weight);
        *kept = kept.max(weight);
        Ok(())
    }

    fn sizes(&self) -> impl Iterator<Item = (Sizes, f64)> {
        let (mut clusters, mut truths, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
        for [_, cluster, truth] in self.weights.keys() {
            *clusters.entry(*cluster).or_insert(0.0) += 1.0;
            *truths.entry(*truth).or_insert(0.0) += 1.0;
            *both.entry((*cluster, *truth)).or_insert(0.0) += 1.0;
        }
        self.weights.iter().map(move |([_, cluster, truth], weight)| {
            let sizes = Sizes { cluster: clusters[cluster], truth: truths[truth], shared: both[&(*cluster, *truth)] };
            (sizes, *weight)
        })
    }
}

fn weight_at(weights: Option<&Float64Array>, row: usize) -> Option<f64> {
    let Some(weights) = weights else {
        return Some(1.0);
    };
    Some(weights.value(row)).filter(|weight| weights.is_valid(row) && weight.is_finite() && *weight > 0.0)
}
