//! How far a log has arrived: its newest event, and how long its events are usually under way.

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Float64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Asked, kept};
use crate::relations::columns::{instant_type, schema};
use crate::scope::Scope;
use crate::{Error, metric};

/// Where nothing says when rows were loaded, they are given as long as any figure is (rule G6).
const DELAY: TimeDelta = TimeDelta::hours(metric::LATENESS_HOURS);

/// How far the slowest of some logs has arrived.
#[derive(Debug, Clone, Copy, Default)]
pub struct Arrival {
    /// The newest event of the log that lags most; none where one has had no event for the whole range.
    pub watermark: Option<DateTime<Utc>>,
    /// All but one in a hundred events are loaded this long after they happened.
    delay: Option<TimeDelta>,
}

impl Arrival {
    /// Events until then are overdue, if they are not there at `to`.
    pub fn due_to(&self, to: DateTime<Utc>) -> DateTime<Utc> {
        to - self.delay.unwrap_or(DELAY)
    }
}

/// How far the logs have arrived that say when their events happened, among the rows of the range.
pub async fn arrival(scope: &Scope, logs: &[String], from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Arrival, Error> {
    let timed = logs.iter().filter_map(|name| gaugeglass_logs::log(name)).filter(|log| log.column("event_time").is_some());
    let mut slowest: Option<Arrival> = None;
    for log in timed {
        let has_loads = log.column("ingest_time").is_some();
        let found = of_log(scope, log.name, has_loads, from, to).await?;
        slowest = Some(slowest.map_or(found, |slowest| slower(slowest, found)));
    }
    Ok(slowest.unwrap_or_default())
}

fn slower(one: Arrival, other: Arrival) -> Arrival {
    Arrival { watermark: one.watermark.min(other.watermark), delay: one.delay.max(other.delay) }
}

async fn of_log(scope: &Scope, log: &str, has_loads: bool, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Arrival, Error> {
    let delay = match has_loads {
        true => "quantile_with_misses(0.99, date_part('epoch', ingest_time - event_time)) filter (where ingest_time >= event_time)",
        false => "null",
    };
    let name = format!("logs.{log}");
    let asked = Asked {
        definition: "",
        sql: format!("select max(event_time), {delay} from {name} where event_time >= $from and event_time < $to"),
        values: metric::standard(scope, from, to),
        inputs: std::slice::from_ref(&name),
        schema: schema(&[("newest", instant_type()), ("delay_s", DataType::Float64)]),
    };
    Ok(read(&kept(scope, asked).await?))
}

fn read(batch: &RecordBatch) -> Arrival {
    let newest = batch.column(0).as_primitive::<TimestampMicrosecondType>().iter().next().flatten();
    let delay_s = batch.column(1).as_primitive::<Float64Type>().iter().next().flatten().filter(|delay| delay.is_finite());
    Arrival {
        watermark: newest.and_then(DateTime::from_timestamp_micros),
        delay: delay_s.map(|delay| TimeDelta::milliseconds((delay * 1e3) as i64)),
    }
}
