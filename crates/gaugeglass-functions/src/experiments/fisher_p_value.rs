//! `fisher_p_value(y, is_treated)`: the exact test of two shares.

use std::iter::successors;

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::Proportion;

/// By how much a table may be likelier than the one seen and still count as unlikely: SciPy's and R's allowance for rounding.
const TIE: f64 = 1.0 + 1e-7;

/// The sum has as many terms as the likely tables, which grow with the root of the units; so does its rounding.
const UNITS_MAX: f64 = 1e9;

pub(crate) fn function() -> MomentFunction {
    MomentFunction::new(Shape::FlagByArm, p_value, DOC)
}

fn p_value(arms: &Arms) -> Option<f64> {
    let (treated, control) = arms.proportions()?;
    let margins = Margins::new(treated, control);
    (margins.units() <= UNITS_MAX).then(|| margins.share_as_unlikely_as(treated.successes()))
}

/// What all tables of the test have in common.
#[derive(Clone, Copy, Debug)]
struct Margins {
    treated: f64,
    control: f64,
    successes: f64,
}

impl Margins {
    fn new(treated: Proportion, control: Proportion) -> Self {
        let successes = treated.successes() + control.successes();
        Self { treated: treated.units(), control: control.units(), successes }
    }

    fn units(self) -> f64 {
        self.treated + self.control
    }

    /// Share of the tables, by probability, that are no likelier than the one with `seen` successes among the treated.
    fn share_as_unlikely_as(self, seen: f64) -> f64 {
        let all: f64 = self.tables().map(|(_, weight)| weight).sum();
        let limit = self.tables().find(|(successes, _)| *successes == seen).map_or(0.0, |(_, weight)| weight * TIE);
        let unlikely: f64 = self.tables().map(|(_, weight)| weight).filter(|weight| *weight <= limit).sum();
        unlikely / all
    }

    /// Successes among the treated with the probability of that table over the likeliest one's; those whose weight is no
    /// double above 0 are left out.
    fn tables(self) -> impl Iterator<Item = (f64, f64)> {
        let (low, high) = ((self.successes - self.control).max(0.0), self.successes.min(self.treated));
        let mode = ((self.successes + 1.0) * (self.treated + 1.0) / (self.units() + 2.0)).floor();
        let start = (mode.max(low).min(high), 1.0);
        let above = successors(Some(start), move |&(successes, weight)| {
            let next = (successes + 1.0, weight * self.odds_of_one_more(successes));
            (successes < high && next.1 > 0.0).then_some(next)
        });
        let below = successors(Some(start), move |&(successes, weight)| {
            let next = (successes - 1.0, weight / self.odds_of_one_more(successes - 1.0));
            (successes > low && next.1 > 0.0).then_some(next)
        });
        above.chain(below.skip(1))
    }

    /// How much likelier one success more among the treated is than `successes` of them.
    fn odds_of_one_more(self, successes: f64) -> f64 {
        let gained = (self.successes - successes) * (self.treated - successes);
        gained / ((successes + 1.0) * (self.control - self.successes + successes + 1.0))
    }
}

const DOC: FunctionDoc = FunctionDoc {
    name: "fisher_p_value",
    signature: "fisher_p_value(y boolean, is_treated boolean) -> double",
    doc: "Two-sided p-value of Fisher's exact test that both arms have the same share of y: the probability, with the \
          arms' sizes and all successes given, of every table that is no likelier than the one seen. It holds for any \
          number of units and is cautious with few; proportion_p_value is the test for many. 1 where nobody or everybody \
          succeeded. NULL where an arm has no unit, or both together have more than 1e9.",
    formula_source: "Fisher 1934; two-sided by probability, as SciPy and R",
    units: "probability",
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Successes and units of the treated, then of the control. Expected values: binomial coefficients at 40 digits (mpmath);
    /// SciPy 1.17.1 has the same to 15.
    const TABLES: [([f64; 4], f64); 8] = [
        ([8.0, 10.0, 1.0, 6.0], 0.03496503496503497),
        ([3.0, 4.0, 1.0, 4.0], 0.4857142857142857),
        ([0.0, 100.0, 5.0, 100.0], 0.059383210468586585),
        ([7.0, 12.0, 10.0, 12.0], 0.3707093821510298),
        ([500.0, 10_000.0, 600.0, 10_000.0], 0.0021237755293462652),
        ([90.0, 1_000.0, 20.0, 1_000.0], 2.3844363706517682e-12),
        ([0.0, 10.0, 0.0, 20.0], 1.0),
        ([1.0, 1.0, 0.0, 1.0], 1.0),
    ];

    fn p_value([x, n, control_x, control_n]: [f64; 4]) -> f64 {
        let (treated, control) = (Proportion::new(x, n).unwrap(), Proportion::new(control_x, control_n).unwrap());
        Margins::new(treated, control).share_as_unlikely_as(x)
    }

    #[test]
    fn p_values_are_sums_of_binomial_coefficients() {
        for (table, expected) in TABLES {
            let actual = p_value(table);
            assert!((actual / expected - 1.0).abs() < 1e-12, "{table:?}: {actual:e} is not {expected:e}");
        }
    }

    #[test]
    fn it_does_not_matter_which_arm_or_which_outcome_is_which() {
        for ([x, n, control_x, control_n], expected) in TABLES {
            let swapped = p_value([control_x, control_n, x, n]);
            let failures = p_value([n - x, n, control_n - control_x, control_n]);
            assert!((swapped / expected - 1.0).abs() < 1e-12 && (failures / expected - 1.0).abs() < 1e-12, "{swapped} {failures}");
        }
    }

    // A table so unlikely that no double holds it: none of half a million against all.
    #[test]
    fn what_is_below_the_smallest_double_is_zero() {
        assert_eq!(p_value([0.0, 500_000.0, 500_000.0, 500_000.0]), 0.0);
    }
}
