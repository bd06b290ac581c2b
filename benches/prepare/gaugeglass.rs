//! Gaugeglass's side: an engine over the files, and the log prepared into an empty cache.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use gaugeglass_engine::{Door, Engine, EngineSettings, LogSettings, Request, StoreSettings};

use crate::files::LogFiles;
use crate::race::child::{self, Figures};

/// The argument by which this program is told to prepare.
pub const COMMAND: &str = "prepare-events";

/// Asking what became of the files prepares the log, and no model after it.
const KEPT: &str = "select sum(rows_kept) as kept from meta.files where error is null";

/// Prepares in a process of its own, with a cache in `out`.
pub fn measure(log: &LogFiles, out: &Path) -> Result<Figures, String> {
    let this = std::env::current_exe().unwrap();
    child::figures(child::on_two_cores(this).arg(COMMAND).arg(&log.folder).arg(out.join("cache")), "")
}

/// What that process does.
pub fn run(logs: &str, cache: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let figures = runtime.block_on(prepare(settings(logs, cache)));
    println!("{}", serde_json::to_string(&figures).unwrap());
}

async fn prepare(settings: EngineSettings) -> Figures {
    let started = Instant::now();
    let engine = Engine::open(settings).await.unwrap();
    let answer = engine.session(Request::new("bench", Door::Cli)).query(KEPT).await.unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let rows = answer.batches[0].column(0).as_primitive::<Int64Type>().value(0) as u64;
    Figures { seconds, rows, peak_bytes: child::peak_bytes() }
}

fn settings(logs: &str, cache: &str) -> EngineSettings {
    let source = LogSettings {
        store: "lake".into(),
        path: "events/".into(),
        format: Some("ndjson".into()),
        mapping: None,
        partition: Some("ingest_dt".into()),
    };
    EngineSettings {
        cache: format!("file:{cache}"),
        stores: BTreeMap::from([("lake".into(), StoreSettings::at(format!("file:{logs}")))]),
        logs: BTreeMap::from([("events".into(), vec![source])]),
        ..EngineSettings::default()
    }
}
