//! Claims about definitions: what a file says, what is refused and where, and how a metric is cut.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod counted;
mod definitions;
mod embedded;
mod link;
mod maturity;
mod openslo;
mod reference;
mod refusals;
mod registry;
mod slicing;

use crate::diagnostic::{Diagnostic, Source};
use crate::metric::{self, Metric};
use crate::vocabulary::Family;

/// A metric with every required key, and these lines after them.
fn metric_text(more_keys: &str, sql: &str) -> String {
    format!(
        "/* ---\ntitle: Orders\nquestion: How many?\ndescription: Orders placed.\nowner: shop\nunit: count\n\
         direction: up_is_good\nmeasures: [orders]\n{more_keys}--- */\n{sql}"
    )
}

/// What the engine knows of functions, as far as these tests use them.
fn is_aggregate(name: &str) -> bool {
    ["avg", "count", "relative_lift", "sum"].contains(&name)
}

fn parse_metric(text: &str) -> Result<Metric, Vec<Diagnostic>> {
    metric::parse(&Source::new("queries/customer/orders.sql", text), Family::Customer, "orders")
}

fn good_metric(text: &str) -> Metric {
    parse_metric(text).unwrap_or_else(|findings| panic!("{}", readable(&findings)))
}

/// Diagnostics as a person would read them in a failed test.
fn readable(findings: &[Diagnostic]) -> String {
    findings.iter().map(|finding| format!("{finding}\n{}", finding.render_plain())).collect()
}
