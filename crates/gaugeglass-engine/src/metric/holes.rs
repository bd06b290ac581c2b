//! What a figure does not see of what it is about. It stands, and is not held against its target: neither a log that is taken
//! away nor rows that are left out of one can make it look well.

use gaugeglass_metrics::Metric;

use crate::inputs;
use crate::left_out::{self, Filter};
use crate::scope::Scope;

/// The holes of a metric, in words; none where it sees all.
pub async fn of(scope: &Scope, metric: &Metric) -> Vec<String> {
    let logs = inputs::logs_behind(scope, &metric.inputs);
    let filters = left_out::of_logs(scope, &logs).await;
    unread(scope, metric).chain(filters.iter().map(told)).collect()
}

fn unread(scope: &Scope, metric: &Metric) -> impl Iterator<Item = String> {
    metric.judged_with.iter().filter(move |log| !scope.snapshot.has_log(log)).map(|log| format!("logs.{log} is not read"))
}

fn told(filter: &Filter) -> String {
    format!("the mapping of logs.{} leaves out {} of {} rows", filter.log, filter.rows_left_out, filter.rows_read)
}
