//! How far the columns of the logs are filled, and what a check lacks of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use gaugeglass_logs::{Log, Need};
use gaugeglass_metrics::Check;

use super::observe::Gap;
use crate::prepare::{Measured, Source};
use crate::scope::Scope;

/// A required column that is filled less than this leaves the answer open.
const FILL_MIN: f64 = 0.8;

/// Rows and filled values of a column.
#[derive(Debug, Clone, Copy, Default)]
struct Fill {
    rows: u64,
    filled: u64,
}

impl Fill {
    fn share(self) -> f64 {
        self.filled as f64 / self.rows as f64
    }
}

/// How far each column is filled in the rows that arrived within a range.
#[derive(Debug, Default)]
pub struct Fills(BTreeMap<(&'static str, &'static str), Fill>);

impl Fills {
    /// Measured of the rows that arrived in a range, copies included; files whose path names no day are counted whole.
    pub fn of(sources: &[Source], from: DateTime<Utc>, to: DateTime<Utc>) -> Fills {
        let (first, last) = (from.date_naive(), to.date_naive());
        let arrived = |measured: &&Measured| measured.ingest_dt.is_none_or(|day| day >= first && day <= last);
        let mut fills = Fills::default();
        for (listed, prepared) in sources {
            prepared.measured.iter().filter(arrived).for_each(|measured| fills.add(listed.log, measured));
        }
        fills
    }

    fn add(&mut self, log: &'static Log, measured: &Measured) {
        for (column, filled) in log.columns.iter().zip(&measured.filled) {
            let fill = self.0.entry((log.name, column.name)).or_default();
            fill.rows += measured.rows;
            fill.filled += filled;
        }
    }

    /// What a check needs and does not have: logs that are not read, and columns that are not filled.
    pub fn gaps(&self, scope: &Scope, check: &Check) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for need in &check.needs {
            let (log, column) = split(need);
            if !scope.snapshot.has_log(log) {
                add(&mut gaps, log, column, "it is not logged");
            } else if let Some(why) = column.and_then(|column| self.complaint(log, column)) {
                add(&mut gaps, log, column, &why);
            }
        }
        gaps
    }

    /// A column that the contract wants in every row is needed in nearly all of them; whether a few values of another are enough,
    /// the check's own SQL decides.
    fn complaint(&self, log: &str, column: &str) -> Option<String> {
        let contract = gaugeglass_logs::log(log)?;
        let Some(known) = contract.column(column) else {
            return Some("the log has no such column".to_owned());
        };
        let fill = self.0.get(&(contract.name, known.name)).copied().filter(|fill| fill.rows > 0)?;
        match known.need {
            Need::Required if fill.share() < FILL_MIN => Some(format!("{:.0} % of the rows fill it", 100.0 * fill.share())),
            _ if fill.filled == 0 => Some("no row fills it".to_owned()),
            _ => None,
        }
    }
}

/// The columns that a check names, with a reason of another kind.
pub fn named(check: &Check, why: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for need in &check.needs {
        let (log, column) = split(need);
        add(&mut gaps, log, column, why);
    }
    gaps
}

fn split(need: &str) -> (&str, Option<&str>) {
    need.split_once('.').map_or((need, None), |(log, column)| (log, Some(column)))
}

/// The columns that the contract of a log requires.
pub fn required(log: &str) -> Vec<&'static str> {
    gaugeglass_logs::log(log).into_iter().flat_map(Log::required).map(|column| column.name).collect()
}

/// Adds to the gap of the log with the same reason; a log as a whole is needed with the columns that its contract requires.
fn add(gaps: &mut Vec<Gap>, log: &str, column: Option<&str>, why: &str) {
    let at = gaps.iter().position(|gap| gap.log == log && gap.why == why).unwrap_or_else(|| {
        gaps.push(Gap { log: log.to_owned(), columns: Vec::new(), why: why.to_owned() });
        gaps.len() - 1
    });
    let wanted = column.map_or_else(|| required(log), |column| vec![column]);
    if let Some(gap) = gaps.get_mut(at) {
        for column in wanted {
            if !gap.columns.iter().any(|known| known == column) {
                gap.columns.push(column.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_log_names_exact_columns_once() {
        let mut gaps = Vec::new();
        add(&mut gaps, "deliveries", Some("content_id"), "a");
        add(&mut gaps, "deliveries", Some("content_version"), "a");
        add(&mut gaps, "deliveries", Some("content_id"), "a");
        add(&mut gaps, "deliveries", Some("status"), "b");
        add(&mut gaps, "metric_definitions", None, "a");
        let shown: Vec<String> = gaps.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "logs.deliveries with content_id, content_version",
                "logs.deliveries with status",
                "logs.metric_definitions with metric_id, version"
            ]
        );
    }
}
