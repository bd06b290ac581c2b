//! `mantel_haenszel_difference(y, is_exposed, stratum)` and its interval: exposed minus unexposed among those who are alike.

use crate::FunctionDoc;
use crate::aggregate::{Strata, StratifiedFunction};
use crate::statistics::{Interval, pooled_difference, pooled_difference_interval};

const SOURCE: &str = "Mantel and Haenszel 1959; Greenland and Robins 1985; variance of Sato 1989";

pub(crate) fn functions() -> [StratifiedFunction; 3] {
    [
        StratifiedFunction::new(|strata| pooled_difference(strata.values()), POINT),
        StratifiedFunction::new(|strata| Some(interval(strata)?.lo), LO),
        StratifiedFunction::new(|strata| Some(interval(strata)?.hi), HI),
    ]
}

fn interval(strata: &Strata) -> Option<Interval> {
    pooled_difference_interval(strata.values())
}

const POINT: FunctionDoc = FunctionDoc {
    name: "mantel_haenszel_difference",
    signature: "mantel_haenszel_difference(y boolean, is_exposed boolean, stratum text) -> double",
    doc: "Share of y among the exposed minus that among the unexposed, compared within strata and put together by \
          Mantel and Haenszel's weights: Σ (a·n₀ − c·n₁)/N over Σ n₁·n₀/N, with a of n₁ exposed and c of n₀ \
          unexposed having y in a stratum of N. It takes out what differs between strata, and nothing else. Strata \
          with one side only have no weight. Rows with a NULL are left out. NULL where no stratum has both sides.",
    formula_source: SOURCE,
    units: "ratio (percentage points / 100)",
};

const LO: FunctionDoc = FunctionDoc {
    name: "mantel_haenszel_difference_lo",
    signature: "mantel_haenszel_difference_lo(y boolean, is_exposed boolean, stratum text) -> double",
    doc: "Lower end of the 95 % interval of mantel_haenszel_difference: the difference − 1.96·√V with Sato's V, which \
          holds for few large strata and for many small ones alike. NULL where the difference is, or V is 0.",
    formula_source: SOURCE,
    units: "ratio (percentage points / 100)",
};

const HI: FunctionDoc = FunctionDoc {
    name: "mantel_haenszel_difference_hi",
    signature: "mantel_haenszel_difference_hi(y boolean, is_exposed boolean, stratum text) -> double",
    doc: "Upper end of the 95 % interval of mantel_haenszel_difference; see mantel_haenszel_difference_lo.",
    formula_source: SOURCE,
    units: "ratio (percentage points / 100)",
};
