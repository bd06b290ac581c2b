//! Rows of a unit gathered until they are worth a row group, sorted by time and written.

use std::sync::Arc;

use arrow::array::{Array, AsArray, UInt32Array};
use arrow::compute::{SortOptions, cast, concat, interleave_record_batch, sort_to_indices};
use arrow::datatypes::{DataType, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use datafusion::common::hash_utils::{RandomState, create_hashes};
use gaugeglass_logs::Log;

use super::keys::{self, KeyEntry};
use crate::Error;
use crate::cache::{Cache, OpenPart, Part};

/// A row group.
const ROWS_MAX: usize = 128 * 1024;
/// Rows are written earlier where they are this big in memory.
const BYTES_MAX: usize = 32 << 20;

/// Writes the rows of one unit.
pub struct Writer<'a> {
    log: &'static Log,
    schema: SchemaRef,
    cache: &'a Cache,
    place: String,
    open: Option<OpenPart>,
    batches: Vec<RecordBatch>,
    rows: usize,
    bytes: usize,
    waiting: Vec<KeyEntry>,
    keys: Vec<KeyEntry>,
    runs: Vec<Part>,
    position: u32,
}

impl<'a> Writer<'a> {
    /// A writer to `place`.
    pub fn new(log: &'static Log, schema: SchemaRef, cache: &'a Cache, place: String) -> Writer<'a> {
        let (batches, waiting, keys, runs) = Default::default();
        Writer { log, schema, cache, place, open: None, batches, rows: 0, bytes: 0, waiting, keys, runs, position: 0 }
    }

    /// Adds rows under the contract; `files` is the file of each.
    pub async fn add(&mut self, batch: RecordBatch, files: &[i32]) -> Result<(), Error> {
        self.waiting.extend(self.entries(&batch, files)?);
        self.rows += batch.num_rows();
        self.bytes += batch.get_array_memory_size();
        self.batches.push(batch);
        match self.rows >= ROWS_MAX || self.bytes >= BYTES_MAX {
            true => self.write_group().await,
            false => Ok(()),
        }
    }

    /// Ends the unit: its rows, then the runs of their keys.
    pub async fn close(mut self) -> Result<Vec<Part>, Error> {
        self.write_group().await?;
        self.write_run().await?;
        let mut parts = Vec::new();
        if let Some(open) = self.open {
            parts.push(open.close().await?);
        }
        parts.extend(self.runs);
        Ok(parts)
    }

    fn entries(&self, batch: &RecordBatch, files: &[i32]) -> Result<Vec<KeyEntry>, Error> {
        if self.log.key.is_empty() {
            return Ok(Vec::new());
        }
        let places: Result<Vec<usize>, _> = self.log.key.iter().map(|name| batch.schema().index_of(name)).collect();
        let keys = keys::hash_rows(&batch.project(&places.map_err(Error::internal)?).map_err(Error::internal)?)?;
        let mut content = vec![0; batch.num_rows()];
        create_hashes(batch.columns(), &RandomState::with_seed(0), &mut content).map_err(Error::internal)?;
        let (received, loaded) = (instants(batch, "received_time")?, instants(batch, "ingest_time")?);
        let first = self.rows as u32;
        let entries = keys.into_iter().enumerate().map(|(at, key)| KeyEntry {
            key,
            received: received[at],
            loaded: loaded[at],
            content: content[at],
            file: files[at],
            position: first + at as u32,
        });
        Ok(entries.collect())
    }

    async fn write_group(&mut self) -> Result<(), Error> {
        let batches = std::mem::take(&mut self.batches);
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        if rows == 0 {
            return Ok(());
        }
        let time = self.log.time.and_then(|time| self.schema.index_of(time).ok());
        let order = order(&batches, time)?;
        let sorted = match &order {
            Some(order) => vec![in_order(&batches, order)?],
            None => batches,
        };
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.cache.part(&self.place, 0, Arc::clone(&self.schema), time)?,
        };
        for batch in &sorted {
            open.write(batch).await?;
        }
        open.end_row_group().await?;
        self.open = Some(open);
        self.place_keys(order.as_ref()).await?;
        self.position += rows as u32;
        Ok(())
    }

    /// The keys of a group, at the places to which sorting brought their rows.
    async fn place_keys(&mut self, order: Option<&UInt32Array>) -> Result<(), Error> {
        let mut entries = std::mem::take(&mut self.waiting);
        if let Some(order) = order {
            let mut placed = vec![0; entries.len()];
            for (to, from) in order.values().iter().enumerate() {
                placed[*from as usize] = to as u32;
            }
            entries.iter_mut().for_each(|entry| entry.position = placed[entry.position as usize]);
        }
        entries.iter_mut().for_each(|entry| entry.position += self.position);
        self.keys.append(&mut entries);
        match self.keys.len() >= keys::RUN_ENTRIES_MAX {
            true => self.write_run().await,
            false => Ok(()),
        }
    }

    async fn write_run(&mut self) -> Result<(), Error> {
        let mut entries = std::mem::take(&mut self.keys);
        if entries.is_empty() {
            return Ok(());
        }
        let rows = entries.len() as u64;
        let bytes = keys::encode(&mut entries)?;
        let path = format!("{}/keys-{:04}.arrow", self.place, self.runs.len());
        self.runs.push(self.cache.put(&path, bytes, rows).await?);
        Ok(())
    }
}

/// For each place the row that belongs there by time; none where the rows are in order as they are.
fn order(batches: &[RecordBatch], time: Option<usize>) -> Result<Option<UInt32Array>, Error> {
    let Some(time) = time else {
        return Ok(None);
    };
    let times: Vec<&dyn Array> = batches.iter().map(|batch| batch.column(time).as_ref()).collect();
    let times = concat(&times).map_err(Error::internal)?;
    let order = sort_to_indices(&times, Some(SortOptions { descending: false, nulls_first: true }), None).map_err(Error::internal)?;
    let is_in_order = order.values().iter().enumerate().all(|(to, from)| to == *from as usize);
    Ok((!is_in_order).then_some(order))
}

/// The rows in this order, copied once.
fn in_order(batches: &[RecordBatch], order: &UInt32Array) -> Result<RecordBatch, Error> {
    let places: Vec<(usize, usize)> =
        batches.iter().enumerate().flat_map(|(batch, rows)| (0..rows.num_rows()).map(move |row| (batch, row))).collect();
    let wanted: Vec<(usize, usize)> = order.values().iter().map(|from| places[*from as usize]).collect();
    interleave_record_batch(&batches.iter().collect::<Vec<_>>(), &wanted).map_err(Error::internal)
}

/// Microseconds of an instant column; the last of all where it is unknown.
fn instants(batch: &RecordBatch, name: &str) -> Result<Vec<i64>, Error> {
    let Some(column) = batch.column_by_name(name) else {
        return Ok(vec![i64::MAX; batch.num_rows()]);
    };
    let column = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, None)).map_err(Error::internal)?;
    Ok(column.as_primitive::<TimestampMicrosecondType>().iter().map(|instant| instant.unwrap_or(i64::MAX)).collect())
}
