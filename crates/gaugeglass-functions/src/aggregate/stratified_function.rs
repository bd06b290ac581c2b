//! A stratified function: a description and a pure function of the counts of every stratum of a group.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, StringArray};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::cast::{as_boolean_array, as_float64_array, as_large_list_array, as_string_array};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use super::{list, list_field, refuse_distinct};
use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::documentation::equal_by_name;
use crate::statistics::Stratum;

/// The strata of one group by name.
pub(crate) type Strata = BTreeMap<String, Stratum>;

/// The answer from the strata of one group; none where there is none.
type Evaluate = fn(&Strata) -> Option<f64>;

/// An aggregate of `(y, is_exposed, stratum)` that compares within strata.
#[derive(Debug)]
pub(crate) struct StratifiedFunction {
    doc: FunctionDoc,
    evaluate: Evaluate,
    signature: Signature,
}

impl StratifiedFunction {
    pub(crate) fn new(evaluate: Evaluate, doc: FunctionDoc) -> Self {
        Self { doc, evaluate, signature: Signature::user_defined(Volatility::Immutable) }
    }

    pub(crate) fn doc(&self) -> FunctionDoc {
        self.doc
    }
}

equal_by_name!(StratifiedFunction);

impl AggregateUDFImpl for StratifiedFunction {
    fn name(&self) -> &str {
        self.doc.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.doc.name, &[Argument::Flag, Argument::Flag, Argument::Text], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![list_field(&args, "stratum", DataType::Utf8), list_field(&args, "counts", DataType::Float64)])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(self.doc.name, &args)?;
        Ok(Box::new(StratifiedAccumulator { strata: Strata::new(), evaluate: self.evaluate }))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// Accumulates one group.
#[derive(Debug)]
struct StratifiedAccumulator {
    strata: Strata,
    evaluate: Evaluate,
}

impl StratifiedAccumulator {
    fn add(&mut self, name: &str, other: Stratum) {
        match self.strata.get_mut(name) {
            Some(stratum) => stratum.merge(&other),
            None => {
                self.strata.insert(name.to_owned(), other);
            }
        }
    }
}

impl Accumulator for StratifiedAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let [successes, exposed, strata] = arguments else {
            return internal_err!("a stratified function has three arguments");
        };
        let flags = as_boolean_array(successes)?.iter().zip(as_boolean_array(exposed)?.iter());
        for (name, flags) in as_string_array(strata)?.iter().zip(flags) {
            if let (Some(name), (Some(is_success), Some(is_exposed))) = (name, flags) {
                self.add(name, Stratum::of(is_success, is_exposed));
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [names, counts] = columns else {
            return internal_err!("a stratified function has two columns of state");
        };
        for row in 0..names.len() {
            let names = as_large_list_array(names)?.value(row);
            let counts = as_large_list_array(counts)?.value(row);
            let counts = as_float64_array(&counts)?.values().chunks_exact(4);
            for (name, counts) in as_string_array(&names)?.iter().zip(counts) {
                if let (Some(name), &[exposed, exposed_successes, unexposed, unexposed_successes]) = (name, counts) {
                    self.add(name, Stratum { exposed, exposed_successes, unexposed, unexposed_successes });
                }
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let names: StringArray = self.strata.keys().map(Some).collect();
        let counts = self.strata.values().flat_map(|of| [of.exposed, of.exposed_successes, of.unexposed, of.unexposed_successes]);
        let counts = Float64Array::from_iter_values(counts);
        Ok(vec![list(Arc::new(names))?, list(Arc::new(counts))?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64((self.evaluate)(&self.strata)))
    }

    fn size(&self) -> usize {
        let names: usize = self.strata.keys().map(String::capacity).sum();
        size_of_val(self) + names + self.strata.len() * (size_of::<Stratum>() + size_of::<String>())
    }
}
