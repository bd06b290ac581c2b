//! The facts of the demo, delivered as vendors deliver them and read through the mappings that come with the program,
//! are the canonical facts: row for row, on every column that the vendor's format can carry.
//!
//! What a format cannot carry stands in the front matter of its mapping and nowhere else; the test prints it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use gaugeglass_logs::{log, mapping, mappings};
use gaugeglass_tests::{program, rows, run, write_config};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;
use serde::Deserialize;
use serde_json::json;

/// One log in one vendor's files.
struct Feed {
    vendor: &'static str,
    log: &'static str,
    path: &'static str,
    /// The canonical facts for which the vendor has an event.
    facts: &'static str,
}

const SHOP: &str = "source in ('/shop/web', '/shop/ios', '/shop/android')";

/// What the shop's own report of an order says in the terms of the order system.
const SHOP_ORDERS: &str = "(select *, 'order_placed' as order_type, event_time as placed_time, 'placed' as status,
    cast(revenue + discount as decimal(18, 4)) as gross_revenue from logs.events where type = 'order_completed')";

const FEEDS: [Feed; 12] = [
    feed("segment", "events", "segment/{yyyy}/{mm}/{dd}/", "logs.events where SHOP"),
    feed("segment", "orders", "segment/{yyyy}/{mm}/{dd}/", "ORDERS where SHOP"),
    feed("segment", "exposures", "segment/{yyyy}/{mm}/{dd}/", "logs.exposures where SHOP"),
    feed(
        "segment",
        "deliveries",
        "segment/{yyyy}/{mm}/{dd}/",
        "logs.deliveries where channel = 'email' and status not in ('sent', 'failed', 'suppressed')",
    ),
    feed("snowplow", "events", "snowplow/run={yyyy}-{mm}-{dd}-*/", "logs.events where SHOP"),
    feed("ga4", "events", "ga4/events_{yyyy}{mm}{dd}/", "logs.events where SHOP"),
    feed(
        "braze",
        "deliveries",
        "braze/event_type=*/date={yyyy}-{mm}-{dd}/",
        "logs.deliveries where status <> 'failed' and not (channel = 'push' and status = 'delivered')",
    ),
    feed(
        "sendgrid",
        "deliveries",
        "sendgrid/dt={yyyy}-{mm}-{dd}/",
        "logs.deliveries where channel = 'email' and status not in ('sent', 'failed', 'suppressed')",
    ),
    feed("cloudevents", "decisions", "cloudevents/", "logs.decisions where true"),
    feed("cloudevents", "approvals", "cloudevents/", "logs.approvals where true"),
    feed("xes", "approvals", "xes/{yyyy}-{mm}-{dd}/", "logs.approvals where true"),
    feed("otel", "exposures", "otel/year={yyyy}/month={mm}/day={dd}/", "logs.exposures where true"),
];

const fn feed(vendor: &'static str, log: &'static str, path: &'static str, facts: &'static str) -> Feed {
    Feed { vendor, log, path, facts }
}

/// What the front matter of a mapping says it loses.
#[derive(Deserialize)]
struct Losses {
    #[serde(default)]
    cannot_carry: Vec<String>,
    #[serde(default)]
    coarser: BTreeMap<String, String>,
}

impl Losses {
    fn of(feed: &Feed) -> Losses {
        let sql = mapping(feed.vendor, feed.log).unwrap().sql;
        let front = sql.strip_prefix("/* ---\n").unwrap().split_once("\n--- */").unwrap().0;
        serde_saphyr::from_str(front).unwrap()
    }

    /// Columns to compare, as SQL that is as coarse as the vendor.
    fn carried(&self, feed: &Feed) -> Vec<(String, String)> {
        let names = log(feed.log)
            .unwrap()
            .columns
            .iter()
            .map(|column| column.name)
            .filter(|name| !self.cannot_carry.iter().any(|lost| lost == name));
        names.map(|name| (name.to_owned(), self.coarse(name))).collect()
    }

    fn coarse(&self, name: &str) -> String {
        match self.coarser.get(name).map(String::as_str) {
            None => name.to_owned(),
            Some("s") => format!("date_trunc('second', {name})"),
            Some("ms") => format!("date_trunc('millisecond', {name})"),
            Some("snake_case") => format!("lower(replace({name}, ' ', '_'))"),
            Some("prefix") => format!("split_part({name}, '/', 1)"),
            Some(other) => panic!("{name}: nothing is known of `{other}`"),
        }
    }
}

impl Feed {
    fn name(&self) -> String {
        format!("{}/{}", self.vendor, self.log)
    }

    fn config(&self, world: &Path, folder: &Path) -> PathBuf {
        let text = format!(
            "[stores.vendors]\nurl = \"file:{}\"\n\n[cache]\nurl = \"file:{}\"\n\n[logs.{}]\nstore = \"vendors\"\npath = \"{}\"\nmapping = \"{}\"\n",
            world.join("vendors").display(),
            folder.join("cache").display(),
            self.log,
            self.path,
            self.vendor
        );
        write_config(folder, &text)
    }

    fn canonical(&self, columns: &[(String, String)]) -> String {
        let facts = self.facts.replace("SHOP", SHOP).replace("ORDERS", SHOP_ORDERS);
        let is_orders = self.log == "orders";
        let list = columns
            .iter()
            .map(|(name, sql)| if is_orders && name == "type" { "order_type as type".to_owned() } else { format!("{sql} as {name}") });
        format!("select {} from {facts} order by source, event_id", list.collect::<Vec<_>>().join(", "))
    }

    fn mapped(&self, columns: &[(String, String)]) -> String {
        let list: Vec<String> = columns.iter().map(|(name, sql)| format!("{sql} as {name}")).collect();
        format!("select {} from logs.{} order by source, event_id", list.join(", "), self.log)
    }
}

/// The answer to a statement, whole.
fn table(config: &Path, sql: &str) -> RecordBatch {
    let output =
        Command::new(program()).args(["query", sql, "--format", "parquet", "--config"]).arg(config).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    read(bytes::Bytes::from(output.stdout))
}

fn read(file: impl ChunkReader + 'static) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = builder.schema().clone();
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(|batch| batch.unwrap()).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// The first row in which two columns differ.
fn difference(left: &ArrayRef, right: &ArrayRef) -> Option<usize> {
    if left == right {
        return None;
    }
    (0..left.len()).find(|row| left.slice(*row, 1) != right.slice(*row, 1)).or(Some(0))
}

fn assert_same_rows(feed: &Feed, found: &RecordBatch, expected: &RecordBatch) {
    assert_eq!(found.num_rows(), expected.num_rows(), "{}: rows", feed.name());
    assert!(found.num_rows() > 0, "{}: nothing to compare", feed.name());
    for (name, column) in found.schema().fields().iter().map(|field| field.name()).zip(found.columns()) {
        let canonical = expected.column_by_name(name).unwrap();
        if let Some(row) = difference(column, canonical) {
            let id = expected.column_by_name("event_id").unwrap().as_string::<i32>().value(row);
            panic!("{}: {name} of {id} is {:?}, expected {:?}", feed.name(), column.slice(row, 1), canonical.slice(row, 1));
        }
    }
}

#[test]
fn every_vendor_gives_the_canonical_facts_but_for_what_it_cannot_carry() {
    let folder = tempfile::tempdir().unwrap();
    let world = folder.path().join("world");
    let made = run(&["demo", "--generate-only", "--tier", "ci", "--vendors", "--dir", world.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let canonical = world.join("gaugeglass.toml");
    for feed in &FEEDS {
        let near = tempfile::tempdir().unwrap();
        let config = feed.config(&world, near.path());
        let losses = Losses::of(feed);
        let columns = losses.carried(feed);
        let found = table(&config, &feed.mapped(&columns));
        assert_same_rows(feed, &found, &table(&canonical, &feed.canonical(&columns)));
        let refused = rows(&config, "select * from meta.quarantine limit 10");
        assert_eq!(refused, json!([]), "{}", feed.name());
        let all = columns.len() + losses.cannot_carry.len();
        println!("{:<22} {:>7} rows, {:>2} of {all} columns equal", feed.name(), found.num_rows(), columns.len());
        println!("{:>22} cannot carry: {}", "", losses.cannot_carry.join(", "));
        println!("{:>22} coarser: {:?}", "", losses.coarser);
    }
}

const IMPRESSIONS: &str =
    ",timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,user_feature_2,user_feature_3,user-item_affinity_0
0,2019-11-24 00:00:18.073522+00:00,11,1,1,0.0125,a,b,c,d,0.0
1,2019-11-25 00:00:19.000001+00:00,12,3,0,0.025,a,b,c,d,0.0
";

#[test]
fn open_bandit_impressions_become_decisions_deliveries_and_exposures() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("logs/obd/random/men");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join("men.csv"), IMPRESSIONS).unwrap();
    std::fs::write(files.join("item_context.csv"), ",item_id,item_feature_0\n0,11,0.5\n").unwrap();
    let log = |name: &str| format!("[logs.{name}]\nstore = \"here\"\npath = \"obd/\"\nmapping = \"open_bandit\"\n");
    let logs = ["decisions", "deliveries", "exposures"].map(log).join("\n");
    let text = format!("[stores.here]\nurl = \"file:{0}/logs\"\n\n[cache]\nurl = \"file:{0}/cache\"\n\n{logs}", folder.path().display());
    let config = write_config(folder.path(), &text);
    let decisions =
        "select policy_id, placement, action_id, cast(position as int) as position, propensity from logs.decisions order by action_id";
    assert_eq!(
        rows(&config, decisions),
        json!([
            { "policy_id": "random", "placement": "men", "action_id": "11", "position": 1, "propensity": 0.0125 },
            { "policy_id": "random", "placement": "men", "action_id": "12", "position": 3, "propensity": 0.025 },
        ])
    );
    let joined = "select d.action_id, y.status from logs.deliveries y join logs.decisions d on d.event_id = y.decision_id order by 1, 2";
    assert_eq!(
        rows(&config, joined),
        json!([
            { "action_id": "11", "status": "clicked" },
            { "action_id": "11", "status": "displayed" },
            { "action_id": "12", "status": "displayed" },
        ])
    );
    let exposures = "select variant_id, count(*) as n from logs.exposures group by 1";
    assert_eq!(rows(&config, exposures), json!([{ "variant_id": "random", "n": 2 }]));
}

#[test]
fn every_mapping_that_comes_with_the_program_is_compared() {
    // The demo has no files of Open Bandit: the test above writes some.
    for mapping in mappings().iter().filter(|mapping| mapping.vendor != "open_bandit") {
        assert!(FEEDS.iter().any(|feed| (feed.vendor, feed.log) == (mapping.vendor, mapping.log)), "{}/{}", mapping.vendor, mapping.log);
    }
}
