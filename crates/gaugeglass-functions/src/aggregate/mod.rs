//! How the aggregates sit in the query engine: three kinds of state, each written once.
//!
//! A *moment function* reads a few sums per group, a *stratified function* the counts of its strata; a *sample function* needs
//! every value of a group.

mod list_state;
mod moment_function;
mod moment_groups;
mod moment_rows;
mod moment_state;
mod sample;
mod sample_function;
mod shape;
mod stratified_function;

pub(crate) use list_state::{list, list_field, list_type};
pub(crate) use moment_function::MomentFunction;
pub(crate) use moment_state::Arms;
pub(crate) use sample::Sample;
pub(crate) use sample_function::{Point, SampleFunction, constant};
pub(crate) use shape::Shape;
pub(crate) use stratified_function::{Strata, StratifiedFunction};

use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::function::AccumulatorArgs;

/// Refuses DISTINCT: it would drop units that happen to have equal values.
pub(crate) fn refuse_distinct(name: &str, args: &AccumulatorArgs) -> Result<()> {
    if args.is_distinct {
        return plan_err!("{name} counts every row: remove DISTINCT");
    }
    Ok(())
}
