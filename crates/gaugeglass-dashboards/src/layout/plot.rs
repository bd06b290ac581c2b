//! A chart over a table of results, from a panel's keys: which column is what, and which of them its kind needs.

use gaugeglass_metrics::Unit;
use serde_saphyr::Spanned;

use super::raw::{RawPanel, Reader};
use super::{Column, Encoding, PlotPanel, Selection, Subject};
use crate::charts::Kind;

/// The word of each kind, what it needs, and what it may have besides.
const ENCODINGS: [(&str, Kind, &[&str], &[&str]); 6] = [
    ("interval", Kind::Interval, &["x", "value"], &["series", "lo", "hi", "n"]),
    ("funnel", Kind::Funnel, &["x", "value"], &[]),
    ("waterfall", Kind::Waterfall, &["x", "value"], &[]),
    ("heatmap", Kind::HeatMap, &["x", "y", "value"], &["lo", "hi", "n", "final"]),
    ("survival", Kind::Survival, &["x", "value"], &["series", "lo", "hi", "n"]),
    ("cohort", Kind::Cohort, &["x", "y", "value"], &["lo", "hi", "n", "final"]),
];

/// The kind that a word stands for.
pub fn kind_of(word: &str) -> Option<Kind> {
    ENCODINGS.iter().find(|(known, ..)| *known == word).map(|(_, kind, ..)| *kind)
}

/// What may stand in a statement.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

impl Reader<'_> {
    /// The chart of a panel that names a table.
    pub fn plot(&mut self, raw: &RawPanel, kind: Kind) -> Subject {
        self.check_keys(raw, kind);
        let unit = self.unit(raw.unit.as_ref());
        let encoding = self.encoding(raw);
        match self.selection(raw).zip(encoding) {
            Some((selection, encoding)) => Subject::Plot(Box::new(PlotPanel { selection, kind, encoding, unit })),
            None => Subject::Readiness,
        }
    }

    fn check_keys(&mut self, raw: &RawPanel, kind: Kind) {
        let Some((word, _, needed, further)) = ENCODINGS.iter().find(|(_, known, ..)| *known == kind) else { return };
        for (key, column) in raw.encoded().filter(|(key, _)| !needed.contains(key) && !further.contains(key)) {
            let known = [*needed, *further].concat().join(", ");
            self.report(column, format!("a {word} has no `{key}`"), format!("it knows {known}"));
        }
        let missing: Vec<&str> = needed.iter().copied().filter(|key| raw.encoded().all(|(given, _)| given != *key)).collect();
        if let Some(key) = missing.first() {
            self.report(&raw.kind, format!("the {word} must name its `{key}`"), format!("it needs {}", needed.join(", ")));
        }
        let is_half = |one: &Option<Spanned<String>>, other: &Option<Spanned<String>>| one.is_some() && other.is_none();
        if is_half(&raw.lo, &raw.hi) || is_half(&raw.hi, &raw.lo) {
            self.report(&raw.kind, "an interval has two ends".into(), "name `lo` and `hi`, or neither".into());
        }
    }

    fn encoding(&self, raw: &RawPanel) -> Option<Encoding> {
        let column = |column: &Option<Spanned<String>>| column.as_ref().map(|column| self.column(column));
        Some(Encoding {
            x: column(&raw.x)?,
            y: column(&raw.y),
            series: column(&raw.series),
            value: column(&raw.value)?,
            lo: column(&raw.lo),
            hi: column(&raw.hi),
            n: column(&raw.n),
            is_final: column(&raw.is_final),
        })
    }

    fn unit(&mut self, unit: Option<&Spanned<String>>) -> Option<Unit> {
        let unit = unit?;
        match unit.value.parse::<Unit>() {
            Ok(found) => Some(found),
            Err(unknown) => {
                self.report(unit, unknown.to_string(), unknown.help.clone());
                None
            }
        }
    }

    /// Which rows of which table.
    pub fn selection(&mut self, raw: &RawPanel) -> Option<Selection> {
        let Some(table) = &raw.table else {
            self.report(&raw.kind, "the panel must name a table".into(), "name one `table`, such as experiment_results".into());
            return None;
        };
        if let Some((name, text)) = raw.filter.iter().find(|(name, _)| !is_name(name)) {
            self.report(text, format!("`{name}` is not the name of a column"), "write letters, digits and `_`".into());
        }
        let filter = raw.filter.iter().map(|(name, text)| (self.key_of(name, text), text.value.clone())).collect();
        Some(Selection { table: table.value.clone(), title: raw.title.as_ref().map(|title| title.value.clone()), filter })
    }

    /// A column and where it is named.
    pub fn column(&self, column: &Spanned<String>) -> Column {
        Column { name: column.value.clone(), place: (column.referenced.line(), column.referenced.column()) }
    }

    /// A key stands before its value, mostly on the same line.
    fn key_of(&self, name: &str, value: &Spanned<String>) -> Column {
        let (line, column) = (value.referenced.line(), value.referenced.column());
        let before: String = self.text.lines().nth(line.max(1) as usize - 1).unwrap_or("").chars().take(column as usize).collect();
        let key = before.rfind(&format!("{name}:")).and_then(|at| before.get(..at)).map(|before| before.chars().count() as u64 + 1);
        Column { name: name.to_owned(), place: (line, key.unwrap_or(column)) }
    }
}
