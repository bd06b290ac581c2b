//! Claims about the functions, made through SQL as their users call them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod associations;
mod behaviour;
mod business_seconds;
mod clocks;
mod concentration;
mod documentation;
mod edges;
mod experiment_oracles;
mod identity;
mod multiplicity;
mod oracles;
mod partitions;
mod planning;
mod policy;
mod quantile_difference;
mod sequential;
mod sessions;
mod sketches;
mod slo;
mod survival;
mod vectors;

use std::sync::Arc;

use arrow::array::{Array, Float64Array, RecordBatch};
use arrow::compute::concat_batches;
use datafusion::common::cast::as_float64_array;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::prelude::{SessionConfig, SessionContext};

/// A session that knows the functions and answers over `partitions` partitions.
pub(crate) fn session(partitions: usize) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(partitions).with_batch_size(64);
    let mut session = SessionContext::new_with_config(config);
    crate::register(&mut session).unwrap();
    session
}

/// A session with `batch` as table `t`, its rows dealt over `partitions` partitions in small batches.
pub(crate) fn session_over(batch: &RecordBatch, partitions: usize) -> SessionContext {
    let session = session(partitions);
    let mut dealt = vec![Vec::new(); partitions];
    for (index, start) in (0..batch.num_rows()).step_by(37).enumerate() {
        let piece = batch.slice(start, 37.min(batch.num_rows() - start));
        dealt[index * 5 % partitions].push(piece);
    }
    let table = MemTable::try_new(batch.schema(), dealt).unwrap();
    session.register_table("t", Arc::new(table)).unwrap();
    session
}

/// All rows of the answer to `sql`.
pub(crate) async fn rows(session: &SessionContext, sql: &str) -> Result<RecordBatch> {
    let frame = session.sql(sql).await?;
    let schema = frame.schema().inner().clone();
    let batches = frame.collect().await?;
    Ok(concat_batches(&schema, &batches)?)
}

/// The one number that answers `sql`.
pub(crate) async fn number(session: &SessionContext, sql: &str) -> Option<f64> {
    let rows = rows(session, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let numbers: &Float64Array = as_float64_array(rows.column(0)).unwrap();
    assert_eq!(numbers.len(), 1, "{sql} must give one row");
    numbers.is_valid(0).then(|| numbers.value(0))
}

/// Asserts that `actual` is `expected` to nine digits, with 0 within 1e-12.
pub(crate) fn close(claim: &str, actual: f64, expected: f64) {
    let near = actual == expected || (actual - expected).abs() <= 1e-9 * expected.abs().max(1e-3);
    assert!(near, "{claim}: {actual:e} is not {expected:e}");
}
