//! A dashboard against the registry: the metrics, dimensions and parameters it names must exist.

use gaugeglass_metrics::{Diagnostic, Metric, Registry, nearest};

use super::{Dashboard, MetricPanel, Panel, Subject};

/// Everything the dashboard names that the registry does not have.
pub fn check(dashboard: &Dashboard, registry: &Registry) -> Vec<Diagnostic> {
    let panels = dashboard.rows.iter().flat_map(|row| &row.panels);
    panels.filter_map(|panel| check_panel(dashboard, panel, registry)).collect()
}

/// What is wrong with one panel, if anything.
pub fn check_panel(dashboard: &Dashboard, panel: &Panel, registry: &Registry) -> Option<Diagnostic> {
    let (message, help) = match &panel.subject {
        Subject::Metric(wanted) => metric_complaint(wanted, registry)?,
        Subject::Rows(wanted) => table_complaint(&wanted.table, registry)?,
        _ => return None,
    };
    let (line, column) = panel.place;
    Some(Diagnostic::new(&dashboard.path, &dashboard.text, line, column, message).with_help(help))
}

/// What is wrong, and what would be right.
type Complaint = (String, String);

fn table_complaint(name: &str, registry: &Registry) -> Option<Complaint> {
    if registry.table(name).is_some() {
        return None;
    }
    let known: Vec<&str> = registry.tables().map(|table| table.name.as_str()).collect();
    let help = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    Some((format!("no table named `{name}`"), help.unwrap_or_else(|| format!("the tables are {}", known.join(", ")))))
}

fn metric_complaint(wanted: &MetricPanel, registry: &Registry) -> Option<Complaint> {
    match registry.metric(&wanted.name) {
        None => {
            let help = registry.nearest_metric(&wanted.name).map(|name| format!("did you mean `{name}`?"));
            Some((format!("no metric named `{}`", wanted.name), help.unwrap_or_else(|| "the catalog page lists all metrics".into())))
        }
        Some(metric) => undeclared(wanted, metric),
    }
}

fn undeclared(wanted: &MetricPanel, metric: &Metric) -> Option<Complaint> {
    let dimensions: Vec<&str> = metric.dimensions.iter().map(String::as_str).collect();
    let parameters: Vec<&str> = metric.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let by = wanted.by.iter().map(|name| ("dimension", name, &dimensions));
    let named = wanted.parameters.iter().map(|(name, _)| ("parameter", name, &parameters));
    let (what, name, known) = by.chain(named).find(|(_, name, known)| !known.contains(&name.as_str()))?;
    let help = match nearest(name, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => format!("the metric declares no {what}"),
        None => format!("declared: {}", known.join(", ")),
    };
    Some((format!("metric `{}` has no {what} `{name}`", metric.name), help))
}
