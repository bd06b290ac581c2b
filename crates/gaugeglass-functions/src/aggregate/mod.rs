//! How the aggregates sit in the query engine: two kinds of state, each written once.
//!
//! A *moment function* reads a few sums per group; a *sample function* needs every value of a group.

mod moment_function;
mod moment_groups;
mod moment_rows;
mod moment_state;
mod sample;
mod sample_function;
mod shape;

pub(crate) use moment_function::MomentFunction;
pub(crate) use moment_state::Arms;
pub(crate) use sample::Sample;
pub(crate) use sample_function::{Point, SampleFunction, constant};
pub(crate) use shape::Shape;

use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::function::AccumulatorArgs;

/// Refuses DISTINCT: it would drop units that happen to have equal values.
pub(crate) fn refuse_distinct(name: &str, args: &AccumulatorArgs) -> Result<()> {
    if args.is_distinct {
        return plan_err!("{name} counts every row: remove DISTINCT");
    }
    Ok(())
}
