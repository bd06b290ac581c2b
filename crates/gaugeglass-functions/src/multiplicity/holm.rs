//! `holm(p)`: p-values adjusted so that one false finding in the whole family is rare.

use super::family;
use crate::FunctionDoc;
use crate::window::PartitionFunction;

pub(crate) fn function() -> PartitionFunction {
    family::function(
        |columns| family::adjusted(columns, adjust),
        FunctionDoc {
            name: "holm",
            signature: "holm(p double) over (partition by family) -> double",
            doc: "p adjusted for the m tests of its partition: the largest of (m − i + 1)·p₍ᵢ₎ over the p-values \
                  up to this one, at most 1. Claims with an adjusted p below .05 hold one false finding or more \
                  in at most 5 % of families, however the tests depend on each other. The whole partition counts, \
                  whatever the window's order or frame. A p that is NULL or outside 0 to 1 gives NULL and is not \
                  counted.",
            formula_source: "Holm 1979",
            units: "probability",
        },
    )
}

fn adjust(ascending: &[f64]) -> Vec<f64> {
    let mut largest = 0.0_f64;
    let tests = (1..=ascending.len()).rev();
    let adjusted = ascending.iter().zip(tests).map(|(p, tests)| {
        largest = largest.max(p * tests as f64).min(1.0);
        largest
    });
    adjusted.collect()
}
