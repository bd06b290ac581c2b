//! `srm_p_value_arms(arm, weight)`: was the traffic split as planned over any number of arms?

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, StringArray};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::cast::{as_float64_array, as_large_list_array, as_string_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::aggregate::{list, list_field, refuse_distinct};
use crate::arguments::{Argument, coerce};
use crate::statistics::{Sum, chi_square_tail, divide};

/// Shares that add up to less than one leave room for an arm that nobody was put into.
const WHOLE: f64 = 1.0 - 1e-6;

/// What the function is, for people.
pub(crate) fn doc() -> FunctionDoc {
    FunctionDoc {
        name: "srm_p_value_arms",
        signature: "srm_p_value_arms(arm text, weight double) -> double",
        doc: "Sample ratio mismatch over any number of arms: p-value of the χ² test that units fell into arms \
              by the logged weights, one row a unit with its own arm and that arm's weight. Weights above a \
              total of 1 are scaled to shares; shares below a total of 1 mean that an arm got no unit at \
              all, and it is counted as one. Arms of weight 0 are left out, with their units, and so are \
              rows with a negative weight. NULL with fewer than two arms.",
        formula_source: "Pearson 1900; Fabijan et al. 2019",
        units: "probability",
    }
}

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct ArmsMismatch {
    signature: Signature,
}

impl ArmsMismatch {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for ArmsMismatch {
    fn name(&self) -> &str {
        doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &[Argument::Text, Argument::Number], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let numbers = ["n", "weight", "weight_low"].map(|name| list_field(&args, name, DataType::Float64));
        Ok(std::iter::once(list_field(&args, "arm", DataType::Utf8)).chain(numbers).collect())
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.name(), &args)?;
        Ok(Box::new(ArmCounts::default()))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// Units and summed weights by arm.
#[derive(Debug, Default)]
struct ArmCounts {
    arms: BTreeMap<String, Arm>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Arm {
    n: f64,
    weights: Sum,
}

impl ArmCounts {
    fn add(&mut self, name: &str, other: Arm) {
        if !self.arms.contains_key(name) {
            self.arms.insert(name.to_owned(), Arm::default());
        }
        if let Some(arm) = self.arms.get_mut(name) {
            arm.n += other.n;
            arm.weights.merge(other.weights);
        }
    }

    /// Units and mean weight of every arm that was meant to have units, seen or not.
    fn observed(&self) -> Vec<(f64, f64)> {
        let mean = |arm: &Arm| (arm.n, arm.weights.value() / arm.n);
        let mut arms: Vec<_> = self.arms.values().map(mean).filter(|arm| arm.1 > 0.0).collect();
        let total: f64 = arms.iter().map(|arm| arm.1).sum();
        if !arms.is_empty() && total < WHOLE {
            arms.push((0.0, 1.0 - total));
        }
        arms
    }

    fn p_value(&self) -> Option<f64> {
        let arms = self.observed();
        let units: f64 = arms.iter().map(|arm| arm.0).sum();
        let total: f64 = arms.iter().map(|arm| arm.1).sum();
        let surprise = |(n, weight): &(f64, f64)| {
            let expected = units * weight / total;
            divide((n - expected) * (n - expected), expected)
        };
        let statistic = arms.iter().map(surprise).sum::<Option<f64>>()?;
        let freedom = arms.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
        chi_square_tail(statistic, freedom as f64)
    }
}

impl Accumulator for ArmCounts {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let [arms, weights] = arguments else {
            return internal_err!("srm_p_value_arms has two arguments");
        };
        for row in as_string_array(arms)?.iter().zip(as_float64_array(weights)?) {
            if let (Some(name), Some(weight)) = row
                && weight.is_finite()
                && weight >= 0.0
            {
                self.add(name, Arm { n: 1.0, weights: Sum { high: weight, low: 0.0 } });
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [names, n, high, low] = columns else {
            return internal_err!("srm_p_value_arms has four columns of state");
        };
        for row in 0..names.len() {
            let names = as_large_list_array(names)?.value(row);
            let (n, high, low) = (item(n, row)?, item(high, row)?, item(low, row)?);
            let numbers = n.values().iter().zip(high.values()).zip(low.values());
            for (name, ((&n, &high), &low)) in as_string_array(&names)?.iter().zip(numbers) {
                self.add(name.unwrap_or_default(), Arm { n, weights: Sum { high, low } });
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let arms = || self.arms.values();
        let names: StringArray = self.arms.keys().map(Some).collect();
        let numbers = [
            Float64Array::from_iter_values(arms().map(|arm| arm.n)),
            Float64Array::from_iter_values(arms().map(|arm| arm.weights.high)),
            Float64Array::from_iter_values(arms().map(|arm| arm.weights.low)),
        ];
        let mut state = vec![list(Arc::new(names))?];
        for column in numbers {
            state.push(list(Arc::new(column))?);
        }
        Ok(state)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.p_value()))
    }

    fn size(&self) -> usize {
        let names: usize = self.arms.keys().map(String::capacity).sum();
        size_of_val(self) + names + self.arms.len() * (size_of::<Arm>() + size_of::<String>())
    }
}

fn item(column: &ArrayRef, row: usize) -> Result<Float64Array> {
    Ok(as_float64_array(&as_large_list_array(column)?.value(row))?.clone())
}
