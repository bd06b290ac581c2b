//! A dashboard file as written, and its translation into a [`Dashboard`] with complaints by place.

use std::collections::BTreeMap;

use gaugeglass_metrics::{Diagnostic, nearest};
use serde::Deserialize;
use serde_saphyr::{Error, RenderOptions, SnippetMode, Spanned};

use super::{Dashboard, Panel, Row};
use crate::url::{Compare, Moment};

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

/// A panel as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPanel {
    pub metric: Option<Spanned<String>>,
    pub metrics: Option<Spanned<String>>,
    pub family: Option<Spanned<String>>,
    pub table: Option<Spanned<String>>,
    pub title: Option<Spanned<String>>,
    #[serde(default)]
    pub columns: Vec<Spanned<String>>,
    #[serde(rename = "where", default)]
    pub filter: BTreeMap<String, Spanned<String>>,
    pub top: Option<Spanned<usize>>,
    pub x: Option<Spanned<String>>,
    pub y: Option<Spanned<String>>,
    pub series: Option<Spanned<String>>,
    pub value: Option<Spanned<String>>,
    pub lo: Option<Spanned<String>>,
    pub hi: Option<Spanned<String>>,
    pub n: Option<Spanned<String>>,
    #[serde(rename = "final")]
    pub is_final: Option<Spanned<String>>,
    pub unit: Option<Spanned<String>>,
    #[serde(rename = "as")]
    pub kind: Spanned<String>,
    pub by: Option<Spanned<String>>,
    pub span: Option<Spanned<u8>>,
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
}

impl RawPanel {
    /// The columns that the panel names by what they are, with the key of each.
    pub fn encoded(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        let keys = [
            ("x", &self.x),
            ("y", &self.y),
            ("series", &self.series),
            ("value", &self.value),
            ("lo", &self.lo),
            ("hi", &self.hi),
            ("n", &self.n),
            ("final", &self.is_final),
        ];
        keys.into_iter().filter_map(|(key, column)| Some((key, column.as_ref()?)))
    }
}

/// Reads the text of `path`; all complaints at once.
pub fn parse(path: &str, text: &str) -> Result<Dashboard, Vec<Diagnostic>> {
    let raw: RawDashboard = serde_saphyr::from_str(text).map_err(|error| vec![explain(path, text, &error)])?;
    let mut reader = Reader { path, text, findings: Vec::new() };
    let dashboard = reader.dashboard(raw);
    if reader.findings.is_empty() { Ok(dashboard) } else { Err(reader.findings) }
}

/// Reads one file and collects what is wrong with it.
pub struct Reader<'a> {
    path: &'a str,
    /// The text of the file.
    pub text: &'a str,
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

    /// Keeps a complaint about a value.
    pub fn report<T>(&mut self, value: &Spanned<T>, message: String, help: String) {
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
        Error::SerdeMissingField { field, .. } => at(format!("missing key `{field}`")).with_help(format!("add `{field}:`")),
        Error::DuplicateMappingKey { key: Some(key), .. } => at(format!("key `{key}` is given twice")).with_help("keep one of the two"),
        Error::InvalidScalar { .. } => at("not a whole number that can stand here".into()).with_help("write one such as 8"),
        _ => at(rendered(error)),
    }
}

/// The parser's own words without the place, which stands before them.
fn rendered(error: &Error) -> String {
    let mut options = RenderOptions::default();
    options.snippets = SnippetMode::Off;
    let text = error.render_with_options(options);
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).to_owned()
}
