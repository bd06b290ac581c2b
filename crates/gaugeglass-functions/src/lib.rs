//! SQL functions of measurement: calendar buckets, behaviour, intervals, experiments and their planning, survival,
//! quantiles, sketches and identity.
//!
//! A function takes columns and gives a number; where a number cannot be had (no rows, one arm only,
//! a division by zero, an unbounded interval) it gives NULL, never 0 and never an error.
//! Nothing here knows of files, metrics or servers.
//!
//! Rules that hold for every function, said once:
//! - NaN and infinite measures count as NULL, and a row with a NULL measure or a NULL arm is left out
//!   (`quantile_with_misses` gives NULL a meaning, and so do the functions of CUPED for an unknown x; `quantile_sketch` and
//!   `approx_quantile` keep an infinity, as a miss).
//! - Intervals are two-sided 95 % intervals, unless the name says `one_sided`.
//! - Bytes that are no sketch are an error that names the argument, as a wrong type is.
//! - The answer does not depend on how rows are spread over partitions: sums carry twice the digits of a
//!   double, and sorted samples are sorted at the end.

mod aggregate;
mod arguments;
mod behaviour;
mod calendar;
mod clocks;
mod concentration;
mod documentation;
mod experiments;
mod identity;
mod intervals;
mod multiplicity;
mod planning;
mod policy;
mod quantiles;
mod scalar;
mod sequential;
mod sessions;
mod sketches;
mod slo;
mod statistics;
mod survival;
#[cfg(test)]
mod tests;
mod window;

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF, WindowUDF};

pub use documentation::FunctionDoc;
pub use identity::Components;

use aggregate::{MomentFunction, SampleFunction, StratifiedFunction};
use behaviour::EventFunction;
use calendar::{BusinessSeconds, TimeBucket};
use clocks::IsBelievableTime;
use concentration::GiniOfCounts;
use experiments::ArmsMismatch;
use identity::{IdentityFunction, NamesNobody};
use scalar::NumberFunction;
use sketches::{SketchFunction, SketchReader};
use slo::{BurnSpans, BurnState};
use window::PartitionFunction;

/// Every row-by-row function.
pub fn all_scalar() -> Vec<Arc<ScalarUDF>> {
    let numbers = number_functions().into_iter().map(ScalarUDF::from);
    let readers = sketches::readers().into_iter().map(ScalarUDF::from);
    let alone: [ScalarUDF; 5] = [
        TimeBucket::new().into(),
        BusinessSeconds::new().into(),
        BurnState::new().into(),
        IsBelievableTime::new().into(),
        NamesNobody::new().into(),
    ];
    alone.into_iter().chain(numbers).chain(readers).map(Arc::new).collect()
}

/// Every window function.
pub fn all_window() -> Vec<Arc<WindowUDF>> {
    partition_functions().into_iter().map(WindowUDF::from).map(Arc::new).collect()
}

/// Every aggregate function.
pub fn all_aggregate() -> Vec<Arc<AggregateUDF>> {
    let moments = moment_functions().into_iter().map(AggregateUDF::from);
    let samples = sample_functions().into_iter().map(AggregateUDF::from);
    let events = behaviour::event_functions().into_iter().map(AggregateUDF::from);
    let kept = sketches::functions().into_iter().map(AggregateUDF::from);
    let stratified = experiments::stratified_functions().into_iter().map(AggregateUDF::from);
    let graphs = identity::functions().into_iter().map(AggregateUDF::from);
    let alone: [AggregateUDF; 3] = [ArmsMismatch::new().into(), GiniOfCounts::new().into(), BurnSpans::new().into()];
    moments.chain(samples).chain(events).chain(kept).chain(stratified).chain(graphs).chain(alone).map(Arc::new).collect()
}

/// Adds every function to `registry`, for example a `SessionContext`.
pub fn register(registry: &mut dyn FunctionRegistry) -> Result<()> {
    for function in all_scalar() {
        registry.register_udf(function)?;
    }
    for function in all_aggregate() {
        registry.register_udaf(function)?;
    }
    for function in all_window() {
        registry.register_udwf(function)?;
    }
    Ok(())
}

/// What every function is, for people: one entry a function, sorted by name.
pub fn documentation() -> Vec<FunctionDoc> {
    let mut docs = vec![
        calendar::time_bucket_doc(),
        calendar::business_seconds_doc(),
        concentration::gini_of_counts_doc(),
        BurnSpans::doc(),
        BurnState::doc(),
        IsBelievableTime::doc(),
        NamesNobody::doc(),
        experiments::arms_mismatch_doc(),
    ];
    docs.extend(number_functions().iter().map(NumberFunction::doc));
    docs.extend(partition_functions().iter().map(PartitionFunction::doc));
    docs.extend(sketches::functions().iter().map(SketchFunction::doc));
    docs.extend(sketches::readers().iter().map(SketchReader::doc));
    docs.extend(identity::functions().iter().map(IdentityFunction::doc));
    docs.extend(behaviour::event_functions().iter().map(EventFunction::doc));
    docs.extend(experiments::stratified_functions().iter().map(StratifiedFunction::doc));
    docs.extend(moment_functions().iter().map(MomentFunction::doc));
    docs.extend(sample_functions().iter().map(SampleFunction::doc));
    docs.sort_by_key(|doc| doc.name);
    docs
}

fn number_functions() -> Vec<NumberFunction> {
    let mut functions = intervals::number_functions();
    functions.extend(sequential::number_functions());
    functions.extend(planning::number_functions());
    functions.extend(policy::number_functions());
    functions.extend(slo::number_functions());
    functions
}

fn partition_functions() -> Vec<PartitionFunction> {
    let mut functions = multiplicity::partition_functions();
    functions.extend(sessions::partition_functions());
    functions
}

fn moment_functions() -> Vec<MomentFunction> {
    let mut functions = intervals::moment_functions();
    functions.extend(experiments::moment_functions());
    functions.extend(policy::moment_functions());
    functions
}

fn sample_functions() -> Vec<SampleFunction> {
    let mut functions = survival::sample_functions();
    functions.extend(quantiles::sample_functions());
    functions.extend(sequential::sample_functions());
    functions
}
