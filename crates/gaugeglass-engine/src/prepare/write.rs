//! The second pass: every row under its contract, written to the cache, counted by file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{Array, AsArray, BooleanArray};
use arrow::compute::{cast, filter_record_batch, is_null};
use arrow::datatypes::{DataType, Int32Type, Int64Type, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use chrono::DateTime;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use gaugeglass_logs::Log;
use parking_lot::Mutex;

use super::contract::{REJECTED, REJECTED_VALUE, is_identifier};
use super::duplicates::{Winners, hash_rows};
use super::{Arrival, KIND, Listed, prepared_schema};
use crate::Error;
use crate::cache::Cache;
use crate::quarantine::{Reject, Rejects, mask};
use crate::source::{FILE_INDEX, ROW};

/// Rows of one file that stand, and that repeat.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub kept: u64,
    pub duplicate: u64,
}

/// What the pass wrote.
#[derive(Debug, Default)]
pub struct Written {
    pub place: String,
    pub files: BTreeMap<i32, Counts>,
    pub arrivals: Vec<Arrival>,
}

/// What all partitions count into.
#[derive(Default)]
struct Tally {
    files: BTreeMap<i32, Counts>,
    arrivals: BTreeMap<String, Arrival>,
}

struct Pass<'a> {
    log: &'static Log,
    schema: SchemaRef,
    winners: Winners,
    rejects: &'a Rejects,
    tally: Mutex<Tally>,
    progress: &'a (dyn Fn(u64) + Send + Sync),
}

/// Writes what stands, one part a partition.
pub async fn write(
    plan: LogicalPlan,
    listed: &Listed,
    winners: Winners,
    rejects: &Rejects,
    cache: &Cache,
    context: &SessionContext,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Written, Error> {
    let state = context.state();
    let physical = state.create_physical_plan(&plan).await.map_err(|cause| Error::from_datafusion(cause, ""))?;
    let streams = datafusion::physical_plan::execute_stream_partitioned(physical, state.task_ctx())
        .map_err(|cause| Error::from_datafusion(cause, ""))?;
    let pass = Arc::new(Pass { log: listed.log, schema: prepared_schema(listed.log), winners, rejects, tally: Mutex::default(), progress });
    let place = Cache::place(KIND, &listed.key);
    let parts = streams.into_iter().enumerate().map(|(part, batches)| write_part(&pass, &place, cache, part, batches));
    for part in futures::future::join_all(parts).await {
        part?;
    }
    let tally = std::mem::take(&mut *pass.tally.lock());
    Ok(Written { place, files: tally.files, arrivals: tally.arrivals.into_values().collect() })
}

async fn write_part(pass: &Pass<'_>, place: &str, cache: &Cache, part: usize, batches: SendableRecordBatchStream) -> Result<(), Error> {
    // A damaged file ends its run with an error that is already in quarantine; what came before stands.
    let kept = batches.map(|batch| match batch {
        Ok(batch) => pass.keep(&batch),
        Err(cause) => Err(Error::from_datafusion(cause, "")),
    });
    cache.write(place, part, Arc::clone(&pass.schema), kept).await?;
    Ok(())
}

impl Pass<'_> {
    /// The rows of a batch that stand.
    fn keep(&self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        let files = column(batch, FILE_INDEX)?.as_primitive::<Int32Type>().clone();
        let rows = column(batch, ROW)?.as_primitive::<Int64Type>().clone();
        let rejected = cast(column(batch, REJECTED)?, &DataType::Utf8).map_err(Error::internal)?;
        let keys = self.keys(batch)?;
        let mut keep = Vec::with_capacity(batch.num_rows());
        let mut counts: HashMap<i32, Counts> = HashMap::new();
        for at in 0..batch.num_rows() {
            if !rejected.is_null(at) {
                self.reject(batch, at, files.value(at), rows.value(at), rejected.as_string::<i32>().value(at))?;
                keep.push(false);
                continue;
            }
            let stands = keys.as_ref().is_none_or(|keys| self.winners.stands(keys[at], files.value(at), rows.value(at)));
            let count = counts.entry(files.value(at)).or_default();
            match stands {
                true => count.kept += 1,
                false => count.duplicate += 1,
            }
            keep.push(stands);
        }
        // A copy that arrives shows that its feed is alive, so arrivals count it too.
        let arrived = filter_record_batch(batch, &is_null(&rejected).map_err(Error::internal)?).map_err(Error::internal)?;
        let kept = filter_record_batch(batch, &BooleanArray::from(keep)).map_err(Error::internal)?;
        let kept = self.under_contract(&kept)?;
        self.count(counts, &arrived)?;
        (self.progress)(batch.num_rows() as u64);
        Ok(kept)
    }

    fn keys(&self, batch: &RecordBatch) -> Result<Option<Vec<u128>>, Error> {
        if self.log.key.is_empty() {
            return Ok(None);
        }
        let places: Result<Vec<usize>, _> = self.log.key.iter().map(|name| batch.schema().index_of(name)).collect();
        let keys = batch.project(&places.map_err(Error::internal)?).map_err(Error::internal)?;
        hash_rows(&keys).map(Some)
    }

    fn reject(&self, batch: &RecordBatch, at: usize, file: i32, row: i64, rule: &str) -> Result<(), Error> {
        let values = cast(column(batch, REJECTED_VALUE)?, &DataType::Utf8).map_err(Error::internal)?;
        let name = rule.split_once(':').map(|(_, name)| name.to_owned());
        let hidden = name.as_deref().is_some_and(|name| is_identifier(self.log, name));
        let shown = (!values.is_null(at)).then(|| values.as_string::<i32>().value(at).to_owned());
        self.rejects.row(Reject {
            file,
            row: Some(row),
            byte_offset: None,
            rule: rule.to_owned(),
            column: name,
            value: if hidden { shown.as_deref().map(mask) } else { shown },
        });
        Ok(())
    }

    fn under_contract(&self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        let places: Vec<usize> = (0..self.schema.fields().len()).collect();
        let batch = batch.project(&places).map_err(Error::internal)?;
        crate::wire::wire_batch(&batch, &self.schema).map_err(Error::internal)
    }

    fn count(&self, counts: HashMap<i32, Counts>, arrived: &RecordBatch) -> Result<(), Error> {
        let arrivals = arrivals(arrived)?;
        let mut tally = self.tally.lock();
        for (file, more) in counts {
            let count = tally.files.entry(file).or_default();
            count.kept += more.kept;
            count.duplicate += more.duplicate;
        }
        for more in arrivals {
            let known = tally.arrivals.entry(more.source.clone()).or_default();
            known.source = more.source;
            known.rows += more.rows;
            known.max_event_time = known.max_event_time.max(more.max_event_time);
            known.max_ingest_time = known.max_ingest_time.max(more.max_ingest_time);
        }
        Ok(())
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a arrow::array::ArrayRef, Error> {
    batch.column_by_name(name).ok_or_else(|| Error::internal(format!("no column {name} in a prepared batch")))
}

fn arrivals(batch: &RecordBatch) -> Result<Vec<Arrival>, Error> {
    let Some(source) = batch.column_by_name("source") else {
        return Ok(Vec::new());
    };
    let source = cast(source, &DataType::Utf8).map_err(Error::internal)?;
    let source = source.as_string::<i32>();
    let (event, ingest) = (instants(batch, "event_time")?, instants(batch, "ingest_time")?);
    let mut found: BTreeMap<&str, Arrival> = BTreeMap::new();
    for at in 0..batch.num_rows() {
        let name = if source.is_null(at) { "" } else { source.value(at) };
        let arrival = found.entry(name).or_insert_with(|| Arrival { source: name.to_owned(), ..Arrival::default() });
        arrival.rows += 1;
        arrival.max_event_time = arrival.max_event_time.max(event(at));
        arrival.max_ingest_time = arrival.max_ingest_time.max(ingest(at));
    }
    Ok(found.into_values().collect())
}

fn instants(batch: &RecordBatch, name: &str) -> Result<impl Fn(usize) -> Option<DateTime<chrono::Utc>>, Error> {
    let column = match batch.column_by_name(name) {
        Some(column) => Some(cast(column, &DataType::Timestamp(TimeUnit::Microsecond, None)).map_err(Error::internal)?),
        None => None,
    };
    Ok(move |at: usize| {
        let column = column.as_ref()?.as_primitive::<TimestampMicrosecondType>();
        (!column.is_null(at)).then(|| column.value(at)).and_then(DateTime::from_timestamp_micros)
    })
}
