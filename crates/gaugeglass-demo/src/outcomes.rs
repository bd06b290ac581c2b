//! Potential outcomes: what each unit does under every arm. The exact effect in this population follows from them.

use std::collections::BTreeMap;

/// What one unit would do under control and under treatment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) plant: &'static str,
    pub(crate) measure: &'static str,
    pub(crate) unit: u64,
    pub(crate) is_treated: bool,
    /// Under control and under treatment.
    pub(crate) value: [f64; 2],
    /// Denominator of a ratio, such as the number of orders; 1 for a mean.
    pub(crate) weight: [f64; 2],
}

/// Sums over the units of one plant and measure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sums {
    /// Units by arm.
    pub(crate) units: [f64; 2],
    pub(crate) value: [f64; 2],
    pub(crate) weight: [f64; 2],
    pub(crate) value_squared: [f64; 2],
    pub(crate) weight_squared: [f64; 2],
    pub(crate) product: [f64; 2],
}

impl Sums {
    fn add(&mut self, outcome: &Outcome) {
        self.units[usize::from(outcome.is_treated)] += 1.0;
        for arm in 0..2 {
            let (value, weight) = (outcome.value[arm], outcome.weight[arm]);
            self.value[arm] += value;
            self.weight[arm] += weight;
            self.value_squared[arm] += value * value;
            self.weight_squared[arm] += weight * weight;
            self.product[arm] += value * weight;
        }
    }

    fn merge(&mut self, other: &Self) {
        let pairs = [
            (&mut self.units, &other.units),
            (&mut self.value, &other.value),
            (&mut self.weight, &other.weight),
            (&mut self.value_squared, &other.value_squared),
            (&mut self.weight_squared, &other.weight_squared),
            (&mut self.product, &other.product),
        ];
        for (mine, theirs) in pairs {
            mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        }
    }

    /// Ratio of totals if every unit were in that arm.
    pub(crate) fn ratio(&self, arm: usize) -> f64 {
        self.value[arm] / self.weight[arm]
    }

    /// Standard error of the ratio as estimated from the units that are in the arm: the delta method.
    pub(crate) fn ratio_error(&self, arm: usize) -> f64 {
        let all = self.units[0] + self.units[1];
        let ratio = self.ratio(arm);
        let mean_weight = self.weight[arm] / all;
        // Residuals around the ratio have mean zero by construction.
        let residual = self.value_squared[arm] - 2.0 * ratio * self.product[arm] + ratio * ratio * self.weight_squared[arm];
        (residual.max(0.0) / all / self.units[arm].max(1.0)).sqrt() / mean_weight
    }

    /// Effect and its standard error as a difference.
    pub(crate) fn difference(&self) -> (f64, f64) {
        let error = self.ratio_error(0).hypot(self.ratio_error(1));
        (self.ratio(1) - self.ratio(0), error)
    }

    /// Effect and its standard error relative to control.
    pub(crate) fn relative(&self) -> (f64, f64) {
        let (control, treated) = (self.ratio(0), self.ratio(1));
        let lift = treated / control - 1.0;
        let parts = (self.ratio_error(1) / control).hypot(treated * self.ratio_error(0) / (control * control));
        (lift, parts)
    }

    /// Share of the otherwise lost that treatment wins, with its standard error.
    pub(crate) fn recovery(&self) -> (f64, f64) {
        let (control, treated) = (self.ratio(0), self.ratio(1));
        let lost = 1.0 - control;
        let from_treated = self.ratio_error(1) / lost;
        let from_control = self.ratio_error(0) * (1.0 - treated) / (lost * lost);
        ((treated - control) / lost, from_treated.hypot(from_control))
    }
}

/// Every potential outcome of a chunk, and their sums.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    pub(crate) rows: Vec<Outcome>,
    pub(crate) sums: BTreeMap<(&'static str, &'static str), Sums>,
}

impl Outcomes {
    pub(crate) fn push(&mut self, outcome: Outcome) {
        self.sums.entry((outcome.plant, outcome.measure)).or_default().add(&outcome);
        self.rows.push(outcome);
    }

    /// An outcome whose unit counts once.
    pub(crate) fn mean(&mut self, plant: &'static str, measure: &'static str, unit: u64, is_treated: bool, value: [f64; 2]) {
        self.push(Outcome { plant, measure, unit, is_treated, value, weight: [1.0, 1.0] });
    }

    pub(crate) fn merge_sums(&mut self, other: &Self) {
        for (key, sums) in &other.sums {
            self.sums.entry(*key).or_default().merge(sums);
        }
    }

    pub(crate) fn of(&self, plant: &'static str, measure: &'static str) -> Sums {
        self.sums.get(&(plant, measure)).copied().unwrap_or_default()
    }
}

/// One and zero for a yes and a no.
pub(crate) fn indicator(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four units, two in each arm: control orders 1 of 4, treatment 2 of 4.
    fn four_units() -> Outcomes {
        let mut outcomes = Outcomes::default();
        let values = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]];
        for (unit, value) in values.into_iter().enumerate() {
            outcomes.mean("P", "m", unit as u64, unit % 2 == 1, value);
        }
        outcomes
    }

    #[test]
    fn effects_follow_from_the_potential_outcomes() {
        let sums = four_units().of("P", "m");
        assert_eq!(sums.difference().0, 0.25);
        assert_eq!(sums.relative().0, 1.0);
        assert!((sums.recovery().0 - 0.25 / 0.75).abs() < 1e-12);
    }

    #[test]
    fn the_error_of_a_share_is_the_binomial_one() {
        let sums = four_units().of("P", "m");
        assert!((sums.ratio_error(0) - (0.25_f64 * 0.75 / 2.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn merging_chunks_equals_one_chunk() {
        let mut merged = Outcomes::default();
        merged.merge_sums(&four_units());
        merged.merge_sums(&four_units());
        assert_eq!(merged.of("P", "m").units, [4.0, 4.0]);
        assert_eq!(merged.of("P", "m").difference().0, 0.25);
    }
}
