//! A dashboard against the registry and the catalog: the metrics, dimensions, parameters, tables and columns it names must exist.

use arrow::datatypes::{DataType, Schema};
use gaugeglass_engine::Relation;
use gaugeglass_metrics::{Diagnostic, Grain, Metric, Registry, nearest};

use super::{Column, Dashboard, MetricPanel, Panel, Place, PlotPanel, RowsPanel, Selection, Shape, Subject};
use crate::charts::Kind;

/// What is wrong, and what would be right.
type Complaint = (String, String);

/// Everything the dashboard names that the registry does not have.
pub fn check(dashboard: &Dashboard, registry: &Registry) -> Vec<Diagnostic> {
    panels(dashboard).filter_map(|panel| check_panel(dashboard, panel, registry)).collect()
}

/// What is wrong with one panel, if anything.
pub fn check_panel(dashboard: &Dashboard, panel: &Panel, registry: &Registry) -> Option<Diagnostic> {
    let (place, complaint) = match &panel.subject {
        Subject::Metric(wanted) => metric_complaint(panel.place, wanted, registry)?,
        Subject::Rows(wanted) => (panel.place, table_complaint(&wanted.selection.table, registry)?),
        Subject::Plot(wanted) => (panel.place, table_complaint(&wanted.selection.table, registry)?),
        Subject::Every(_) | Subject::Readiness | Subject::Changes => return None,
    };
    Some(diagnostic(dashboard, place, complaint))
}

/// Every column that the dashboard names and its table does not have, or has in a type that cannot be drawn. Tables that
/// are not among the relations do not plan, which is told elsewhere.
pub fn check_columns(dashboard: &Dashboard, relations: &[Relation]) -> Vec<Diagnostic> {
    let schema = |table: &str| relations.iter().find(|relation| relation.schema == "metrics" && relation.name == table);
    let complaints = |panel: &Panel| {
        let relation = selection(panel).and_then(|selection| schema(&selection.table));
        relation.map(|relation| column_complaints(dashboard, panel, &relation.arrow)).unwrap_or_default()
    };
    panels(dashboard).flat_map(complaints).collect()
}

/// What is wrong with the columns of one panel over a table of this shape.
pub fn column_complaints(dashboard: &Dashboard, panel: &Panel, schema: &Schema) -> Vec<Diagnostic> {
    let (columns, plot) = match &panel.subject {
        Subject::Rows(wanted) => (of_rows(wanted), None),
        Subject::Plot(wanted) => (of_plot(wanted), Some(wanted.as_ref())),
        _ => return Vec::new(),
    };
    let table = selection(panel).map_or("", |selection| selection.table.as_str());
    let missing = columns.iter().filter_map(|column| Some((column.place, absent(table, column, schema)?)));
    let wrong = plot.into_iter().flat_map(|plot| wrong_types(plot, schema));
    missing.chain(wrong).map(|(place, complaint)| diagnostic(dashboard, place, complaint)).collect()
}

fn panels(dashboard: &Dashboard) -> impl Iterator<Item = &Panel> {
    dashboard.rows.iter().flat_map(|row| &row.panels)
}

fn selection(panel: &Panel) -> Option<&Selection> {
    match &panel.subject {
        Subject::Rows(wanted) => Some(&wanted.selection),
        Subject::Plot(wanted) => Some(&wanted.selection),
        _ => None,
    }
}

fn diagnostic(dashboard: &Dashboard, (line, column): Place, (message, help): Complaint) -> Diagnostic {
    Diagnostic::new(&dashboard.path, &dashboard.text, line, column, message).with_help(help)
}

fn of_rows(wanted: &RowsPanel) -> Vec<&Column> {
    wanted.columns.iter().chain(wanted.selection.filter.iter().map(|(column, _)| column)).collect()
}

fn of_plot(wanted: &PlotPanel) -> Vec<&Column> {
    wanted.encoding.columns().chain(wanted.selection.filter.iter().map(|(column, _)| column)).collect()
}

fn absent(table: &str, column: &Column, schema: &Schema) -> Option<Complaint> {
    let known = || schema.fields().iter().map(|field| field.name().as_str());
    if known().any(|name| name == column.name) {
        return None;
    }
    let help = match nearest(&column.name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its columns are {}", known().collect::<Vec<_>>().join(", ")),
    };
    Some((format!("table `{table}` has no column `{}`", column.name), help))
}

/// Values must be numbers, and so must the times of a survival curve.
fn wrong_types(plot: &PlotPanel, schema: &Schema) -> Vec<(Place, Complaint)> {
    let time = (plot.kind == Kind::Survival).then_some(&plot.encoding.x);
    let numbers = plot.encoding.numbers().chain(time).map(|column| (column, "number", DataType::is_numeric as fn(&DataType) -> bool));
    let flags = plot.encoding.is_final.iter().map(|column| (column, "flag", is_flag as fn(&DataType) -> bool));
    let wrong = |(column, what, fits): (&Column, &str, fn(&DataType) -> bool)| {
        let kind = schema.field_with_name(&column.name).ok()?.data_type();
        let message = format!("column `{}` is {}, and a {what} is needed here", column.name, crate::export::type_name(kind));
        (!fits(kind)).then(|| (column.place, (message, format!("name a column that is a {what}"))))
    };
    numbers.chain(flags).filter_map(wrong).collect()
}

fn is_flag(kind: &DataType) -> bool {
    kind == &DataType::Boolean
}

fn table_complaint(name: &str, registry: &Registry) -> Option<Complaint> {
    if registry.table(name).is_some() {
        return None;
    }
    let known: Vec<&str> = registry.tables().map(|table| table.name.as_str()).collect();
    let help = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    Some((format!("no table named `{name}`"), help.unwrap_or_else(|| format!("the tables are {}", known.join(", ")))))
}

fn metric_complaint(place: Place, wanted: &MetricPanel, registry: &Registry) -> Option<(Place, Complaint)> {
    match registry.metric(&wanted.name) {
        None => {
            let help = registry.nearest_metric(&wanted.name).map(|name| format!("did you mean `{name}`?"));
            let help = help.unwrap_or_else(|| "the catalog page lists all metrics".into());
            Some((place, (format!("no metric named `{}`", wanted.name), help)))
        }
        Some(metric) => {
            let dimension = wanted.by.as_ref().and_then(|by| Some((by.place, undeclared_dimension(by, metric)?)));
            let rest = || undeclared_parameter(wanted, metric).or_else(|| unfit(wanted, metric)).map(|complaint| (place, complaint));
            dimension.or_else(rest)
        }
    }
}

fn undeclared_dimension(by: &Column, metric: &Metric) -> Option<Complaint> {
    undeclared(metric, "dimension", &by.name, &metric.dimensions)
}

fn undeclared_parameter(wanted: &MetricPanel, metric: &Metric) -> Option<Complaint> {
    let known: Vec<String> = metric.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    wanted.parameters.iter().find_map(|(name, _)| undeclared(metric, "parameter", name, &known))
}

fn undeclared(metric: &Metric, what: &str, name: &str, known: &[String]) -> Option<Complaint> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if known.contains(&name) {
        return None;
    }
    let help = match nearest(name, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => format!("the metric declares no {what}"),
        None => format!("declared: {}", known.join(", ")),
    };
    Some((format!("metric `{}` has no {what} `{name}`", metric.name), help))
}

/// Parts must add up, and a heat map needs a course over time.
fn unfit(wanted: &MetricPanel, metric: &Metric) -> Option<Complaint> {
    let adds_up = metric.measures.first().is_some_and(|headline| metric.additive.contains(headline));
    let has_course = metric.grains.iter().any(|grain| *grain != Grain::Total);
    let what = match wanted.shape {
        Shape::Plot(Kind::Funnel | Kind::Waterfall) if !adds_up => "cannot be summed over its slices",
        Shape::Plot(Kind::HeatMap) if !has_course => "has no course over time",
        _ => return None,
    };
    Some((format!("metric `{}` {what}", metric.name), "choose `as: interval`, or another metric".into()))
}
