//! Filters that are too large to prove anything: what is said of what is left goes into no score of constant rules.

use std::collections::BTreeSet;

use gaugeglass_metrics::Check;

use crate::inputs;
use crate::left_out::{Filter, left_out};
use crate::prepare::Source;
use crate::scope::Scope;

/// From this share on a filter is named, and what is left proves nothing under constant rules.
const SHARE_MIN: f64 = 0.01;

/// The logs of which more than one row in a hundred is left out.
pub fn filters(sources: &[Source]) -> Vec<Filter> {
    let mut filters = left_out(sources);
    filters.retain(|filter| filter.rows_left_out as f64 > SHARE_MIN * filter.rows_read as f64);
    filters
}

/// Whether a check reads one of the logs that are filtered.
pub fn touches(scope: &Scope, check: &Check, filters: &[Filter]) -> bool {
    let named = check.needs.iter().filter_map(|need| need.split('.').next()).map(str::to_owned);
    let logs: BTreeSet<String> = named.chain(inputs::logs_behind(scope, &check.inputs)).collect();
    filters.iter().any(|filter| logs.contains(filter.log))
}
