//! `gini_of_counts(key)`: how unequally rows are spread over keys, such as verdicts over approvers.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::cast::{as_int64_array, as_large_list_array, as_string_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::aggregate::{list, list_field, refuse_distinct};
use crate::arguments::{Argument, coerce};

/// What the function is, for people.
pub(crate) fn doc() -> FunctionDoc {
    FunctionDoc {
        name: "gini_of_counts",
        signature: "gini_of_counts(key text) -> double",
        doc: "Gini coefficient of the number of rows that each key has: Σ(2i − n − 1)·xᵢ / (n·Σxᵢ) over the n counts in \
              ascending order. 0 where all keys have as many rows; at most 1 − 1/n, where one has nearly all. It is \
              the coefficient of these keys and no estimate for a population, so the factor n/(n − 1) is left out. A \
              key without rows is not seen, and rows with a NULL key are left out. NULL with fewer than two keys.",
        formula_source: "Gini 1912; for ordered values Damgaard and Weiner 2000",
        units: "ratio",
    }
}

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct GiniOfCounts {
    signature: Signature,
}

impl GiniOfCounts {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for GiniOfCounts {
    fn name(&self) -> &str {
        doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &[Argument::Text], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![list_field(&args, "key", DataType::Utf8), list_field(&args, "rows", DataType::Int64)])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.name(), &args)?;
        Ok(Box::new(Counts::default()))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// Rows by key.
#[derive(Debug, Default)]
struct Counts {
    rows: BTreeMap<String, i64>,
}

impl Counts {
    fn add(&mut self, key: &str, rows: i64) {
        match self.rows.get_mut(key) {
            Some(counted) => *counted += rows,
            None => {
                self.rows.insert(key.to_owned(), rows);
            }
        }
    }
}

impl Accumulator for Counts {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let [keys] = arguments else {
            return internal_err!("gini_of_counts has one argument");
        };
        as_string_array(keys)?.iter().flatten().for_each(|key| self.add(key, 1));
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [keys, rows] = columns else {
            return internal_err!("gini_of_counts has two columns of state");
        };
        let lists = as_large_list_array(keys)?.iter().zip(as_large_list_array(rows)?.iter());
        for (keys, rows) in lists.filter_map(|(keys, rows)| keys.zip(rows)) {
            let pairs = as_string_array(&keys)?.iter().zip(as_int64_array(&rows)?.iter());
            pairs.for_each(|(key, rows)| self.add(key.unwrap_or_default(), rows.unwrap_or_default()));
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let keys: StringArray = self.rows.keys().map(Some).collect();
        let rows = Int64Array::from_iter_values(self.rows.values().copied());
        Ok(vec![list(Arc::new(keys))?, list(Arc::new(rows))?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut counts: Vec<i64> = self.rows.values().copied().collect();
        counts.sort_unstable();
        Ok(ScalarValue::Float64(gini(&counts)))
    }

    fn size(&self) -> usize {
        let keys: usize = self.rows.keys().map(String::capacity).sum();
        size_of_val(self) + keys + self.rows.len() * (size_of::<String>() + size_of::<i64>())
    }
}

/// The coefficient of counts in ascending order; none for fewer than two.
fn gini(sorted: &[i64]) -> Option<f64> {
    let n = i128::try_from(sorted.len()).ok().filter(|n| *n >= 2)?;
    let total: i128 = sorted.iter().copied().map(i128::from).sum();
    // Whole numbers, so that equal counts give 0 and no rounding.
    let weighted: i128 = (1..).zip(sorted).map(|(rank, count): (i128, _)| (2 * rank - n - 1) * i128::from(*count)).sum();
    Some(weighted as f64 / (n * total) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    // The last is the example of R's package ineq, whose Gini(x) says 0.4620911.
    #[test]
    fn the_coefficient_is_that_of_the_formula_and_of_r() {
        let close = |counts: &[i64], expected: f64| {
            let found = gini(counts).unwrap_or(f64::NAN);
            assert!((found - expected).abs() < 5e-8, "{counts:?}: {found}, expected {expected}");
        };
        close(&[7, 7, 7], 0.0);
        close(&[1, 3], 0.25);
        close(&[1, 1, 1, 97], 0.72);
        close(&[541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261], 0.462_091_1);
    }

    #[test]
    fn one_key_is_unequal_to_nobody() {
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[9]), None);
    }
}
