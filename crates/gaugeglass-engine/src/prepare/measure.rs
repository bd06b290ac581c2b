//! What is measured of rows while they pass: how many of each column are filled, which rules their values break, and how
//! new they are. Rows that repeat another count too: they arrived.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use arrow::compute::{cast, filter_record_batch};
use arrow::datatypes::{DataType, Float64Type, Int32Type, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, NaiveDate, Utc};
use gaugeglass_logs::{Column, Log, Need, Rule};
use serde::{Deserialize, Serialize};

use crate::Error;

/// The rule that a required value breaks by being absent.
const MISSING: &str = "missing";

/// Rows of one producing system on one day of arrival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The producing system; empty where the log names none.
    pub source: String,
    /// The day that the files' paths name.
    pub ingest_dt: Option<NaiveDate>,
    /// Rows.
    pub rows: u64,
    /// Filled values of each column of the contract.
    pub filled: Vec<u64>,
    /// Values that break a rule.
    pub violations: Vec<Violation>,
    /// Newest occurrence.
    pub max_event_time: Option<DateTime<Utc>>,
    /// Newest load.
    pub max_ingest_time: Option<DateTime<Utc>>,
}

/// Values of a column that break a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// The column.
    pub column: String,
    /// The rule's name.
    pub rule: String,
    /// Rows.
    pub rows: u64,
}

/// Measures by producing system and day.
#[derive(Debug, Default)]
pub struct Measures(BTreeMap<(String, Option<NaiveDate>), Measured>);

impl Measures {
    /// Adds rows under the contract; `days` is the day of arrival of each.
    pub fn add(&mut self, log: &Log, batch: &RecordBatch, days: &[Option<NaiveDate>]) -> Result<(), Error> {
        for (source, day, rows) in groups(batch, days)? {
            match rows {
                None => self.merge(measure(log, batch, source, day)?),
                Some(rows) => {
                    let group = filter_record_batch(batch, &rows).map_err(Error::internal)?;
                    self.merge(measure(log, &group, source, day)?);
                }
            }
        }
        Ok(())
    }

    /// Adds what was measured elsewhere.
    pub fn merge(&mut self, more: Measured) {
        let key = (more.source.clone(), more.ingest_dt);
        match self.0.get_mut(&key) {
            None => {
                self.0.insert(key, more);
            }
            Some(known) => {
                known.rows += more.rows;
                known.filled.iter_mut().zip(&more.filled).for_each(|(known, more)| *known += more);
                more.violations.into_iter().for_each(|violation| add_violation(&mut known.violations, violation));
                known.max_event_time = known.max_event_time.max(more.max_event_time);
                known.max_ingest_time = known.max_ingest_time.max(more.max_ingest_time);
            }
        }
    }

    /// What was measured, in order.
    pub fn into_vec(self) -> Vec<Measured> {
        self.0.into_values().collect()
    }
}

fn add_violation(known: &mut Vec<Violation>, more: Violation) {
    match known.iter_mut().find(|known| known.column == more.column && known.rule == more.rule) {
        Some(known) => known.rows += more.rows,
        None => known.push(more),
    }
}

type Group = (String, Option<NaiveDate>, Option<BooleanArray>);

/// The groups of a batch; most have one, and need no filter.
fn groups(batch: &RecordBatch, days: &[Option<NaiveDate>]) -> Result<Vec<Group>, Error> {
    let source = match batch.column_by_name("source") {
        Some(source) => Some(cast(source, &DataType::Utf8).map_err(Error::internal)?),
        None => None,
    };
    let name = |row: usize| {
        let source = source.as_ref().map(|source| source.as_string::<i32>());
        source.filter(|source| source.is_valid(row)).map_or("", |source| source.value(row))
    };
    let mut rows: BTreeMap<(&str, Option<NaiveDate>), Vec<usize>> = BTreeMap::new();
    for (row, day) in days.iter().enumerate() {
        rows.entry((name(row), *day)).or_default().push(row);
    }
    let is_one = rows.len() == 1;
    let mask = |rows: Vec<usize>| {
        let mut mask = vec![false; days.len()];
        rows.into_iter().for_each(|row| mask[row] = true);
        BooleanArray::from(mask)
    };
    Ok(rows.into_iter().map(|((source, day), rows)| (source.to_owned(), day, (!is_one).then(|| mask(rows)))).collect())
}

fn measure(log: &Log, batch: &RecordBatch, source: String, ingest_dt: Option<NaiveDate>) -> Result<Measured, Error> {
    let rows = batch.num_rows();
    let mut filled = Vec::with_capacity(log.columns.len());
    let mut violations = Vec::new();
    for (column, values) in log.columns.iter().zip(batch.columns()) {
        let absent = values.logical_null_count();
        filled.push((rows - absent) as u64);
        violations.extend(broken(column, values, absent)?);
    }
    Ok(Measured {
        source,
        ingest_dt,
        rows: rows as u64,
        filled,
        violations,
        max_event_time: newest(batch, "event_time")?,
        max_ingest_time: newest(batch, "ingest_time")?,
    })
}

fn broken(column: &Column, values: &ArrayRef, absent: usize) -> Result<Vec<Violation>, Error> {
    let violation = |rule: &str, rows: u64| Violation { column: column.name.to_owned(), rule: rule.to_owned(), rows };
    let missing = if column.need == Need::Required { absent as u64 } else { 0 };
    let wrong = match &column.rule {
        Some(rule) if absent < values.len() => (rule.name(), breaks(rule, values)?),
        _ => ("", 0),
    };
    let found = [violation(MISSING, missing), violation(wrong.0, wrong.1)];
    Ok(found.into_iter().filter(|violation| violation.rows > 0).collect())
}

/// How many values break a rule. A null breaks none.
fn breaks(rule: &Rule, values: &ArrayRef) -> Result<u64, Error> {
    match rule {
        Rule::OneOf(labels) | Rule::Only(labels) => unknown_labels(labels, values),
        Rule::NonNegative => outside(0.0, f64::INFINITY, values),
        Rule::Between(low, high) => outside(*low, *high, values),
    }
}

/// Labels are judged once each, not once a row.
fn unknown_labels(labels: &[&str], values: &ArrayRef) -> Result<u64, Error> {
    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let values = cast(values, &kind).map_err(Error::internal)?;
    let words = values.as_dictionary::<Int32Type>();
    let known: Vec<bool> = words.values().as_string::<i32>().iter().map(|word| word.is_none_or(|word| labels.contains(&word))).collect();
    Ok(words.keys().iter().flatten().filter(|key| !known[*key as usize]).count() as u64)
}

fn outside(low: f64, high: f64, values: &ArrayRef) -> Result<u64, Error> {
    let values = cast(values, &DataType::Float64).map_err(Error::internal)?;
    let values = values.as_primitive::<Float64Type>();
    // A value that is no number lies nowhere.
    Ok(values.iter().flatten().filter(|value| !(low..=high).contains(value)).count() as u64)
}

fn newest(batch: &RecordBatch, name: &str) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(column) = batch.column_by_name(name) else {
        return Ok(None);
    };
    let instants = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, None)).map_err(Error::internal)?;
    let newest = arrow::compute::max(instants.as_primitive::<TimestampMicrosecondType>());
    Ok(newest.and_then(DateTime::from_timestamp_micros))
}
