//! A Delta table as a source: its log, written by hand, tells which files are read and what is not in them.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use arrow::json::ReaderBuilder;
use object_store::ObjectStore;
use object_store::memory::InMemory;
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

use super::fault_store::{FaultStore, Faults, Operation};
use super::orders::{Order, Written, ask, assert_standing, facts, orders, put, settings};
use crate::Engine;

/// The log tells the type of the partition column; the columns in the files tell their own.
const COLUMNS: &str = r#"{"type":"struct","fields":[{"name":"event_id","type":"string","nullable":true,"metadata":{}},{"name":"channel","type":"string","nullable":true,"metadata":{}}]}"#;
/// The same where the files name their columns in another way.
const MAPPED: &str = r#"{"type":"struct","fields":[{"name":"event_id","type":"string","nullable":true,"metadata":{"delta.columnMapping.id":1,"delta.columnMapping.physicalName":"col-1"}},{"name":"channel","type":"string","nullable":true,"metadata":{"delta.columnMapping.id":2,"delta.columnMapping.physicalName":"col-2"}}]}"#;

fn protocol() -> Value {
    json!({"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}})
}

fn metadata(columns: &str, configuration: &Value) -> Value {
    json!({"metaData": {
        "id": "5fba94ed-9794-4965-ba6e-6ee3c0d22af9",
        "format": {"provider": "parquet", "options": {}},
        "schemaString": columns,
        "partitionColumns": ["channel"],
        "configuration": configuration,
        "createdTime": 0,
    }})
}

fn add(path: &str, channel: Option<&str>) -> Value {
    json!({"add": {"path": path, "partitionValues": {"channel": channel}, "size": 1, "modificationTime": 0, "dataChange": true}})
}

fn remove(path: &str) -> Value {
    json!({"remove": {"path": path, "deletionTimestamp": 0, "dataChange": true}})
}

fn lines(actions: &[Value]) -> Vec<u8> {
    actions.iter().map(|action| format!("{action}\n")).collect::<String>().into_bytes()
}

async fn commit(lake: &InMemory, version: u64, actions: &[Value]) {
    put(lake, &format!("orders/_delta_log/{version:020}.json"), lines(actions)).await;
}

/// The state of a table after a version, so that no commit before it is needed.
async fn checkpoint(lake: &InMemory, version: u64, actions: &[Value]) {
    let (schema, text) = (checkpoint_schema(), lines(actions));
    let batches = ReaderBuilder::new(Arc::clone(&schema)).build(text.as_slice()).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    batches.for_each(|batch| writer.write(&batch.unwrap()).unwrap());
    put(lake, &format!("orders/_delta_log/{version:020}.checkpoint.parquet"), writer.into_inner().unwrap()).await;
    put(lake, "orders/_delta_log/_last_checkpoint", lines(&[json!({"version": version, "size": actions.len()})])).await;
}

fn checkpoint_schema() -> Arc<Schema> {
    let field = |name: &str, kind: DataType| Field::new(name, kind, true);
    let whole = |name: &str| field(name, DataType::Int64);
    let text = |name: &str| field(name, DataType::Utf8);
    let version = |name: &str| field(name, DataType::Int32);
    let object = |name: &str, members: Vec<Field>| field(name, DataType::Struct(members.into()));
    let entry = DataType::Struct(vec![text("key").with_nullable(false), text("value")].into());
    let map = |name: &str| field(name, DataType::Map(Arc::new(Field::new("key_value", entry.clone(), false)), false));
    let list = |name: &str| field(name, DataType::List(Arc::new(text("element"))));
    Arc::new(Schema::new(vec![
        object("protocol", vec![version("minReaderVersion"), version("minWriterVersion")]),
        object(
            "metaData",
            vec![
                text("id"),
                object("format", vec![text("provider"), map("options")]),
                text("schemaString"),
                list("partitionColumns"),
                map("configuration"),
                whole("createdTime"),
            ],
        ),
        object(
            "add",
            vec![text("path"), map("partitionValues"), whole("size"), whole("modificationTime"), field("dataChange", DataType::Boolean)],
        ),
    ]))
}

/// An engine with the table as its one source.
async fn open(lake: Arc<dyn ObjectStore>, folder: &std::path::Path) -> Engine {
    let mut settings = settings(lake, Written::Parquet, folder);
    settings.logs.values_mut().flatten().for_each(|source| source.format = Some("delta".into()));
    Engine::open(settings).await.unwrap()
}

async fn count(engine: &Engine, condition: &str) -> i64 {
    let answer = ask(engine, &format!("select count(*) from logs.orders where {condition}")).await.unwrap();
    answer[0].column(0).as_primitive::<Int64Type>().value(0)
}

/// Five files of twenty orders each, of which only the log says who they belong to.
async fn files(lake: &InMemory, orders: &[Order]) {
    for (at, orders) in orders.chunks(20).enumerate() {
        put(lake, &format!("orders/part-{at}.parquet"), Written::Parquet.file(orders)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_files_of_the_newest_version_are_read_with_what_the_log_tells_of_them() {
    let facts = facts(100, 13)[..100].to_vec();
    let after_two = [protocol(), metadata(COLUMNS, &json!({})), add("part-0.parquet", Some("web")), add("part-2.parquet", Some("store"))];
    for has_checkpoint in [false, true] {
        let lake = Arc::new(InMemory::new());
        files(&lake, &facts).await;
        match has_checkpoint {
            true => checkpoint(&lake, 2, &[&after_two[..], &[add("part-3.parquet", None)]].concat()).await,
            false => {
                commit(&lake, 0, &[&after_two[..3], &[add("part-1.parquet", Some("ios"))]].concat()).await;
                commit(&lake, 1, &after_two[3..]).await;
                commit(&lake, 2, &[remove("part-1.parquet"), add("part-3.parquet", None)]).await;
            }
        }
        commit(&lake, 3, &[remove("part-0.parquet"), add("part-4.parquet", Some("web"))]).await;
        let store = FaultStore::new(lake.clone(), Faults::default());
        let folder = tempfile::tempdir().unwrap();
        let engine = open(store.clone(), folder.path()).await;
        assert_standing(&orders(&engine).await.unwrap(), &facts[40..], "version 3");
        for (condition, expected) in [("channel = 'web'", 20), ("channel = 'store'", 20), ("channel is null", 20), ("channel = 'ios'", 0)] {
            assert_eq!(count(&engine, condition).await, expected, "{condition}, with a checkpoint: {has_checkpoint}");
        }
        commit(&lake, 4, &[remove("part-2.parquet")]).await;
        engine.refresh().await.unwrap();
        assert_standing(&orders(&engine).await.unwrap(), &facts[60..], "version 4");
        assert_eq!(store.calls(Operation::writes), 0, "a log location is only read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_asks_for_more_than_is_read_is_refused_by_name() {
    let plain = || vec![protocol(), metadata(COLUMNS, &json!({}))];
    let mut struck_out = add("part-0.parquet", None);
    struck_out["add"]["deletionVector"] =
        json!({"storageType": "u", "pathOrInlineDv": "ab^-aqEH.-t@S}K{vb[*k^", "offset": 4, "sizeInBytes": 40, "cardinality": 6});
    let features = json!({"protocol": {
        "minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ["deletionVectors"], "writerFeatures": ["deletionVectors"],
    }});
    let by_name = metadata(MAPPED, &json!({"delta.columnMapping.mode": "name", "delta.columnMapping.maxColumnId": "2"}));
    let mapped = vec![json!({"protocol": {"minReaderVersion": 2, "minWriterVersion": 5}}), by_name];
    let cases = [
        (vec![features, metadata(COLUMNS, &json!({})), struck_out], "rows of part-0.parquet are struck out by a deletion vector"),
        (mapped, "`delta.columnMapping.mode` is `name`"),
        ([plain(), vec![add("gone.parquet", None)]].concat(), "its log names orders/gone.parquet, which is not there"),
        ([plain(), vec![add("s3://elsewhere/a.parquet", None)]].concat(), "s3://elsewhere/a.parquet lies outside of its folder"),
        (plain(), "it has no file"),
        (Vec::new(), "there is no `_delta_log/`"),
    ];
    for (actions, words) in cases {
        let lake = Arc::new(InMemory::new());
        files(&lake, &facts(20, 14)).await;
        if !actions.is_empty() {
            commit(&lake, 0, &actions).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let error = orders(&open(lake, folder.path()).await).await.unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("logs.orders"), "{words}: {error}");
    }
}
