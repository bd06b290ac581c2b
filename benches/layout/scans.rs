//! Three scans of events, as pages make them, and how long they take.

use std::path::Path;
use std::time::Instant;

use arrow::util::pretty::pretty_format_batches;
use datafusion::common::ScalarValue;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

/// Each with its name: a day of all people, one kind of event over all time, and all that one person did.
pub const SCANS: [(&str, &str); 3] = [
    (
        "one day",
        "select type, count(*) as n from events
         where event_time >= timestamp '2026-04-01T00:00:00Z' and event_time < timestamp '2026-04-02T00:00:00Z'
         group by type order by type",
    ),
    (
        "one kind",
        "select date_trunc('week', event_time) as week, count(*) as n, count(distinct user_id) as people from events
         where type = 'order_completed' group by 1 order by 1",
    ),
    ("one person", "select event_id, event_time, type, session_id from events where user_id = $person order by 1, 2, 3, 4"),
];

/// A layout as a table that is asked.
pub struct Table {
    /// In words.
    pub name: &'static str,
    /// Of all its files.
    pub bytes: u64,
    /// What each scan gives.
    pub answers: Vec<String>,
    context: SessionContext,
    person: String,
    /// Milliseconds of each scan, by scan.
    times: [Vec<f64>; SCANS.len()],
}

impl Table {
    /// Opens a folder and asks once, so that its files are known and read.
    pub async fn open(name: &'static str, place: &Path, person: &str) -> Table {
        // As the engine reads its cache.
        let mut config = SessionConfig::new().with_target_partitions(2);
        config.options_mut().execution.parquet.pushdown_filters = true;
        config.options_mut().execution.parquet.reorder_filters = true;
        let context = SessionContext::new_with_config(config);
        context.register_parquet("events", place.to_str().unwrap(), ParquetReadOptions::default()).await.unwrap();
        let bytes = std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
        let mut table = Table { name, bytes, answers: Vec::new(), context, person: person.to_owned(), times: Default::default() };
        for (_, sql) in SCANS {
            let answer = table.ask(sql).await;
            table.answers.push(answer);
        }
        table
    }

    /// Times every scan once.
    pub async fn scan(&mut self) {
        for (number, (_, sql)) in SCANS.into_iter().enumerate() {
            let started = Instant::now();
            self.ask(sql).await;
            self.times[number].push(started.elapsed().as_secs_f64() * 1000.0);
        }
    }

    /// The median of each scan.
    pub fn milliseconds(&self) -> Vec<f64> {
        self.times.iter().map(|times| median(times.clone())).collect()
    }

    async fn ask(&self, sql: &str) -> String {
        let person = vec![("person", ScalarValue::from(self.person.as_str()))];
        let asked = self.context.sql(sql).await.unwrap().with_param_values(person).unwrap();
        let batches = asked.collect().await.unwrap();
        pretty_format_batches(&batches).unwrap().to_string()
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
