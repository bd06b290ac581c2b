//! Which row stands where several have one key.
//!
//! The one received first: a fact must not change after a decision was taken on it. Equal times
//! fall to the earlier file and row, so that the answer does not depend on threads.

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use arrow::row::{RowConverter, SortField};
use datafusion::common::Column;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col};
use datafusion::prelude::SessionContext;
use futures::TryStreamExt;
use gaugeglass_logs::Log;
use twox_hash::XxHash3_128;

use super::contract::REJECTED;
use crate::Error;
use crate::source::{FILE_INDEX, ROW};

/// Received when, in which file and row: the smallest stands.
type Standing = (i64, i32, i64);

/// The standing row of every key.
#[derive(Debug, Default)]
pub struct Winners {
    by_key: HashMap<u128, Standing>,
}

impl Winners {
    /// True where this row is the one that stands for its key.
    pub fn stands(&self, key: u128, file: i32, row: i64) -> bool {
        self.by_key.get(&key).is_none_or(|(_, standing_file, standing_row)| (*standing_file, *standing_row) == (file, row))
    }

    fn add(&mut self, key: u128, candidate: Standing) {
        self.by_key.entry(key).and_modify(|standing| *standing = candidate.min(*standing)).or_insert(candidate);
    }

    fn merge(mut self, other: Winners) -> Winners {
        for (key, candidate) in other.by_key {
            self.add(key, candidate);
        }
        self
    }
}

/// Reads the key columns alone and finds the standing rows.
pub async fn winners(plan: LogicalPlan, log: &Log, context: &SessionContext) -> Result<Winners, Error> {
    if log.key.is_empty() {
        return Ok(Winners::default());
    }
    let plan = keys_only(plan, log)?;
    let state = context.state();
    let physical = state.create_physical_plan(&plan).await.map_err(|cause| Error::from_datafusion(cause, ""))?;
    let streams = datafusion::physical_plan::execute_stream_partitioned(physical, state.task_ctx())
        .map_err(|cause| Error::from_datafusion(cause, ""))?;
    let width = log.key.len();
    let mut parts = tokio::task::JoinSet::new();
    for stream in streams {
        parts.spawn(of_stream(stream, width));
    }
    let mut all = Winners::default();
    while let Some(part) = parts.join_next().await {
        all = all.merge(part.map_err(Error::internal)??);
    }
    Ok(all)
}

fn keys_only(plan: LogicalPlan, log: &Log) -> Result<LogicalPlan, Error> {
    let named = |name: &str| Expr::Column(Column::new_unqualified(name));
    let mut columns: Vec<Expr> = log.key.iter().map(|name| named(name)).collect();
    columns.push(match log.column("received_time") {
        Some(_) => named("received_time"),
        None => Expr::Literal(datafusion::common::ScalarValue::TimestampMicrosecond(None, None), None),
    });
    columns.extend([named(FILE_INDEX), named(ROW)]);
    LogicalPlanBuilder::from(plan)
        .filter(col(REJECTED).is_null())
        .and_then(|builder| builder.project(columns))
        .and_then(LogicalPlanBuilder::build)
        .map_err(Error::internal)
}

async fn of_stream(mut batches: datafusion::execution::SendableRecordBatchStream, width: usize) -> Result<Winners, Error> {
    let mut winners = Winners::default();
    while let Some(batch) = batches.try_next().await.map_err(|cause| Error::from_datafusion(cause, ""))? {
        add_batch(&mut winners, &batch, width)?;
    }
    Ok(winners)
}

fn add_batch(winners: &mut Winners, batch: &RecordBatch, width: usize) -> Result<(), Error> {
    let keys = hash_rows(&batch.project(&(0..width).collect::<Vec<_>>()).map_err(Error::internal)?)?;
    let instant = DataType::Timestamp(TimeUnit::Microsecond, None);
    let received = cast(batch.column(width), &instant).map_err(Error::internal)?;
    let received = received.as_primitive::<TimestampMicrosecondType>();
    let files = batch.column(width + 1).as_primitive::<Int32Type>();
    let rows = batch.column(width + 2).as_primitive::<Int64Type>();
    for (at, key) in keys.into_iter().enumerate() {
        let when = if received.is_null(at) { i64::MAX } else { received.value(at) };
        winners.add(key, (when, files.value(at), rows.value(at)));
    }
    Ok(())
}

/// A 128-bit hash of each row: two keys share one with a chance of about n²/2¹²⁹.
pub fn hash_rows(keys: &RecordBatch) -> Result<Vec<u128>, Error> {
    let fields = keys.schema().fields().iter().map(|field| SortField::new(field.data_type().clone())).collect();
    let converter = RowConverter::new(fields).map_err(Error::internal)?;
    let rows = converter.convert_columns(keys.columns()).map_err(Error::internal)?;
    Ok(rows.iter().map(|row| XxHash3_128::oneshot(row.as_ref())).collect())
}
