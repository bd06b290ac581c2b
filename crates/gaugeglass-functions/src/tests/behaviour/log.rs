//! A random log: few instants, so that ties are frequent; rows that match several conditions; and unknowns.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, TimestampMicrosecondArray};
use datafusion::common::cast::as_int64_array;
use datafusion::prelude::SessionContext;

use crate::behaviour::history::Event;
use crate::tests::rows;

/// A fixed xorshift generator.
pub(super) struct Chance(pub u64);

impl Chance {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }
}

/// One row: whose, when, and which of four conditions it matches.
pub(super) struct Row {
    subject: i64,
    time: Option<i64>,
    flags: [Option<bool>; 4],
}

impl Row {
    fn draw(chance: &mut Chance, subject: i64) -> Self {
        let time = (chance.below(12) > 0).then(|| chance.below(9) as i64 * 1_000_000);
        let flags = std::array::from_fn(|_| (chance.below(10) > 0).then(|| chance.below(3) == 0));
        Self { subject, time, flags }
    }

    fn event(&self) -> Option<Event> {
        let bits = self.flags.iter().enumerate().map(|(bit, flag)| u32::from(*flag == Some(true)) << bit);
        self.time.map(|time| Event { time, matched: bits.sum() })
    }
}

/// Up to eight rows for each of so many subjects.
pub(super) fn draw(subjects: i64) -> Vec<Row> {
    let mut chance = Chance(88_172_645_463_325_252);
    let mut rows = Vec::new();
    for subject in 0..subjects {
        for _ in 0..=chance.below(8) {
            rows.push(Row::draw(&mut chance, subject));
        }
    }
    rows
}

/// Columns g, t and s1 to s4.
pub(super) fn batch(rows: &[Row]) -> RecordBatch {
    let subjects: Int64Array = rows.iter().map(|row| Some(row.subject)).collect();
    let times: TimestampMicrosecondArray = rows.iter().map(|row| row.time).collect();
    let times = Arc::new(times.with_timezone("UTC")) as ArrayRef;
    let mut columns = vec![("g", Arc::new(subjects) as ArrayRef), ("t", times)];
    for (index, name) in ["s1", "s2", "s3", "s4"].into_iter().enumerate() {
        let flags: BooleanArray = rows.iter().map(|row| row.flags[index]).collect();
        columns.push((name, Arc::new(flags)));
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

/// The events of each subject whose time is known, in the order of the rows.
pub(super) fn histories(rows: &[Row]) -> Vec<Vec<Event>> {
    let same = |one: &Row, next: &Row| one.subject == next.subject;
    rows.chunk_by(same).map(|rows| rows.iter().filter_map(Row::event).collect()).collect()
}

/// The answer of `call` for every subject of table t, truth as 1.
pub(super) async fn answers(session: &SessionContext, call: &str) -> Vec<Option<i64>> {
    let sql = format!("select g, cast({call} as bigint) as answer from t group by g order by g");
    let rows = rows(session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    as_int64_array(rows.column(1)).unwrap().iter().collect()
}
