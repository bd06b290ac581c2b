//! A dashboard file as written, and its translation into a [`Dashboard`] with complaints by place.

use std::collections::BTreeMap;

use gaugeglass_metrics::{Diagnostic, Family, nearest};
use serde::Deserialize;
use serde_saphyr::{Error, RenderOptions, SnippetMode, Spanned};

use super::{Dashboard, MetricPanel, Panel, Row, RowsPanel, Shape, Subject};
use crate::url::{Compare, Moment};

/// What `as:` may say.
const KINDS: [&str; 7] = ["stat", "line", "bar", "table", "rows", "readiness", "changes"];
const COLUMNS: u8 = 12;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDashboard {
    title: String,
    description: Option<String>,
    #[serde(default)]
    defaults: RawDefaults,
    #[serde(default)]
    presets: Vec<Spanned<String>>,
    rows: Vec<RawRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDefaults {
    from: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
    compare: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    title: Option<String>,
    panels: Vec<Spanned<RawPanel>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPanel {
    metric: Option<Spanned<String>>,
    metrics: Option<Spanned<String>>,
    family: Option<Spanned<String>>,
    table: Option<Spanned<String>>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(rename = "as")]
    kind: Spanned<String>,
    by: Option<String>,
    span: Option<Spanned<u8>>,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
}

/// Reads the text of `path`; all complaints at once.
pub fn parse(path: &str, text: &str) -> Result<Dashboard, Vec<Diagnostic>> {
    let raw: RawDashboard = serde_saphyr::from_str(text).map_err(|error| vec![explain(path, text, &error)])?;
    let mut reader = Reader { path, text, findings: Vec::new() };
    let dashboard = reader.dashboard(raw);
    if reader.findings.is_empty() { Ok(dashboard) } else { Err(reader.findings) }
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn dashboard(&mut self, raw: RawDashboard) -> Dashboard {
        let file = self.path.rsplit('/').next().unwrap_or(self.path);
        Dashboard {
            name: file.trim_end_matches(".yaml").to_owned(),
            title: raw.title,
            description: raw.description,
            range: (self.moment(raw.defaults.from), self.moment(raw.defaults.to)),
            compare: self.compare(raw.defaults.compare),
            presets: raw.presets.into_iter().filter_map(|preset| self.moment(Some(preset))).collect(),
            rows: raw.rows.into_iter().map(|row| self.row(row)).collect(),
            path: self.path.to_owned(),
            text: self.text.to_owned(),
        }
    }

    fn row(&mut self, raw: RawRow) -> Row {
        Row { title: raw.title, panels: raw.panels.into_iter().map(|panel| self.panel(panel)).collect() }
    }

    fn panel(&mut self, raw: Spanned<RawPanel>) -> Panel {
        let place = (raw.referenced.line(), raw.referenced.column());
        let raw = raw.value;
        let span = self.span(raw.span.as_ref(), &raw.kind.value);
        let place = raw.metric.as_ref().or(raw.table.as_ref()).map_or(place, |name| (name.referenced.line(), name.referenced.column()));
        Panel { subject: self.subject(raw), span, place }
    }

    fn span(&mut self, span: Option<&Spanned<u8>>, kind: &str) -> u8 {
        let default = if matches!(kind, "stat" | "readiness") { 3 } else { COLUMNS };
        let Some(span) = span else { return default };
        if !(1..=COLUMNS).contains(&span.value) {
            self.report(span, "a span is 1 to 12 columns".into(), "a row has twelve columns".into());
        }
        span.value
    }

    fn subject(&mut self, raw: RawPanel) -> Subject {
        let kind = &raw.kind;
        match (kind.value.as_str(), &raw.metric, &raw.metrics) {
            ("rows", ..) => self.rows(&raw),
            _ if raw.table.is_some() => {
                self.report(kind, format!("a table is not shown as `{}`", kind.value), "write `as: rows`".into());
                Subject::Readiness
            }
            ("readiness", None, None) => Subject::Readiness,
            ("changes", None, None) => Subject::Changes,
            ("readiness" | "changes", ..) => {
                self.report(kind, format!("a {} panel names no metric", kind.value), "remove `metric`".into());
                Subject::Readiness
            }
            (_, None, Some(metrics)) => self.every(metrics, raw.family.as_ref(), kind),
            (_, Some(name), None) => self.metric(name, &raw),
            _ => {
                let help = "name one `metric`, or `metrics: \"*\"` for all others";
                self.report(kind, "the panel must name a metric".into(), help.into());
                Subject::Readiness
            }
        }
    }

    fn rows(&mut self, raw: &RawPanel) -> Subject {
        let Some(table) = &raw.table else {
            self.report(&raw.kind, "the panel must name a table".into(), "name one `table`, such as experiment_results".into());
            return Subject::Readiness;
        };
        Subject::Rows(RowsPanel { table: table.value.clone(), columns: raw.columns.clone() })
    }

    fn every(&mut self, metrics: &Spanned<String>, family: Option<&Spanned<String>>, kind: &Spanned<String>) -> Subject {
        if metrics.value != "*" {
            let help = "write `metrics: \"*\"`, and `family:` for a part of them";
            self.report(metrics, format!("`{}` is not a selection of metrics", metrics.value), help.into());
        }
        if kind.value != "stat" {
            self.report(kind, "all metrics together are shown as tiles".into(), "write `as: stat`".into());
        }
        Subject::Every(family.and_then(|family| match family.value.parse::<Family>() {
            Ok(found) => Some(found),
            Err(unknown) => {
                self.report(family, unknown.to_string(), unknown.help.clone());
                None
            }
        }))
    }

    fn metric(&mut self, name: &Spanned<String>, raw: &RawPanel) -> Subject {
        let shape = match raw.kind.value.as_str() {
            "stat" => Shape::Stat,
            "line" => Shape::Line,
            "bar" => Shape::Bar,
            "table" => Shape::Table,
            other => {
                let help = nearest(other, KINDS).map_or_else(|| KINDS.join(", "), |word| format!("did you mean `{word}`?"));
                self.report(&raw.kind, format!("no panel is shown as `{other}`"), help);
                Shape::Stat
            }
        };
        Subject::Metric(MetricPanel {
            name: name.value.clone(),
            shape,
            by: raw.by.clone(),
            parameters: raw.parameters.clone().into_iter().collect(),
        })
    }

    fn moment(&mut self, text: Option<Spanned<String>>) -> Option<Moment> {
        let text = text?;
        match text.value.parse() {
            Ok(moment) => Some(moment),
            Err(allowed) => {
                let allowed: &str = allowed;
                self.report(&text, format!("`{}` is not a point in time", text.value), allowed.into());
                None
            }
        }
    }

    fn compare(&mut self, text: Option<Spanned<String>>) -> Compare {
        match text.as_ref().map(|text| text.value.as_str()) {
            None | Some("prev") => Compare::Previous,
            Some("none") => Compare::None,
            Some(other) => {
                let message = format!("`{other}` is not a comparison");
                text.iter().for_each(|text| self.report(text, message.clone(), "choose prev or none".into()));
                Compare::None
            }
        }
    }

    fn report<T>(&mut self, value: &Spanned<T>, message: String, help: String) {
        let place = &value.referenced;
        let diagnostic = Diagnostic::new(self.path, self.text, place.line(), place.column(), message);
        self.findings.push(diagnostic.with_help(help));
    }
}

fn explain(path: &str, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
    let at = |message: String| Diagnostic::new(path, text, line, column, message);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let help = nearest(field, expected.iter().copied())
                .map_or_else(|| format!("known: {}", expected.join(", ")), |word| format!("did you mean `{word}`?"));
            at(format!("unknown key `{field}`")).with_help(help)
        }
        Error::SerdeMissingField { field, .. } => at(format!("missing key `{field}`")),
        _ => {
            let mut options = RenderOptions::default();
            options.snippets = SnippetMode::Off;
            let rendered = error.render_with_options(options);
            at(rendered.lines().next().unwrap_or_default().to_owned())
        }
    }
}
