//! `benjamini_hochberg(p)`: p-values adjusted so that few of the findings are false.

use super::family;
use crate::FunctionDoc;
use crate::window::PartitionFunction;

pub(crate) fn function() -> PartitionFunction {
    family::function(
        |columns| family::adjusted(columns, adjust),
        FunctionDoc {
            name: "benjamini_hochberg",
            signature: "benjamini_hochberg(p double) over (partition by family) -> double",
            doc: "p adjusted for the m tests of its partition: the smallest of m·p₍ᵢ₎/i over the p-values from this \
                  one up, at most 1. Of the claims with an adjusted p below .05, 5 % are expected to be false, where \
                  the tests are independent or positively dependent. The whole partition counts, whatever the \
                  window's order or frame. A p that is NULL or outside 0 to 1 gives NULL and is not counted.",
            formula_source: "Benjamini and Hochberg 1995",
            units: "probability",
        },
    )
}

fn adjust(ascending: &[f64]) -> Vec<f64> {
    let tests = ascending.len() as f64;
    let mut adjusted: Vec<f64> = ascending.iter().zip(1_u32..).map(|(p, rank)| p * tests / f64::from(rank)).collect();
    let mut smallest = 1.0_f64;
    for p in adjusted.iter_mut().rev() {
        smallest = smallest.min(*p);
        *p = smallest;
    }
    adjusted
}
