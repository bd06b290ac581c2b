//! SQL functions of measurement: calendar buckets, intervals, experiment lifts, survival, tail quantiles.
//!
//! A function takes columns and gives a number; where a number cannot be had (no rows, one arm only,
//! a division by zero, an unbounded interval) it gives NULL, never 0 and never an error.
//! Nothing here knows of files, metrics or servers.
//!
//! Rules that hold for every function, said once:
//! - NaN and infinite measures count as NULL, and a row with a NULL measure or a NULL arm is left out
//!   (`quantile_with_misses` alone gives NULL a meaning).
//! - Intervals are two-sided 95 % intervals.
//! - The answer does not depend on how rows are spread over partitions: sums carry twice the digits of a
//!   double, and sorted samples are sorted at the end.

mod aggregate;
mod arguments;
mod calendar;
mod documentation;
mod experiments;
mod intervals;
mod quantiles;
mod statistics;
mod survival;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

pub use documentation::FunctionDoc;

use aggregate::{MomentFunction, SampleFunction};
use calendar::TimeBucket;
use experiments::ArmsMismatch;
use intervals::ProportionBound;

/// Every row-by-row function.
pub fn all_scalar() -> Vec<Arc<ScalarUDF>> {
    let bounds = ProportionBound::both().into_iter().map(ScalarUDF::from);
    std::iter::once(ScalarUDF::from(TimeBucket::new())).chain(bounds).map(Arc::new).collect()
}

/// Every aggregate function.
pub fn all_aggregate() -> Vec<Arc<AggregateUDF>> {
    let moments = moment_functions().into_iter().map(AggregateUDF::from);
    let samples = sample_functions().into_iter().map(AggregateUDF::from);
    moments.chain(samples).chain(std::iter::once(AggregateUDF::from(ArmsMismatch::new()))).map(Arc::new).collect()
}

/// Adds every function to `registry`, for example a `SessionContext`.
pub fn register(registry: &mut dyn FunctionRegistry) -> Result<()> {
    for function in all_scalar() {
        registry.register_udf(function)?;
    }
    for function in all_aggregate() {
        registry.register_udaf(function)?;
    }
    Ok(())
}

/// What every function is, for people: one entry a function, sorted by name.
pub fn documentation() -> Vec<FunctionDoc> {
    let mut docs = vec![calendar::time_bucket_doc(), experiments::arms_mismatch_doc()];
    docs.extend(ProportionBound::both().iter().map(ProportionBound::doc));
    docs.extend(moment_functions().iter().map(MomentFunction::doc));
    docs.extend(sample_functions().iter().map(SampleFunction::doc));
    docs.sort_by_key(|doc| doc.name);
    docs
}

fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = intervals::moment_functions();
    functions.extend(experiments::moment_functions());
    functions
}

fn sample_functions() -> Vec<SampleFunction> {
    let mut functions = survival::sample_functions();
    functions.extend(quantiles::sample_functions());
    functions
}
