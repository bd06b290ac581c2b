//! A small log of orders in any format, in memory; an engine over it; and what it must answer, worked out apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Field, Schema, TimeUnit, TimestampMicrosecondType};
use arrow::json::ReaderBuilder;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{DateTime, SecondsFormat};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use parquet::arrow::ArrowWriter;

use super::dice::Dice;
use crate::{Door, Engine, EngineSettings, Error, LogSettings, Request, StoreSettings};

const DAY: i64 = 86_400_000_000;
/// Midnight of 5 January 2026, in microseconds.
const START: i64 = 1_767_571_200_000_000;

/// A row of the log; instants are microseconds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    pub event_id: String,
    pub received: Option<i64>,
    pub loaded: Option<i64>,
    pub happened: Option<i64>,
    pub by_device: Option<i64>,
    pub sent: Option<i64>,
    pub status: Option<String>,
    pub total_cents: Option<i64>,
}

/// The columns in files, and which of them are instants.
const COLUMNS: [(&str, bool); 13] = [
    ("event_id", false),
    ("source", false),
    ("type", false),
    ("event_time", true),
    ("client_time", true),
    ("sent_time", true),
    ("received_time", true),
    ("ingest_time", true),
    ("time_precision", false),
    ("order_id", false),
    ("status", false),
    ("currency", false),
    ("total", false),
];

impl Order {
    /// The values of the columns, in their order.
    fn texts(&self) -> [Option<String>; 13] {
        let text = |text: &str| Some(text.to_owned());
        let instant = |micros: Option<i64>| micros.map(instant);
        [
            text(&self.event_id),
            text("/oms"),
            text("order_placed"),
            instant(self.happened),
            instant(self.by_device),
            instant(self.sent),
            instant(self.received),
            instant(self.loaded),
            text("us"),
            Some(format!("order-of-{}", self.event_id)),
            self.status.clone(),
            text("EUR"),
            self.total_cents.map(|cents| format!("{}.{:02}", cents / 100, cents % 100)),
        ]
    }
}

fn instant(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros).unwrap().to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Facts and their copies: one row in twenty is told again, received at another time, or at the same time with another
/// amount. Devices are a day off either way, and some facts are stamped 1970 or 2100.
pub fn facts(count: usize, seed: u64) -> Vec<Order> {
    let mut dice = Dice::new(seed);
    let mut facts: Vec<Order> = (0..count).map(|at| fact(at, &mut dice)).collect();
    for at in 0..count / 20 {
        let mut copy = facts[dice.below(count)].clone();
        copy.total_cents = copy.total_cents.map(|cents| cents + 1);
        if at % 2 == 0 {
            let shift = dice.below(2 * 3600) as i64 * 1_000_000 - 3_600_000_000;
            copy.received = copy.received.map(|received| received + shift);
        }
        if at % 3 == 0 {
            copy.loaded = copy.loaded.map(|loaded| loaded + 60_000_000);
        }
        facts.push(copy);
    }
    facts
}

fn fact(at: usize, dice: &mut Dice) -> Order {
    let true_time = START + (at as i64 % 5) * DAY + dice.below(86_400_000) as i64 * 1000 + dice.below(1000) as i64;
    let skew = [0, DAY, -DAY][dice.below(3)];
    let received = true_time + dice.below(5_000_000) as i64;
    let happened = match at % 50 {
        7 => 1_000_000 * at as i64,
        31 => 4_102_444_800_000_000 + at as i64,
        _ => true_time + skew,
    };
    Order {
        event_id: format!("e-{at:05}"),
        received: (!at.is_multiple_of(13)).then_some(received),
        loaded: Some(received + dice.below(3600) as i64 * 1_000_000),
        happened: Some(happened),
        by_device: (!at.is_multiple_of(7)).then_some(true_time + skew),
        sent: (!at.is_multiple_of(7)).then_some(received + skew),
        status: (!at.is_multiple_of(11)).then(|| ["placed", "paid", "refunded"][dice.below(3)].to_owned()),
        total_cents: (!at.is_multiple_of(17)).then(|| dice.below(100_000) as i64),
    }
}

/// The rows that stand, by the rule alone: of one key the one received first, then loaded first. Where both are equal
/// any may stand, but one and the same.
pub fn standing(facts: &[Order]) -> BTreeMap<String, Vec<Order>> {
    let rank = |order: &Order| (order.received.unwrap_or(i64::MAX), order.loaded.unwrap_or(i64::MAX));
    let mut by_key: BTreeMap<String, Vec<Order>> = BTreeMap::new();
    for fact in facts {
        by_key.entry(fact.event_id.clone()).or_default().push(fact.clone());
    }
    for candidates in by_key.values_mut() {
        let first = candidates.iter().map(rank).min().unwrap();
        candidates.retain(|order| rank(order) == first);
    }
    by_key
}

/// A format that orders are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Ndjson,
    Csv,
    Parquet,
}

impl Written {
    pub const ALL: [Written; 3] = [Written::Ndjson, Written::Csv, Written::Parquet];

    pub fn name(self) -> &'static str {
        match self {
            Written::Ndjson => "ndjson",
            Written::Csv => "csv",
            Written::Parquet => "parquet",
        }
    }

    /// The bytes of a file.
    pub fn file(self, orders: &[Order]) -> Vec<u8> {
        match self {
            Written::Ndjson => ndjson(orders),
            Written::Csv => csv(orders),
            Written::Parquet => parquet(orders),
        }
    }
}

fn ndjson(orders: &[Order]) -> Vec<u8> {
    let line = |order: &Order| {
        let values = COLUMNS.iter().zip(order.texts()).filter_map(|((name, _), text)| Some((name.to_string(), text?.into())));
        serde_json::Value::Object(values.collect()).to_string() + "\n"
    };
    orders.iter().map(line).collect::<String>().into_bytes()
}

fn csv(orders: &[Order]) -> Vec<u8> {
    let header = COLUMNS.map(|(name, _)| name).join(",");
    let rows = orders.iter().map(|order| order.texts().map(Option::unwrap_or_default).join(","));
    let lines: Vec<String> = std::iter::once(header).chain(rows).collect();
    (lines.join("\n") + "\n").into_bytes()
}

fn parquet(orders: &[Order]) -> Vec<u8> {
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let fields = COLUMNS.map(|(name, is_instant)| match (name, is_instant) {
        ("total", _) => Field::new(name, DataType::Decimal128(18, 4), true),
        (_, true) => Field::new(name, instant.clone(), true),
        _ => Field::new(name, DataType::Utf8, true),
    });
    let schema = Arc::new(Schema::new(fields.to_vec()));
    let text = ndjson(orders);
    let batches = ReaderBuilder::new(Arc::clone(&schema)).build(text.as_slice()).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    batches.for_each(|batch| writer.write(&batch.unwrap()).unwrap());
    writer.into_inner().unwrap()
}

/// Facts in files of `per_file`, in one folder.
pub async fn filled(facts: &[Order], per_file: usize, written: Written) -> Arc<InMemory> {
    let store = Arc::new(InMemory::new());
    for (at, orders) in facts.chunks(per_file).enumerate() {
        put(&*store, &format!("orders/part-{at:03}.{}", written.name()), written.file(orders)).await;
    }
    store
}

pub async fn put(store: &dyn ObjectStore, key: &str, bytes: Vec<u8>) {
    store.put(&Path::from(key), PutPayload::from(bytes)).await.unwrap();
}

/// A configuration with one source of orders in `store`, and a cache in `folder`.
pub fn settings(store: Arc<dyn ObjectStore>, written: Written, folder: &std::path::Path) -> EngineSettings {
    let lake = StoreSettings { objects: Some(store), ..StoreSettings::at("memory:lake") };
    let source =
        LogSettings { store: "lake".into(), path: "orders/".into(), format: Some(written.name().into()), mapping: None, partition: None };
    EngineSettings {
        cache: format!("file://{}", folder.join("cache").display()),
        base: folder.to_owned(),
        stores: [("lake".to_owned(), lake)].into(),
        logs: [("orders".to_owned(), vec![source])].into(),
        ..EngineSettings::default()
    }
}

/// The rows of a statement, in the engine's types.
pub async fn ask(engine: &Engine, sql: &str) -> Result<Vec<RecordBatch>, Error> {
    Ok(engine.session(Request::new("test", Door::Cli)).query(sql).await?.batches)
}

/// Every row of the log with all its columns, as text, in order.
pub async fn whole_rows(engine: &Engine) -> Result<Vec<String>, Error> {
    let mut rows: Vec<String> = ask(engine, "select * from logs.orders").await?.iter().flat_map(texts).collect();
    rows.sort();
    Ok(rows)
}

fn texts(batch: &RecordBatch) -> Vec<String> {
    let options = FormatOptions::default().with_null("null");
    let columns: Vec<ArrayFormatter<'_>> =
        batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &options).unwrap()).collect();
    let row = |at: usize| columns.iter().map(|column| column.value(at).to_string()).collect::<Vec<_>>().join(" | ");
    (0..batch.num_rows()).map(row).collect()
}

/// The log's rows as orders, by key.
pub async fn orders(engine: &Engine) -> Result<Vec<Order>, Error> {
    let batches = ask(
        engine,
        "select event_id, received_time, ingest_time, event_time, client_time, sent_time, status, total from logs.orders order by event_id",
    )
    .await?;
    Ok(batches.iter().flat_map(orders_of).collect())
}

fn orders_of(batch: &RecordBatch) -> Vec<Order> {
    let text = |column: usize, at: usize| {
        let values = cast(batch.column(column), &DataType::Utf8).unwrap();
        let values = values.as_string::<i32>();
        values.is_valid(at).then(|| values.value(at).to_owned())
    };
    let instant = |column: usize, at: usize| {
        let values = batch.column(column).as_primitive::<TimestampMicrosecondType>();
        values.is_valid(at).then(|| values.value(at))
    };
    let totals = batch.column(7).as_primitive::<Decimal128Type>();
    let row = |at: usize| Order {
        event_id: text(0, at).unwrap(),
        received: instant(1, at),
        loaded: instant(2, at),
        happened: instant(3, at),
        by_device: instant(4, at),
        sent: instant(5, at),
        status: text(6, at),
        total_cents: totals.is_valid(at).then(|| (totals.value(at) / 100) as i64),
    };
    (0..batch.num_rows()).map(row).collect()
}

/// Panics unless these are the rows that stand.
pub fn assert_standing(found: &[Order], facts: &[Order], what: &str) {
    let expected = standing(facts);
    assert_eq!(found.len(), expected.len(), "{what}");
    for order in found {
        assert!(expected[&order.event_id].contains(order), "{what}: {order:?} of {:?}", expected[&order.event_id]);
    }
}
