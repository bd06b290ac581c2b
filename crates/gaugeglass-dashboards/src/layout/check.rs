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
    let Subject::Metric(wanted) = &panel.subject else { return None };
    let (message, help) = match registry.metric(&wanted.name) {
        None => {
            let help = registry.nearest_metric(&wanted.name).map(|name| format!("did you mean `{name}`?"));
            (format!("no metric named `{}`", wanted.name), help.unwrap_or_else(|| "the catalog page lists all metrics".into()))
        }
        Some(metric) => undeclared(wanted, metric)?,
    };
    let (line, column) = panel.place;
    Some(Diagnostic::new(&dashboard.path, &dashboard.text, line, column, message).with_help(help))
}

fn undeclared(wanted: &MetricPanel, metric: &Metric) -> Option<(String, String)> {
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
