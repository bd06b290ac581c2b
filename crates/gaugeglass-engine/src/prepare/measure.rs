//! What is measured of rows while they pass: how many of each column are filled, which rules their values break, and how
//! new they are. Rows that repeat another count too: they arrived.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use arrow::compute::{cast, filter};
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
        for group in groups(batch, days)? {
            self.merge(measure(log, batch, group)?);
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

/// Rows of a batch from one producing system and day.
struct Group {
    source: String,
    day: Option<NaiveDate>,
    /// None where it is all rows.
    rows: Option<BooleanArray>,
}

impl Group {
    fn filled(&self, values: &ArrayRef) -> usize {
        match (&self.rows, values.logical_nulls()) {
            (None, nulls) => values.len() - nulls.map_or(0, |nulls| nulls.null_count()),
            (Some(rows), None) => rows.true_count(),
            (Some(rows), Some(nulls)) => (rows.values() & nulls.inner()).count_set_bits(),
        }
    }

    /// The group's part of a column.
    fn of(&self, values: &ArrayRef) -> Result<ArrayRef, Error> {
        match &self.rows {
            None => Ok(Arc::clone(values)),
            Some(rows) => filter(values, rows).map_err(Error::internal),
        }
    }
}

/// A producing system by its place in the names, and a day.
type Place = (usize, Option<NaiveDate>);

/// The groups of a batch. Few systems write into one file, so a row's group is found by looking through those met so far.
fn groups(batch: &RecordBatch, days: &[Option<NaiveDate>]) -> Result<Vec<Group>, Error> {
    let (keys, names) = sources(batch)?;
    let mut found: Vec<(Place, Vec<bool>)> = Vec::new();
    for (row, day) in days.iter().enumerate() {
        let group = (keys[row], *day);
        let at = found.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            found.push((group, vec![false; days.len()]));
            found.len() - 1
        });
        found[at].1[row] = true;
    }
    let is_one = found.len() == 1;
    let group = |((source, day), rows): (Place, Vec<bool>)| Group {
        source: names[source].clone(),
        day,
        rows: (!is_one).then(|| BooleanArray::from(rows)),
    };
    Ok(found.into_iter().map(group).collect())
}

/// For each row the place of its producing system in the names; the first name is that of rows without one.
fn sources(batch: &RecordBatch) -> Result<(Vec<usize>, Vec<String>), Error> {
    let Some(source) = batch.column_by_name("source") else {
        return Ok((vec![0; batch.num_rows()], vec![String::new()]));
    };
    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let source = cast(source, &kind).map_err(Error::internal)?;
    let words = source.as_dictionary::<Int32Type>();
    let named = words.values().as_string::<i32>().iter().map(|name| name.unwrap_or_default().to_owned());
    let keys = words.keys().iter().map(|key| key.map_or(0, |key| key as usize + 1));
    Ok((keys.collect(), std::iter::once(String::new()).chain(named).collect()))
}

fn measure(log: &Log, batch: &RecordBatch, group: Group) -> Result<Measured, Error> {
    let rows = group.rows.as_ref().map_or(batch.num_rows(), BooleanArray::true_count);
    let mut filled = Vec::with_capacity(log.columns.len());
    let mut violations = Vec::new();
    for (column, values) in log.columns.iter().zip(batch.columns()) {
        let present = group.filled(values);
        filled.push(present as u64);
        violations.extend(missing(column, rows - present));
        if let Some(rule) = column.rule.as_ref().filter(|_| present > 0) {
            violations.extend(broken(column, rule, &group.of(values)?)?);
        }
    }
    Ok(Measured {
        ingest_dt: group.day,
        rows: rows as u64,
        filled,
        violations,
        max_event_time: newest(batch, "event_time", &group)?,
        max_ingest_time: newest(batch, "ingest_time", &group)?,
        source: group.source,
    })
}

fn missing(column: &Column, absent: usize) -> Option<Violation> {
    let is_wrong = column.need == Need::Required && absent > 0;
    is_wrong.then(|| Violation { column: column.name.to_owned(), rule: MISSING.to_owned(), rows: absent as u64 })
}

fn broken(column: &Column, rule: &Rule, values: &ArrayRef) -> Result<Option<Violation>, Error> {
    let rows = breaks(rule, values)?;
    Ok((rows > 0).then(|| Violation { column: column.name.to_owned(), rule: rule.name().to_owned(), rows }))
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

fn newest(batch: &RecordBatch, name: &str, group: &Group) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(column) = batch.column_by_name(name) else {
        return Ok(None);
    };
    let instants = cast(&group.of(column)?, &DataType::Timestamp(TimeUnit::Microsecond, None)).map_err(Error::internal)?;
    let newest = arrow::compute::max(instants.as_primitive::<TimestampMicrosecondType>());
    Ok(newest.and_then(DateTime::from_timestamp_micros))
}
